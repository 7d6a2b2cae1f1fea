package dev.bellhop.webhook;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Reads `webhook_delivery` for the monitor.
final class DeliveryLists {
    /// Figures count up to here: what is counted has no end, and counting must have one.
    private static final int COUNT_MAX = 1_000;

    /// Ids rise with the time of arrival but for those that were stored together.
    private static final int DISORDER = 1_000;

    private static final String COLUMNS =
            """
            id, channel_id, received_at, size, state, verdict, outcome, items, attempts,
            processed_at, replayed_at
            """;

    /// Which ones; what is empty asks nothing.
    ///
    /// @param until before then
    record Filter(
            Optional<State> state,
            Optional<Verdict> verdict,
            OptionalLong channel,
            Optional<Instant> since,
            Optional<Instant> until) {
        static final Filter ALL =
                new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty());

        static Filter of(State state) {
            return new Filter(
                    Optional.of(state),
                    Optional.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /// @param body as it was kept; empty when it was not kept
    record Whole(Delivery delivery, Optional<byte[]> body) {}

    private record At(long id, Instant at) {
        static At of(Row row) {
            return new At(row.number("id"), row.instant("received_at"));
        }
    }

    private final Database database;

    DeliveryLists(Database database) {
        this.database = database;
    }

    Optional<Whole> find(long id) {
        return database.read(tx ->
                tx.one(
                        "SELECT " + COLUMNS + ", body FROM webhook_delivery WHERE id = ?",
                        row -> new Whole(delivery(row), row.bytesMaybe("body")),
                        id));
    }

    /// A page of the monitor, newest first.
    List<Delivery> page(long beforeId, Filter filter, int count) {
        return database.read(tx -> page(tx, beforeId, filter, count));
    }

    private static List<Delivery> page(Tx tx, long beforeId, Filter filter, int count) {
        var where = new StringBuilder("id < ? AND id >= ?");
        var parameters = new ArrayList<Object>();
        // The table is in the order of ids, and has no index by time: a list of long ago would
        // pass over all that came since.
        parameters.add(Math.min(beforeId, idAfter(tx, filter.until())));
        parameters.add(idBefore(tx, filter.since()));
        filter.state().ifPresent(state -> and(where, parameters, "state = ?", state.wireName()));
        filter.verdict()
                .ifPresent(verdict -> and(where, parameters, "verdict = ?", verdict.wireName()));
        filter.channel().ifPresent(id -> and(where, parameters, "channel_id = ?", id));
        filter.since().ifPresent(at -> and(where, parameters, "received_at >= ?", at));
        filter.until().ifPresent(at -> and(where, parameters, "received_at < ?", at));
        parameters.add(count);
        return tx.query(
                "SELECT "
                        + COLUMNS
                        + " FROM webhook_delivery WHERE "
                        + where
                        + " ORDER BY id DESC LIMIT ?",
                DeliveryLists::delivery,
                parameters.toArray());
    }

    private static void and(
            StringBuilder where, List<Object> parameters, String condition, Object parameter) {
        where.append(" AND ").append(condition);
        parameters.add(parameter);
    }

    /// An id that stands before all that came since then.
    static long idBefore(Tx tx, Optional<Instant> since) {
        return since.map(at -> firstAt(tx, at) - DISORDER).orElse(0L);
    }

    /// An id that stands after all that came until then.
    static long idAfter(Tx tx, Optional<Instant> until) {
        return until.map(at -> firstAt(tx, at) + DISORDER).orElse(Long.MAX_VALUE);
    }

    /// About the first id of those that came then or later, found in some twenty steps.
    private static long firstAt(Tx tx, Instant at) {
        long low = 1;
        long high =
                tx.one(
                                """
                                SELECT id, received_at FROM webhook_delivery
                                ORDER BY id DESC
                                LIMIT 1
                                """,
                                At::of)
                        .map(newest -> newest.id() + 1)
                        .orElse(1L);
        while (low < high) {
            long middle = low + (high - low) / 2;
            var there =
                    tx.one(
                            """
                            SELECT id, received_at FROM webhook_delivery
                            WHERE id >= ?
                            ORDER BY id
                            LIMIT 1
                            """,
                            At::of,
                            middle);
            if (there.isPresent() && there.get().at().isBefore(at)) {
                low = there.get().id() + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// When the newest notification came that was rightly signed.
    Optional<Instant> lastAt() {
        return database.read(tx ->
                Stream.of(Verdict.ACCEPTED, Verdict.UNKNOWN)
                        .flatMap(verdict ->
                                tx
                                        .one(
                                                """
                                                SELECT received_at FROM webhook_delivery
                                                WHERE verdict = ?
                                                ORDER BY id DESC
                                                LIMIT 1
                                                """,
                                                row -> row.instant("received_at"),
                                                verdict.wireName())
                                        .stream())
                        .max(Comparator.naturalOrder()));
    }

    /// When the newest that was rightly signed came for a channel, in the hour of which that is
    /// known: the table has no index by channel, and one that is silent has far to go back.
    Optional<Instant> lastAt(long channelId, Instant hour) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT received_at FROM webhook_delivery
                        WHERE id >= ? AND id < ? AND channel_id = ? AND verdict IN (?, ?)
                        ORDER BY id DESC
                        LIMIT 1
                        """,
                        row -> row.instant("received_at"),
                        idBefore(tx, Optional.of(hour)),
                        idAfter(tx, Optional.of(hour.plus(1, ChronoUnit.HOURS))),
                        channelId,
                        Verdict.ACCEPTED.wireName(),
                        Verdict.UNKNOWN.wireName()));
    }

    /// How many came since then and got this verdict, up to 1,000.
    long count(Verdict verdict, Instant since) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT COUNT(*) AS count
                                FROM (SELECT received_at FROM webhook_delivery
                                      WHERE verdict = ?
                                      ORDER BY id DESC
                                      LIMIT ?) AS newest
                                WHERE received_at > ?
                                """,
                                row -> row.number("count"),
                                verdict.wireName(),
                                COUNT_MAX,
                                since))
                .orElseThrow();
    }

    private static Delivery delivery(Row row) {
        var items = row.numberMaybe("items");
        return new Delivery(
                row.number("id"),
                row.number("channel_id"),
                row.instant("received_at"),
                row.integer("size"),
                State.read(row.text("state")).orElseThrow(),
                Verdict.read(row.text("verdict")).orElseThrow(),
                row.textMaybe("outcome"),
                items.isPresent() ? OptionalInt.of((int) items.getAsLong()) : OptionalInt.empty(),
                row.integer("attempts"),
                row.instantMaybe("processed_at"),
                row.instantMaybe("replayed_at"));
    }
}
