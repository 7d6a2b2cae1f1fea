package dev.bellhop.site;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Hours as somebody fills them in: what was written, what is wrong with it, and what it comes to.
///
/// @param always whether it has no hours
/// @param week what was written for each day, the empty shifts left out
/// @param closed days on which it is closed, such as `2026-12-25`
/// @param closing a further one; may be empty
record HoursEntry(
        boolean always,
        String zone,
        Map<DayOfWeek, List<Shift>> week,
        List<String> closed,
        String closing) {
    /// As many as [HoursJson] reads back, and one to be added.
    private static final int SHIFTS_MAX = HoursJson.SPANS_MAX + 1;

    private static final int CLOSED_MAX = 366;

    /// Zones that follow a place: those have rules for summer, and people know the place.
    static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream()
                    .filter(id -> id.equals("UTC") || id.contains("/"))
                    .filter(id -> !id.startsWith("Etc/") && !id.startsWith("SystemV/"))
                    .sorted()
                    .toList();

    /// From when to when, as it was written.
    record Shift(String from, String to) {
        boolean isEmpty() {
            return from.isEmpty() && to.isEmpty();
        }
    }

    /// What came of it: hours or none, or all that is wrong, by field.
    record Outcome(Optional<Hours> hours, Map<String, String> problems) {
        Outcome {
            problems = Map.copyOf(problems);
        }
    }

    HoursEntry {
        week = Map.copyOf(week);
        closed = List.copyOf(closed);
    }

    /// What a form brings.
    static HoursEntry read(Map<String, String> fields) {
        var week = new TreeMap<DayOfWeek, List<Shift>>();
        for (DayOfWeek day : DayOfWeek.values()) {
            var shifts = new ArrayList<Shift>();
            for (int i = 0; i < SHIFTS_MAX; i++) {
                var name = "-" + day.getValue() + "-" + i;
                var shift =
                        new Shift(
                                fields.getOrDefault("from" + name, "").strip(),
                                fields.getOrDefault("to" + name, "").strip());
                if (!shift.isEmpty()) {
                    shifts.add(shift);
                }
            }
            week.put(day, shifts);
        }
        return new HoursEntry(
                "always".equals(fields.get("kind")),
                fields.getOrDefault("zone", "").strip(),
                week,
                fields.keySet().stream()
                        .filter(name -> name.matches("closed-[0-9]{4}-[0-9]{2}-[0-9]{2}"))
                        .map(name -> name.substring("closed-".length()))
                        .sorted()
                        .toList(),
                fields.getOrDefault("closing", "").strip());
    }

    /// The hours as they are, to be changed.
    ///
    /// @param zone of a site that has none yet
    static HoursEntry of(Optional<Hours> hours, ZoneId zone) {
        var week = new TreeMap<DayOfWeek, List<Shift>>();
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(
                    day,
                    hours.map(Hours::week).orElse(List.of()).stream()
                            .filter(span -> span.day() == day)
                            .sorted(Comparator.comparingInt(Hours.Span::from))
                            .map(span ->
                                    new Shift(
                                            WallTime.words(span.from()), WallTime.words(span.to())))
                            .toList());
        }
        return new HoursEntry(
                hours.isEmpty(),
                hours.map(Hours::zone).orElse(zone).getId(),
                week,
                new TreeSet<>(hours.map(Hours::closed).orElse(Set.of()))
                        .stream().map(LocalDate::toString).toList(),
                "");
    }

    /// The same with what stands on Monday on every day to Friday.
    HoursEntry withMondayOnWeekdays() {
        var copied = new TreeMap<>(week);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.compareTo(DayOfWeek.FRIDAY) <= 0) {
                copied.put(day, week.getOrDefault(DayOfWeek.MONDAY, List.of()));
            }
        }
        return new HoursEntry(always, zone, copied, closed, closing);
    }

    /// What it comes to. Hours that are not in force are not judged.
    Outcome outcome() {
        if (always) {
            return new Outcome(Optional.empty(), Map.of());
        }
        var problems = new LinkedHashMap<String, String>();
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            problems.put(
                    "zone",
                    zone.isEmpty()
                            ? "Say where the clock hangs, such as Europe/Madrid."
                            : "There is no time zone "
                                    + Form.quoted(zone)
                                    + "; choose one from the list, such as Europe/Madrid.");
        }
        var spans = new ArrayList<Hours.Span>();
        for (DayOfWeek day : DayOfWeek.values()) {
            spans(day, problems).forEach(spans::add);
        }
        if (spans.isEmpty() && problems.isEmpty()) {
            problems.put("week", "Nobody ever answers then. Enter times on at least one day.");
        }
        if (spans.size() > HoursJson.SPANS_MAX) {
            problems.put("week", "A week has at most " + HoursJson.SPANS_MAX + " shifts.");
        }
        var days = closed(problems);
        return problems.isEmpty()
                ? new Outcome(Optional.of(new Hours(ZoneId.of(zone), spans, days)), Map.of())
                : new Outcome(Optional.empty(), problems);
    }

    /// The spans of a day as far as they are good, with what is wrong with the others.
    List<Hours.Span> spans(DayOfWeek day, Map<String, String> problems) {
        var key = "day-" + day.getValue();
        var spans = new ArrayList<Hours.Span>();
        for (Shift shift : week.getOrDefault(day, List.of())) {
            var from = WallTime.read(shift.from());
            var to = WallTime.read(shift.to());
            if (shift.from().isEmpty() || shift.to().isEmpty()) {
                problems.put(key, "Say when it opens and when it closes.");
            } else if (from.isEmpty() || to.isEmpty()) {
                var wrong = from.isEmpty() ? shift.from() : shift.to();
                problems.put(key, Form.quoted(wrong) + " is no time. Write it like 9:00 or 17:30.");
            } else {
                // Whoever writes 0:00 as the end means the midnight that comes.
                int end = to.getAsInt() == 0 ? Hours.Span.MIDNIGHT : to.getAsInt();
                if (from.getAsInt() < end) {
                    add(day, spans, new Hours.Span(day, from.getAsInt(), end), problems);
                } else {
                    problems.put(
                            key,
                            "It closes at "
                                    + WallTime.words(end)
                                    + ", before it opens. Open through midnight is until 24:00,"
                                    + " and from 0:00 on "
                                    + name(day.plus(1))
                                    + ".");
                }
            }
        }
        return spans;
    }

    private static void add(
            DayOfWeek day, List<Hours.Span> spans, Hours.Span span, Map<String, String> problems) {
        spans.stream()
                .filter(span::overlaps)
                .findFirst()
                .ifPresentOrElse(
                        other ->
                                problems.put(
                                        "day-" + day.getValue(),
                                        words(other) + " and " + words(span) + " overlap."),
                        () -> spans.add(span));
    }

    private TreeSet<LocalDate> closed(Map<String, String> problems) {
        var days = new TreeSet<LocalDate>();
        for (String text : all(closed, closing)) {
            try {
                days.add(LocalDate.parse(text));
            } catch (DateTimeException e) {
                problems.put("closing", Form.quoted(text) + " is no day. Write 2026-12-25.");
            }
        }
        if (days.size() > CLOSED_MAX) {
            problems.put(
                    "closing", "There are " + CLOSED_MAX + " days already, which is the most.");
        }
        return days;
    }

    private static List<String> all(Collection<String> some, String more) {
        var all = new ArrayList<>(some);
        if (!more.isEmpty()) {
            all.add(more);
        }
        return all;
    }

    static String words(Hours.Span span) {
        return WallTime.words(span.from()) + "–" + WallTime.words(span.to());
    }

    static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
