package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Hours as JSON, written for everybody and read from people, with all that is wrong in words.
public final class HoursJson {
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00");
    static final int SPANS_MAX = 50;
    private static final int CLOSED_MAX = 366;

    private HoursJson() {}

    public static ObjectNode of(Hours hours) {
        var node = Json.object().put("zone", hours.zone().getId());
        var week = node.putArray("week");
        hours.week().stream()
                .sorted(Comparator.comparing(Hours.Span::day).thenComparingInt(Hours.Span::from))
                .forEach(span ->
                        week.addObject()
                                .put("day", span.day().getValue())
                                .put("from", time(span.from()))
                                .put("to", time(span.to())));
        var closed = node.putArray("closed");
        new TreeSet<>(hours.closed()).forEach(day -> closed.addObject().put("date", "" + day));
        return node;
    }

    private static String time(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    /// Reads hours; `null` is always open.
    ///
    /// @throws dev.bellhop.web.Refusal `invalid`, with all that is wrong
    static Optional<Hours> read(JsonNode node) {
        if (node.isNull()) {
            return Optional.empty();
        }
        var form = new Form(node);
        form.knows("zone", "week", "closed");
        var zone = zone(form);
        var week = week(form);
        var closed = closed(form);
        form.refuseIfWrong();
        return Optional.of(new Hours(zone.orElseThrow(), week, closed));
    }

    private static Optional<ZoneId> zone(Form form) {
        var name = form.text("zone").orElse("");
        // Zones with rules only: an offset knows no summer.
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return Optional.of(ZoneId.of(name));
        }
        form.wrong(
                "zone is the name of a time zone, such as Europe/Madrid"
                        + (name.isEmpty() ? "." : "; there is no " + Form.quoted(name) + "."));
        return Optional.empty();
    }

    private static List<Hours.Span> week(Form form) {
        var spans = new ArrayList<Hours.Span>();
        var array = form.objects("week", SPANS_MAX, "spans", "day", "from", "to");
        for (JsonNode item : array) {
            span(form, item).ifPresent(spans::add);
        }
        if (array.isEmpty()) {
            form.wrong("week has at least one span; send null instead to be always open.");
        }
        Hours.overlapping(spans)
                .forEach(span ->
                        form.wrong(
                                "The span "
                                        + time(span.from())
                                        + " to "
                                        + time(span.to())
                                        + " on day "
                                        + span.day().getValue()
                                        + " overlaps another one."));
        return spans;
    }

    private static Optional<Hours.Span> span(Form form, JsonNode item) {
        int day = item.path("day").isInt() ? item.path("day").intValue() : 0;
        var from = minute(item.path("from"));
        var to = minute(item.path("to"));
        if (day < 1 || day > 7) {
            form.wrong("day is a number from 1 (Monday) to 7 (Sunday).");
        } else if (from.isEmpty() || to.isEmpty()) {
            form.wrong("from and to are times such as 09:00; the end of a day is 24:00.");
        } else if (from.get() >= to.get()) {
            form.wrong(
                    "from is before to: "
                            + time(from.get())
                            + " to "
                            + time(to.get())
                            + " is not. Open through midnight is two spans.");
        } else {
            return Optional.of(new Hours.Span(DayOfWeek.of(day), from.get(), to.get()));
        }
        return Optional.empty();
    }

    private static Optional<Integer> minute(JsonNode node) {
        var text = node.asText("");
        if (!node.isTextual() || !TIME.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3)));
    }

    private static Set<LocalDate> closed(Form form) {
        var days = new TreeSet<LocalDate>();
        for (JsonNode item : form.objects("closed", CLOSED_MAX, "days", "date")) {
            try {
                days.add(LocalDate.parse(item.path("date").asText("")));
            } catch (DateTimeParseException e) {
                form.wrong("date is a day such as 2026-12-25.");
            }
        }
        return days;
    }

    /// Reads what was written here. A zone that this Java does not know any more leaves the site
    /// always open, rather than the gateway without its sites.
    static Optional<Hours> stored(JsonNode node) {
        try {
            return read(node);
        } catch (dev.bellhop.web.Refusal | DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
