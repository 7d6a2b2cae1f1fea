package dev.bellhop.outbox;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads what the [Outbox] tells of its jobs.
public final class OutboxLists {
    private static final String ENTRY =
            """
            SELECT id, lane, kind, channel_id, conversation_id, seq, state, attempts, waits_for,
                   next_at, COALESCE(last_error, '') AS last_error, created_at, payload
            FROM outbox
            """;

    private final Database database;
    private final Clock clock;

    OutboxLists(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Optional<Instant> due(Tx tx, String lane) {
        return tx.one(
                """
                SELECT next_at FROM outbox FORCE INDEX (outbox_heads)
                WHERE lane = ? AND state <> 'dead' AND carrier IS NULL
                ORDER BY id
                LIMIT 1
                """,
                row -> row.instant("next_at"),
                lane);
    }

    /// The same for many; a lane that is empty has none.
    Map<String, Instant> due(Tx tx, List<String> lanes) {
        if (lanes.size() == 1) {
            var lane = lanes.getFirst();
            return due(tx, lane).map(at -> Map.of(lane, at)).orElseGet(Map::of);
        }
        record Due(String lane, Optional<Instant> at) {}
        var asked = Tx.padded(lanes);
        return tx
                .query(
                        """
                        %s
                        SELECT DISTINCT name, (
                          SELECT next_at FROM outbox FORCE INDEX (outbox_heads)
                          WHERE lane = wanted.name AND state <> 'dead' AND carrier IS NULL
                          ORDER BY id LIMIT 1) AS at
                        FROM wanted
                        """
                                .formatted(OutboxHeads.wanted(asked.size())),
                        row -> new Due(row.text("name"), row.instantMaybe("at")),
                        asked.toArray())
                .stream()
                .filter(it -> it.at().isPresent())
                .collect(Collectors.toMap(Due::lane, it -> it.at().orElseThrow()));
    }

    /// Lanes with a job that is due.
    List<String> dueLanes() {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT DISTINCT lane FROM outbox
                        WHERE state IN ('ready', 'unsure', 'claimed') AND next_at <= ?
                          AND carrier IS NULL
                        LIMIT 1000
                        """,
                        row -> row.text("lane"),
                        clock.instant()));
    }

    /// The jobs of this lane that are being tried, or were tried without an answer yet.
    public List<Outbox.Trying> trying(Tx tx, String lane) {
        return tx.query(
                """
                SELECT conversation_id, created_at FROM outbox
                WHERE lane = ? AND state IN ('claimed', 'unsure')
                """,
                row -> new Outbox.Trying(row.number("conversation_id"), row.instant("created_at")),
                lane);
    }

    /// The jobs about a message that are not done, dead ones too.
    public List<Outbox.Left> left(Tx tx, long conversationId, int seq) {
        return tx.query(
                "SELECT id, state FROM outbox WHERE conversation_id = ? AND seq = ?",
                row -> new Outbox.Left(row.number("id"), row.text("state").equals("dead")),
                conversationId,
                seq);
    }

    /// The same about many messages; one that has none is left out.
    public Map<Outbox.About, List<Outbox.Left>> left(Tx tx, List<Outbox.About> messages) {
        record Found(Outbox.About about, Outbox.Left left) {}
        var asked = Tx.padded(messages);
        return tx
                .query(
                        "SELECT id, state, conversation_id, seq FROM outbox WHERE "
                                + Tx.pairs("conversation_id", "seq", asked.size()),
                        row ->
                                new Found(
                                        new Outbox.About(
                                                row.number("conversation_id"), row.integer("seq")),
                                        new Outbox.Left(
                                                row.number("id"),
                                                row.text("state").equals("dead"))),
                        asked.stream()
                                .flatMap(it -> Stream.of(it.conversationId(), it.seq()))
                                .toArray())
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Found::about,
                                Collectors.mapping(Found::left, Collectors.toList())));
    }

    /// How many jobs of a lane wait for one of these, or behind one that does.
    public long waitingIn(Tx tx, String lane, List<String> waitsFor) {
        var parameters = new ArrayList<Object>();
        parameters.add(lane);
        parameters.add(lane);
        parameters.addAll(waitsFor);
        return tx.one(
                        "SELECT COUNT(*) AS n FROM outbox WHERE lane = ? AND state <> 'dead' AND id"
                            + " >= (SELECT MIN(id) FROM outbox WHERE lane = ? AND state = 'ready'"
                            + " AND waits_for IN ("
                                + Tx.marks(waitsFor.size())
                                + "))",
                        row -> row.number("n"),
                        parameters.toArray())
                .orElseThrow();
    }

    /// Lanes in which something of a channel waits for one of these.
    List<String> waiting(Tx tx, long channelId, List<String> waitsFor) {
        var parameters = new ArrayList<Object>();
        parameters.addAll(waitsFor);
        parameters.add(channelId);
        return tx.query(
                "SELECT DISTINCT lane FROM outbox WHERE state = 'ready' AND waits_for IN ("
                        + Tx.marks(waitsFor.size())
                        + ") AND channel_id = ?",
                row -> row.text("lane"),
                parameters.toArray());
    }

    /// How many jobs of a business number wait for one of these.
    public long waitingFor(long channelId, List<String> waitsFor) {
        var parameters = new ArrayList<Object>(waitsFor);
        parameters.add(channelId);
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS n FROM outbox WHERE state = 'ready' AND"
                                        + " waits_for IN ("
                                        + Tx.marks(waitsFor.size())
                                        + ") AND channel_id = ?",
                                row -> row.number("n"),
                                parameters.toArray()))
                .orElseThrow();
    }

    /// Jobs about a conversation's messages that wait for something else than their turn.
    public List<Outbox.Entry> waiting(long conversationId) {
        return database.read(tx ->
                tx.query(
                        ENTRY
                                + """
                                WHERE conversation_id = ? AND seq > 0 AND state <> 'dead'
                                ORDER BY id
                                LIMIT 1000
                                """,
                        OutboxLists::entry,
                        conversationId));
    }

    /// The dead jobs of a lane of one kind.
    public List<Outbox.Entry> dead(Tx tx, String lane, String kind) {
        return tx.query(
                ENTRY + "WHERE lane = ? AND state = 'dead' AND kind = ? ORDER BY id LIMIT 1000",
                OutboxLists::entry,
                lane,
                kind);
    }

    public Optional<Outbox.Entry> find(long id) {
        return database.read(tx -> tx.one(ENTRY + "WHERE id = ?", OutboxLists::entry, id));
    }

    /// A page of the jobs in a state, oldest first.
    ///
    /// @param state any when empty
    /// @param afterId only those younger than this one
    public List<Outbox.Entry> page(Optional<String> state, OptionalLong afterId, int count) {
        long after = afterId.orElse(0);
        return database.read(tx ->
                state.isPresent()
                        ? tx.query(
                                ENTRY + "WHERE state = ? AND id > ? ORDER BY id LIMIT ?",
                                OutboxLists::entry,
                                state.get(),
                                after,
                                count)
                        : tx.query(
                                ENTRY + "WHERE id > ? ORDER BY id LIMIT ?",
                                OutboxLists::entry,
                                after,
                                count));
    }

    public Outbox.Counts counts() {
        return counts("");
    }

    /// The same without jobs of one kind, of which others tell.
    public Outbox.Counts counts(String exceptKind) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT COALESCE(SUM(state IN ('ready', 'claimed')), 0) AS ready,
                                       COALESCE(SUM(state = 'unsure'), 0) AS unsure,
                                       COALESCE(SUM(state = 'dead'), 0) AS dead
                                FROM outbox
                                WHERE kind <> ?
                                """,
                                row ->
                                        new Outbox.Counts(
                                                row.number("ready"),
                                                row.number("unsure"),
                                                row.number("dead")),
                                exceptKind))
                .orElseThrow();
    }

    /// All jobs but those of one kind, by what they need, how they stand and what they wait for.
    public List<Outbox.Group> groups(String exceptKind) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT channel_id, state, waits_for, COUNT(*) AS n, MIN(created_at) AS oldest
                        FROM outbox
                        WHERE kind <> ?
                        GROUP BY channel_id, state, waits_for
                        """,
                        row ->
                                new Outbox.Group(
                                        row.numberMaybe("channel_id"),
                                        row.text("state"),
                                        row.text("waits_for"),
                                        row.number("n"),
                                        row.instant("oldest")),
                        exceptKind));
    }

    private static Outbox.Entry entry(Row row) {
        return new Outbox.Entry(
                row.number("id"),
                row.text("lane"),
                row.text("kind"),
                row.numberMaybe("channel_id"),
                row.number("conversation_id"),
                row.integer("seq"),
                row.text("state"),
                row.integer("attempts"),
                row.text("waits_for"),
                row.instant("next_at"),
                row.text("last_error"),
                row.instant("created_at"),
                row.text("payload"));
    }
}
