package dev.bellhop.sandbox;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All phones of the simulated world, in the order in which they were added.
final class Handsets implements AutoCloseable {
    private static final int PHONES_MAX = 1_000;

    private final Function<String, Lane> lanes;
    private final Map<String, Handset> byWaId = new LinkedHashMap<>();

    Handsets(Function<String, Lane> lanes) {
        this.lanes = lanes;
    }

    /// The phone of this number, added now if there was none.
    synchronized Handset add(Phone phone) {
        var known = byWaId.get(phone.waId());
        if (known != null) {
            return known;
        }
        if (byWaId.size() >= PHONES_MAX) {
            throw Refusal.of(Code.CONFLICT, "The sandbox has " + PHONES_MAX + " phones already.");
        }
        var handset = new Handset(phone, lanes.apply(phone.waId()));
        byWaId.put(phone.waId(), handset);
        return handset;
    }

    synchronized Optional<Handset> find(String waId) {
        return Optional.ofNullable(byWaId.get(waId));
    }

    synchronized Optional<Handset> findByUserId(String userId) {
        return byWaId.values().stream()
                .filter(handset -> handset.phone().userId().equals(userId))
                .findFirst();
    }

    /// The phone on which this message is.
    Optional<Handset> holding(String wamid) {
        return all().stream().filter(handset -> handset.find(wamid).isPresent()).findFirst();
    }

    /// @throws Refusal `not_found`
    Handset get(String waId) {
        return find(waId)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no phone " + waId + "."));
    }

    synchronized List<Handset> all() {
        return List.copyOf(byWaId.values());
    }

    @Override
    public void close() {
        all().forEach(handset -> handset.lane().close());
    }
}
