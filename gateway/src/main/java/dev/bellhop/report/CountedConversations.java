package dev.bellhop.report;

import dev.bellhop.conversation.Outcome;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.report.Cells.Whose;
import dev.bellhop.report.Course.Facts;
import dev.bellhop.report.Course.Took;
import dev.bellhop.report.Course.Went;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The keeper of `report_conversation` and `report_erased`: what each conversation has added to the
/// cells. Whoever changes them holds the lock on `report_state`.
final class CountedConversations {
    private static final int COLUMNS = 18;
    private static final int AT_ONCE = 500;

    /// What a conversation has added, and in which generation of the cells.
    record Counted(int generation, Whose whose, byte[] encoded) {
        Shares shares() {
            return Shares.read(encoded);
        }

        private static Counted read(Row row) {
            return new Counted(
                    row.integer("generation"),
                    new Whose(row.number("site_id"), row.integer("kind"), row.number("team_id")),
                    row.bytes("counted"));
        }
    }

    private final List<@Nullable Object> rows = new ArrayList<>();

    private final Tx tx;
    private final int generation;

    CountedConversations(Tx tx, int generation) {
        this.tx = tx;
        this.generation = generation;
    }

    /// What these have added that are counted.
    Map<Long, Counted> of(List<Long> ids) {
        return tx
                .query(
                        """
                        SELECT conversation_id, generation, site_id, kind, team_id, counted
                        FROM report_conversation WHERE conversation_id IN (%s) FOR UPDATE
                        """
                                .formatted(Tx.marks(ids.size())),
                        row -> Map.entry(row.number("conversation_id"), Counted.read(row)),
                        ids.toArray())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Notes what one adds now. It is written with others, and by [#flush].
    void put(Facts facts, Went went) {
        var response = went.firstResponse();
        var resolution = went.resolution();
        rows.addAll(
                Arrays.asList(
                        facts.id(),
                        generation,
                        facts.siteId(),
                        Counting.kind(facts.kind()),
                        facts.teamId(),
                        facts.assigneeId(),
                        facts.lastSeq(),
                        facts.closedAt(),
                        facts.outcome().map(Outcome::wireName),
                        facts.rating(),
                        went.visitorMessages(),
                        went.teamMessages(),
                        went.answeredBy(),
                        response.map(Took::millis),
                        response.map(Took::businessMillis),
                        resolution.map(Took::millis),
                        resolution.map(Took::businessMillis),
                        went.shares().bytes()));
        if (rows.size() == AT_ONCE * COLUMNS) {
            flush();
        }
    }

    /// Writes what was noted.
    void flush() {
        if (rows.isEmpty()) {
            return;
        }
        long _ =
                tx.change(
                        """
                        REPLACE INTO report_conversation
                          (conversation_id, generation, site_id, kind, team_id, assignee_id,
                           last_seq, closed_at, outcome, rating, visitor_messages, team_messages,
                           answered_by, first_response_ms, first_response_business_ms,
                           resolution_ms, resolution_business_ms, counted)
                        VALUES %s
                        """
                                .formatted(Tx.rows(rows.size() / COLUMNS, COLUMNS)),
                        rows.toArray());
        rows.clear();
    }

    /// What one had added stays as it is.
    void renew(long id) {
        long _ =
                tx.change(
                        "UPDATE report_conversation SET generation = ? WHERE conversation_id = ?",
                        generation,
                        id);
    }

    /// Its row goes: what it came to stays, and not whose it was.
    void erase(long id) {
        long _ =
                tx.change(
                        """
                        INSERT INTO report_erased (generation, site_id, kind, team_id, counted)
                        SELECT IF(generation = ?, generation, 0), site_id, kind, team_id, counted
                        FROM report_conversation WHERE conversation_id = ?
                        """,
                        generation,
                        id);
        long _ = tx.change("DELETE FROM report_conversation WHERE conversation_id = ?", id);
    }

    /// Some of what erased ones had added and is not in the cells any more; from now on it is.
    ///
    /// @return none when that was all
    List<Counted> takeErased() {
        record Erased(long id, Counted counted) {}
        var some =
                tx.query(
                        """
                        SELECT id, generation, site_id, kind, team_id, counted FROM report_erased
                        WHERE generation <> ? ORDER BY id LIMIT ?
                        """,
                        row -> new Erased(row.number("id"), Counted.read(row)),
                        generation,
                        AT_ONCE);
        if (!some.isEmpty()) {
            var values = new ArrayList<Object>(List.of(generation));
            some.forEach(it -> values.add(it.id()));
            long _ =
                    tx.change(
                            "UPDATE report_erased SET generation = ? WHERE id IN ("
                                    + Tx.marks(some.size())
                                    + ")",
                            values.toArray());
        }
        return some.stream().map(Erased::counted).toList();
    }

    /// Which of a stretch of conversations have changed since they were counted.
    ///
    /// @param fresh since when every one in which something was said is looked at
    static List<Long> stale(Database database, long after, long through, Instant fresh) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT conversation.id FROM conversation
                        LEFT JOIN report_conversation AS counted
                          ON counted.conversation_id = conversation.id
                          AND counted.generation = (SELECT generation FROM report_state)
                        WHERE conversation.id > ? AND conversation.id <= ?
                          AND (counted.conversation_id IS NULL
                            OR conversation.cleared_at IS NULL
                              AND (counted.last_seq <> conversation.last_seq
                                OR NOT counted.closed_at <=> conversation.closed_at
                                OR NOT counted.outcome <=> conversation.outcome
                                OR NOT counted.rating <=> conversation.rating
                                OR counted.team_id <> COALESCE(conversation.team_id, 0)
                                OR counted.assignee_id <> COALESCE(conversation.assignee_id, 0)
                                OR conversation.last_at > ?))
                        ORDER BY conversation.id
                        """,
                        row -> row.number("id"),
                        after,
                        through,
                        fresh));
    }
}
