package dev.bellhop.webhook;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Has notifications taken again that are over. It is safe: what was stored of them is known by its
/// id and changes nothing, what was missed is made up for.
final class Replay {
    private static final int RANGE_MAX = 1_000;

    /// Which ones: by id or by time of arrival, both ends included but for `until`.
    record Range(
            OptionalLong from,
            OptionalLong to,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<State> state,
            OptionalLong channel) {

        static Range of(long id) {
            return new Range(
                    OptionalLong.of(id),
                    OptionalLong.of(id),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty());
        }
    }

    /// @param nextFrom the first of the range that was one too many
    record Replayed(int count, OptionalLong nextFrom) {}

    private final Database database;
    private final Deliveries deliveries;
    private final DeliveryLists lists;
    private final Intake intake;
    private final Audit audit;

    Replay(
            Database database,
            Deliveries deliveries,
            DeliveryLists lists,
            Intake intake,
            Audit audit) {
        this.database = database;
        this.deliveries = deliveries;
        this.lists = lists;
        this.intake = intake;
        this.audit = audit;
    }

    /// Takes one again.
    ///
    /// @throws Refusal `not_found`; `conflict` when it waits, or nothing was kept of it
    void one(Actor actor, long id) {
        var delivery = lists.find(id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND)).delivery();
        switch (delivery.state()) {
            case WAITING -> throw Refusal.of(Code.CONFLICT, "It is being taken already.");
            case REJECTED ->
                    throw Refusal.of(
                            Code.CONFLICT, "It was turned away, and its body was not kept.");
            case DONE, FAILED -> {
                var _ = range(actor, Range.of(id));
            }
        }
    }

    /// Takes those of a range again, 1,000 at most, oldest first.
    Replayed range(Actor actor, Range range) {
        var ids =
                database.inTransaction(tx -> {
                    var over = deliveries.over(tx, range, RANGE_MAX + 1);
                    var again = over.subList(0, Math.min(over.size(), RANGE_MAX));
                    if (!again.isEmpty()) {
                        deliveries.again(tx, again);
                        write(tx, actor, again.getFirst(), again.getLast(), again.size());
                    }
                    return over;
                });
        if (ids.isEmpty()) {
            return new Replayed(0, OptionalLong.empty());
        }
        intake.lookAgain(ids.getFirst());
        return ids.size() > RANGE_MAX
                ? new Replayed(RANGE_MAX, OptionalLong.of(ids.getLast()))
                : new Replayed(ids.size(), OptionalLong.empty());
    }

    private void write(Tx tx, Actor actor, long first, long last, int count) {
        audit.append(
                tx,
                actor,
                "delivery.replayed",
                first == last ? "delivery " + first : "deliveries " + first + " to " + last,
                Json.text(Json.object().put("count", count)));
    }
}
