package dev.bellhop.site;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// When a business is open: what its clock on the wall shows, in its own zone. Where a clock jumps,
/// the wall still decides: an hour that is skipped is nobody's, one that comes twice counts twice.
///
/// @param week spans of one day each, which do not overlap; open through midnight is two of them
/// @param closed days on which it is not open at all
public record Hours(ZoneId zone, List<Span> week, Set<LocalDate> closed) {
    /// How far ahead an opening is looked for; `closed` may hold a year of days.
    private static final int DAYS_AHEAD = 800;

    private static final int DAYS_BACK = 60;

    /// Minutes of a day, from the first one up to the one where it is closed again.
    ///
    /// @param from 0 to 1439
    /// @param to up to 1440, which is midnight
    public record Span(DayOfWeek day, int from, int to) {
        public static final int MIDNIGHT = 24 * 60;

        public Span {
            if (from < 0 || from >= to || to > MIDNIGHT) {
                throw new IllegalArgumentException("a span begins before it ends, within a day");
            }
        }

        private boolean holds(LocalTime time) {
            int minute = time.getHour() * 60 + time.getMinute();
            return from <= minute && minute < to;
        }

        boolean overlaps(Span other) {
            return day == other.day && from < other.to && other.from < to;
        }
    }

    public Hours {
        week = List.copyOf(week);
        closed = Set.copyOf(closed);
    }

    /// Whether it is open at this moment.
    public boolean isOpenAt(Instant moment) {
        return isOpenAt(moment.atZone(zone));
    }

    private boolean isOpenAt(ZonedDateTime wall) {
        return !closed.contains(wall.toLocalDate())
                && week.stream()
                        .anyMatch(span ->
                                span.day() == wall.getDayOfWeek()
                                        && span.holds(wall.toLocalTime()));
    }

    /// The first moment at which it is open: this one, or a later one. Empty when there is none in
    /// the next two years.
    public Optional<Instant> nextOpening(Instant moment) {
        if (isOpenAt(moment)) {
            return Optional.of(moment);
        }
        var today = moment.atZone(zone).toLocalDate();
        // From the day before: where a whole day is skipped or comes twice, dates are not in order.
        for (var day = today.minusDays(1);
                day.isBefore(today.plusDays(DAYS_AHEAD));
                day = day.plusDays(1)) {
            var opening =
                    mayOpenOn(day).stream()
                            .filter(candidate -> !candidate.isBefore(moment))
                            .filter(this::isOpenAt)
                            .findFirst();
            if (opening.isPresent()) {
                return opening;
            }
        }
        return Optional.empty();
    }

    /// The next moment at which it opens, if it is closed at this one, or closes, if it is open.
    /// Empty when there is none in the next two years.
    public Optional<Instant> nextTurn(Instant moment) {
        boolean open = isOpenAt(moment);
        var today = moment.atZone(zone).toLocalDate();
        // From the day before: where a whole day is skipped or comes twice, dates are not in order.
        for (var day = today.minusDays(1);
                day.isBefore(today.plusDays(DAYS_AHEAD));
                day = day.plusDays(1)) {
            var turn =
                    mayTurnOn(day).stream()
                            .filter(candidate -> candidate.isAfter(moment))
                            .filter(candidate -> isOpenAt(candidate) != open)
                            .findFirst();
            if (turn.isPresent()) {
                return turn;
            }
        }
        return Optional.empty();
    }

    /// For how long it is open between two moments; nothing where the second comes first.
    public Duration openBetween(Instant from, Instant to) {
        var open = Duration.ZERO;
        var at = from;
        while (at.isBefore(to)) {
            boolean isOpen = isOpenAt(at);
            var next = nextTurn(at).filter(turn -> turn.isBefore(to)).orElse(to);
            open = isOpen ? open.plus(Duration.between(at, next)) : open;
            at = next;
        }
        return open;
    }

    /// Since when it must have gone on to have been open for so long by now: the latest moment such
    /// that it was open for at least that long between it and this one. Empty when it was not in
    /// the sixty days before.
    public Optional<Instant> openedFor(Duration wanted, Instant now) {
        var left = wanted;
        var at = now;
        var today = now.atZone(zone).toLocalDate();
        // From the day after: where a whole day is skipped or comes twice, dates are not in order.
        for (var day = today.plusDays(1);
                !day.isBefore(today.minusDays(DAYS_BACK));
                day = day.minusDays(1)) {
            for (var turn : mayTurnOn(day).reversed()) {
                if (turn.isBefore(at)) {
                    var open = isOpenAt(turn) ? Duration.between(turn, at) : Duration.ZERO;
                    if (open.compareTo(left) >= 0) {
                        return Optional.of(at.minus(left));
                    }
                    left = left.minus(open);
                    at = turn;
                }
            }
        }
        return Optional.empty();
    }

    /// Every moment of a day at which it may open or close: where a span begins or ends, where the
    /// day itself does, and where the clock jumps.
    private SortedSet<Instant> mayTurnOn(LocalDate day) {
        var moments = mayOpenOn(day);
        moments.add(day.atStartOfDay(zone).toInstant());
        moments.add(day.plusDays(1).atStartOfDay(zone).toInstant());
        for (Span span : week) {
            if (span.day() == day.getDayOfWeek() && span.to() < Span.MIDNIGHT) {
                var wall = day.atTime(LocalTime.ofSecondOfDay(span.to() * 60L));
                zone.getRules()
                        .getValidOffsets(wall)
                        .forEach(offset -> moments.add(wall.toInstant(offset)));
            }
        }
        return moments;
    }

    /// Every moment of a day at which it may become open: where a span begins, and where the clock
    /// jumps.
    private SortedSet<Instant> mayOpenOn(LocalDate day) {
        var rules = zone.getRules();
        var moments = new TreeSet<Instant>();
        for (Span span : week) {
            if (span.day() == day.getDayOfWeek()) {
                var wall = day.atTime(LocalTime.ofSecondOfDay(span.from() * 60L));
                rules.getValidOffsets(wall).forEach(offset -> moments.add(wall.toInstant(offset)));
            }
        }
        var begin = day.atStartOfDay(zone).toInstant();
        var jump = rules.nextTransition(begin.minusSeconds(1));
        if (jump != null
                && jump.getInstant().isBefore(day.plusDays(1).atStartOfDay(zone).toInstant())) {
            moments.add(jump.getInstant());
        }
        return moments;
    }

    /// Spans that overlap another one, which are not allowed together.
    static List<Span> overlapping(List<Span> spans) {
        var found = new ArrayList<Span>();
        for (int i = 0; i < spans.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (spans.get(i).overlaps(spans.get(j))) {
                    found.add(spans.get(i));
                    break;
                }
            }
        }
        return found;
    }
}
