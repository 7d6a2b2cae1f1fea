package dev.bellhop.inbox;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Until when a conversation can be snoozed, in the panel's time.
///
/// @param zone whose clock the team lives by
record SnoozeTimes(ZoneId zone) {
    private static final LocalTime MORNING = LocalTime.of(9, 0);
    private static final int HALF_HOUR = 30;
    private static final Duration LATER = Duration.ofHours(3);
    private static final Duration LONGEST = Duration.ofDays(366);

    /// A moment that is often wanted.
    record Offer(String name, Instant at) {}

    /// What is offered now. "Later today" is three hours ahead, on the half hour, as long as that
    /// is today.
    List<Offer> offers(Instant now) {
        var here = now.atZone(zone);
        var offers = new ArrayList<Offer>();
        var later = onTheHalfHour(here.plus(LATER));
        if (later.toLocalDate().equals(here.toLocalDate())) {
            offers.add(new Offer("Later today", later.toInstant()));
        }
        var tomorrow = here.toLocalDate().plusDays(1);
        offers.add(
                new Offer("Tomorrow morning", tomorrow.atTime(MORNING).atZone(zone).toInstant()));
        var monday = here.toLocalDate().with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        if (!monday.equals(tomorrow)) {
            offers.add(new Offer("Next week", monday.atTime(MORNING).atZone(zone).toInstant()));
        }
        return offers;
    }

    /// A moment that somebody entered as a time here; empty when it is none, or too far.
    Optional<Instant> entered(String local, Instant now) {
        try {
            return sensible(LocalDateTime.parse(local).atZone(zone).toInstant(), now);
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    /// A moment that was offered, or that a program names; empty when it is none, or too far.
    Optional<Instant> named(String instant, Instant now) {
        try {
            return sensible(Instant.parse(instant), now);
        } catch (DateTimeParseException notAnInstant) {
            return Optional.empty();
        }
    }

    /// The first minute that can be entered.
    LocalDateTime earliest(Instant now) {
        return LocalDateTime.ofInstant(now, zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    }

    /// The table keeps milliseconds.
    private static Optional<Instant> sensible(Instant at, Instant now) {
        return Optional.of(at.truncatedTo(ChronoUnit.MILLIS))
                .filter(it -> it.isBefore(now.plus(LONGEST)));
    }

    private static ZonedDateTime onTheHalfHour(ZonedDateTime at) {
        int over = at.getMinute() % HALF_HOUR;
        var minute = at.truncatedTo(ChronoUnit.MINUTES);
        return over == 0 ? minute : minute.plusMinutes(HALF_HOUR - over);
    }
}
