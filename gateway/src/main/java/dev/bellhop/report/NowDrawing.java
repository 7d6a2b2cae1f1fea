package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsNow;
import dev.bellhop.admin.AnalyticsNow.Stat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalDouble;

/// What is going on right now, as the page shows it.
final class NowDrawing {
    private final Now now;

    NowDrawing(Now now) {
        this.now = now;
    }

    /// What is going on now; the day is the one on this clock.
    AnalyticsNow draw(ZoneId zone) {
        var seen = now.see(zone);
        var tally = seen.tally();
        var day = seen.today();
        var month = seen.month();
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
                                seen.oldest()
                                        .map(since -> "longest " + waits(since, seen.at()))
                                        .orElse(""),
                                seen.oldest().isPresent()),
                        new Stat(
                                "Agents online",
                                Wording.number(seen.online()),
                                "of " + Wording.number(seen.agents()),
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
}
