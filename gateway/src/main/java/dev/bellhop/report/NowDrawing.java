package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsNow;
import dev.bellhop.admin.AnalyticsNow.Stat;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.db.Database;
import dev.bellhop.people.Presences;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is going on right now, as the page shows it.
final class NowDrawing {
    private final Database database;
    private final Figures figures;
    private final Conversations conversations;
    private final Presences presences;
    private final Clock clock;

    NowDrawing(
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
    AnalyticsNow draw(ZoneId zone) {
        var tally = conversations.tally();
        var now = clock.instant();
        var today = now.atZone(zone).toLocalDate();
        var day = figures.total(new Period(today, today, zone), Selection.ALL);
        var month = figures.total(new Period(today.minusDays(29), today, zone), Selection.ALL);
        var oldest = oldest();
        int online = presences.online();
        return new AnalyticsNow(
                List.of(
                        new Stat(
                                "Active conversations",
                                Wording.number(tally.open()),
                                Wording.number(tally.unassigned()) + " unassigned",
                                false),
                        new Stat(
                                "Waiting for a reply",
                                Wording.number(tally.waiting()),
                                oldest.map(since -> "longest " + waits(since, now)).orElse(""),
                                oldest.isPresent()),
                        new Stat(
                                "Agents online",
                                Wording.number(online),
                                "of " + Wording.number(agents()),
                                false),
                        new Stat(
                                "Messages today",
                                Wording.number(day.visitorMessages() + day.teamMessages()),
                                Wording.count(
                                        day.opened(), "new conversation", "new conversations"),
                                false),
                        new Stat(
                                "First response today",
                                Wording.time(day.firstResponse().median()),
                                day.firstResponse().count() == 0 ? "" : "median",
                                false),
                        new Stat(
                                "Satisfaction, 30 days",
                                Wording.rating(month.rating()),
                                month.rated() == 0 ? "nobody rated" : "of 5 bells",
                                false)));
    }

    private static String waits(Instant since, Instant now) {
        return Wording.time(OptionalDouble.of((double) Duration.between(since, now).toSeconds()));
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
