package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;

/// What is due to be erased, as far as this room keeps it: words that are too old or that nobody
/// allowed to keep, and who people were of whom nothing else is left. [Erasure] does it.
public final class Due {
    private static final String CLOSED =
            "status = 'closed' AND cleared_at IS NULL AND closed_at < ?";

    /// Who was not seen since a time, of whom no words are left, and who is not blocked.
    private static final String FORGETTABLE =
            """
            last_seen_at < ? AND forgotten_at IS NULL AND joined_into IS NULL AND blocked_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM conversation WHERE visitor_id = visitor.id AND cleared_at IS NULL)
              AND NOT EXISTS (
                SELECT 1 FROM handover JOIN conversation ON conversation.id = conversation_id
                WHERE person_id = visitor.id AND cleared_at IS NULL)
            """;

    /// Visitors of a site who never wrote: they have a time of their own.
    private static final String NEVER_WROTE =
            """
            (site_id IS NOT NULL AND wa_id IS NULL AND wa_user_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM conversation WHERE visitor_id = visitor.id))
            """;

    private final Database database;

    public Due(Database database) {
        this.database = database;
    }

    /// Conversations that ended before a time, longest ago first; without [#unkept] ones.
    ///
    /// @param skipped so many of the first are left out
    public List<Long> conversations(Instant before, int skipped, int count) {
        return ids("unkept = FALSE AND " + CLOSED, before, skipped, count);
    }

    /// How many there are, counted no further than `atMost`.
    public long countConversations(Instant before, int atMost) {
        return count("conversation WHERE unkept = FALSE AND " + CLOSED, before, atMost);
    }

    /// Conversations that ended before a time and that their visitor did not allow to keep, longest
    /// ago first.
    ///
    /// @param skipped so many of the first are left out
    public List<Long> unkept(Instant before, int skipped, int count) {
        return ids("unkept = TRUE AND " + CLOSED, before, skipped, count);
    }

    /// How many there are, counted no further than `atMost`.
    public long countUnkept(Instant before, int atMost) {
        return count("conversation WHERE unkept = TRUE AND " + CLOSED, before, atMost);
    }

    private List<Long> ids(String such, Instant before, int skipped, int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT id FROM conversation WHERE "
                                + such
                                + " ORDER BY closed_at LIMIT ? OFFSET ?",
                        row -> row.number("id"),
                        before,
                        count,
                        skipped));
    }

    /// Somebody who has not been here for long.
    public record Absent(long id, Instant lastSeen) {
        /// Before everybody.
        public static final Absent NOBODY = new Absent(0, Instant.EPOCH);
    }

    /// People of whom nothing is left but figures and who they were, the longest not seen first.
    ///
    /// @param after behind whom it begins
    public List<Absent> people(Instant before, Absent after, int count) {
        return absent(FORGETTABLE + " AND NOT " + NEVER_WROTE, before, after, count);
    }

    /// Those of them who are on a site alone and did not allow to keep their chats.
    ///
    /// @param after behind whom it begins
    public List<Absent> unkeptPeople(Instant before, Absent after, int count) {
        return absent(
                "unkept = TRUE AND wa_id IS NULL AND wa_user_id IS NULL AND "
                        + FORGETTABLE
                        + " AND NOT "
                        + NEVER_WROTE,
                before,
                after,
                count);
    }

    /// Visitors of sites who never wrote, the longest not seen first.
    ///
    /// @param after behind whom it begins
    public List<Absent> silent(Instant before, Absent after, int count) {
        return absent(FORGETTABLE + " AND " + NEVER_WROTE, before, after, count);
    }

    /// How many never wrote, counted no further than `atMost`.
    public long countSilent(Instant before, int atMost) {
        return count("visitor WHERE " + FORGETTABLE + " AND " + NEVER_WROTE, before, atMost);
    }

    private List<Absent> absent(String such, Instant before, Absent after, int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT id, last_seen_at FROM visitor WHERE "
                                + such
                                + " AND last_seen_at >= ? AND (last_seen_at > ? OR id > ?)"
                                + " ORDER BY last_seen_at, id LIMIT ?",
                        row -> new Absent(row.number("id"), row.instant("last_seen_at")),
                        before,
                        after.lastSeen(),
                        after.lastSeen(),
                        after.id(),
                        count));
    }

    private long count(String what, Instant before, int atMost) {
        return database.read(tx ->
                tx.one(
                                "SELECT COUNT(*) AS n FROM (SELECT 1 FROM "
                                        + what
                                        + " LIMIT ?) AS some",
                                row -> row.number("n"),
                                before,
                                atMost)
                        .orElse(0L));
    }

    /// Whether all rows of one person are still such as [#people], or as [#silent].
    static boolean isForgettable(Tx tx, List<Long> rows, Instant before) {
        return rows.stream()
                .allMatch(id ->
                        tx.one(
                                        "SELECT id FROM visitor WHERE id = ? AND (joined_into IS"
                                                + " NOT NULL OR ("
                                                + FORGETTABLE
                                                + "))",
                                        row -> row.number("id"),
                                        id,
                                        before)
                                .isPresent());
    }
}
