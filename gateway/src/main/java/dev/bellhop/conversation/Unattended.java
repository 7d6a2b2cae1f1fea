package dev.bellhop.conversation;

import dev.bellhop.db.Database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds open conversations in which nothing has happened for a while; nothing is locked, so
/// whoever acts on what is found looks again.
final class Unattended {
    private static final String OF_SCOPE =
            """
            status = 'open' AND snoozed_until IS NULL
            AND (site_id = ? OR (site_id IS NULL AND channel_id = ?))
            """;

    /// Whoever is blocked waits for nobody.
    private static final String WAITS =
            """
            AND NOT EXISTS (SELECT 1 FROM visitor
                            WHERE visitor.id = visitor_id AND blocked_at IS NOT NULL)
            """;

    private final Database database;

    Unattended(Database database) {
        this.database = database;
    }

    /// Whose conversations are meant.
    ///
    /// @param channelId a number whose own conversations belong to it, too
    record Scope(long siteId, OptionalLong channelId) {
        /// The number, or one that there is not.
        long channel() {
            return channelId.orElse(0);
        }
    }

    /// One whose customer waits.
    ///
    /// @param answered whether it was ever answered
    record Late(long id, boolean answered) {}

    /// Those whose customers have waited since a moment or longer, and of which nobody was told.
    ///
    /// @param first the moment for those that were never answered; without it none of them
    /// @param next the moment for the others; without it none of them
    List<Late> late(Scope scope, Optional<Instant> first, Optional<Instant> next, int most) {
        if (first.isEmpty() && next.isEmpty()) {
            return List.of();
        }
        var never = Instant.EPOCH;
        return database.read(tx ->
                tx.query(
                        "SELECT id, first_reply_at IS NOT NULL AS answered FROM conversation WHERE "
                                + OF_SCOPE
                                + WAITS
                                + """
                                AND waiting_since <= GREATEST(?, ?) AND overdue_at IS NULL
                                AND waiting_since <= IF(first_reply_at IS NULL, ?, ?)
                                ORDER BY waiting_since LIMIT ?
                                """,
                        row -> new Late(row.number("id"), row.flag("answered")),
                        scope.siteId(),
                        scope.channel(),
                        first.orElse(never),
                        next.orElse(never),
                        first.orElse(never),
                        next.orElse(never),
                        most));
    }

    /// Those whose customers have waited since a moment or longer without being told that everybody
    /// is busy.
    ///
    /// @param window not on WhatsApp if they have waited since before that
    List<Long> toldNothing(Scope scope, Instant since, Instant window, int most) {
        return ids(
                WAITS
                        + """
                        AND waiting_since <= ? AND busy_at IS NULL
                        AND (kind = 'web' OR waiting_since > ?)
                        ORDER BY waiting_since LIMIT ?
                        """,
                scope,
                since,
                window,
                most);
    }

    /// Those in which the team had the last word, at a moment or before, and which did not come
    /// back from a snooze or were opened again after it, and of which it is not settled when they
    /// end.
    List<Long> silent(Scope scope, Instant since, int most) {
        return ids(
                """
                AND waiting_since IS NULL AND last_at <= ? AND closes_at IS NULL
                AND last_author = 'agent' AND (back_at IS NULL OR back_at <= ?)
                ORDER BY last_at LIMIT ?
                """,
                scope,
                since,
                since,
                most);
    }

    /// Those that are to end by now.
    List<Long> toClose(Scope scope, Instant now, int most) {
        return ids("AND closes_at <= ? ORDER BY closes_at LIMIT ?", scope, now, most);
    }

    private List<Long> ids(String condition, Scope scope, Object... parameters) {
        var all = new Object[parameters.length + 2];
        all[0] = scope.siteId();
        all[1] = scope.channel();
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return database.read(tx ->
                tx.query(
                        "SELECT id FROM conversation WHERE " + OF_SCOPE + condition,
                        row -> row.number("id"),
                        all));
    }
}
