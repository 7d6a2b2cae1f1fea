package dev.bellhop.report;

import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Conversations.Tally;
import dev.bellhop.db.Database;
import dev.bellhop.people.Presences;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Reads what is going on right now. The page and the API have it from here.
final class Now {
    private static final int RATED_DAYS = 30;

    /// What is going on.
    ///
    /// @param tally of open conversations
    /// @param oldest since when whoever has waited longest waits
    /// @param online how many agents are there
    /// @param agents how many could be
    /// @param today what the day comes to so far
    /// @param month what thirty days come to, the present one among them
    record Seen(
            Instant at,
            Tally tally,
            Optional<Instant> oldest,
            int online,
            long agents,
            Totals today,
            Totals month) {}

    private final Database database;
    private final Figures figures;
    private final Conversations conversations;
    private final Presences presences;
    private final Clock clock;

    Now(
            Database database,
            Figures figures,
            Conversations conversations,
            Presences presences,
            Clock clock) {
        this.database = database;
        this.figures = figures;
        this.conversations = conversations;
        this.presences = presences;
        this.clock = clock;
    }

    /// What is going on now; the day is the one on this clock.
    Seen see(ZoneId zone) {
        var now = clock.instant();
        var today = now.atZone(zone).toLocalDate();
        return new Seen(
                now,
                conversations.tally(),
                oldest(),
                presences.online(),
                agents(),
                figures.total(new Period(today, today, zone), Selection.ALL),
                figures.total(
                        new Period(today.minusDays(RATED_DAYS - 1), today, zone), Selection.ALL));
    }

    private Optional<Instant> oldest() {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT waiting_since FROM conversation
                        WHERE status = 'open' AND snoozed_until IS NULL
                          AND waiting_since IS NOT NULL
                        ORDER BY waiting_since LIMIT 1
                        """,
                        row -> row.instant("waiting_since")));
    }

    private long agents() {
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS agents FROM agent WHERE disabled_at IS NULL",
                                row -> row.number("agents")))
                .orElse(0L);
    }
}
