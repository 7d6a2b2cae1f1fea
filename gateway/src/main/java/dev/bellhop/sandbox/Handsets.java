package dev.bellhop.sandbox;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All phones of the simulated world, in the order in which they were added. No two have the same
/// number or user id.
final class Handsets implements AutoCloseable {
    private static final int PHONES_MAX = 1_000;

    private final Function<String, Lane> lanes;
    private final List<Handset> all = new ArrayList<>();
    private final Map<String, Handset> byWaId = new HashMap<>();
    private final Map<String, Handset> byUserId = new HashMap<>();

    Handsets(Function<String, Lane> lanes) {
        this.lanes = lanes;
    }

    /// The phone of this number, added now if there was none.
    synchronized Handset add(Phone phone) {
        var known = byWaId.get(phone.waId());
        if (known != null) {
            return known;
        }
        if (all.size() >= PHONES_MAX) {
            throw Refusal.of(Code.CONFLICT, "The sandbox has " + PHONES_MAX + " phones already.");
        }
        refuseTaken(byUserId.containsKey(phone.userId()));
        var handset = new Handset(phone, lanes.apply(phone.waId()));
        all.add(handset);
        enter(handset);
        return handset;
    }

    /// Makes a phone known otherwise from now on.
    ///
    /// @throws Refusal `conflict` when another phone has that number or user id
    synchronized void change(Handset handset, Phone now) {
        var byNumber = byWaId.getOrDefault(now.waId(), handset);
        var byId = byUserId.getOrDefault(now.userId(), handset);
        refuseTaken(!byNumber.equals(handset) || !byId.equals(handset));
        byWaId.remove(handset.phone().waId());
        byUserId.remove(handset.phone().userId());
        handset.become(now);
        enter(handset);
    }

    /// Whom a message to this number reaches: nobody who hides it.
    Optional<Handset> reachedBy(String waId) {
        return find(waId).filter(handset -> !handset.phone().hidesNumber());
    }

    synchronized Optional<Handset> find(String waId) {
        return Optional.ofNullable(byWaId.get(waId));
    }

    synchronized Optional<Handset> findByUserId(String userId) {
        return Optional.ofNullable(byUserId.get(userId));
    }

    /// The phone on which this message is.
    Optional<Handset> holding(String wamid) {
        return all().stream().filter(handset -> handset.find(wamid).isPresent()).findFirst();
    }

    /// The phone of this number, shown or not, or of this user id.
    ///
    /// @throws Refusal `not_found`
    Handset get(String id) {
        return find(id).or(() -> findByUserId(id))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no phone " + id + "."));
    }

    synchronized List<Handset> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        all().forEach(handset -> handset.lane().close());
    }

    private void enter(Handset handset) {
        byWaId.put(handset.phone().waId(), handset);
        byUserId.put(handset.phone().userId(), handset);
    }

    private static void refuseTaken(boolean isTaken) {
        if (isTaken) {
            throw Refusal.of(Code.CONFLICT, "Another phone has this number or user id.");
        }
    }
}
