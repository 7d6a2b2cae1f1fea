package dev.bellhop.site;

import dev.bellhop.admin.HoursPage;
import dev.bellhop.canned.Placeholders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// Hours in words: what the widget says at a moment to a visitor who reads English and lives in the
/// same zone, and what a week looks like in a few lines.
final class HoursWords {
    private static final DateTimeFormatter CLOCK = formatter("H:mm");
    private static final DateTimeFormatter DAY = formatter("EEEE");
    private static final DateTimeFormatter DATE = formatter("EEEE d MMMM");
    private static final DateTimeFormatter MOMENT = formatter("EEEE d MMMM uuuu, H:mm");

    private HoursWords() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /// What a visitor reads who opens the chat.
    static HoursPage.Seen seen(Site site, Instant moment, ZoneId zone) {
        var hours = site.hours();
        var greeting = site.widget().greeting();
        var when = MOMENT.format(moment.atZone(zone));
        boolean open = hours.map(it -> it.isOpenAt(moment)).orElse(true);
        var turn = hours.flatMap(it -> it.nextTurn(moment));
        if (open) {
            var line =
                    turn.map(it -> "Open now, until " + day(it, moment, zone) + clock(it, zone))
                            .orElse("Open now");
            return new HoursPage.Seen(
                    when, true, greeting.title(), greeting.text(), line, List.of());
        }
        return new HoursPage.Seen(
                when,
                false,
                "We’re closed right now",
                "Leave your question and we’ll pick it up when we open.",
                turn.map(it -> "Opens " + day(it, moment, zone) + "at " + clock(it, zone))
                        .orElse("Closed"),
                site.away().stream()
                        .flatMap(away -> away.words().all().stream())
                        .map(it -> answer(site, it, moment, zone))
                        .toList());
    }

    /// What is said by itself to somebody called Elena.
    private static HoursPage.Wording answer(
            Site site, Wordings.Wording wording, Instant moment, ZoneId zone) {
        var opening = site.hours().flatMap(it -> it.nextOpening(moment));
        var facts =
                AwayMessage.facts(
                        opening.map(it -> OpeningWords.of(it, moment, zone, wording.language())),
                        Optional.of("Elena"),
                        Optional.of(site.name()));
        return new HoursPage.Wording(
                wording.language().toLanguageTag(), Placeholders.say(wording.text(), facts));
    }

    /// Nothing for today, else `tomorrow `, `Monday `, `Monday 4 January `.
    private static String day(Instant turn, Instant moment, ZoneId zone) {
        var today = moment.atZone(zone).toLocalDate();
        var day = turn.atZone(zone).toLocalDate();
        if (day.equals(today)) {
            return "";
        }
        if (day.equals(today.plusDays(1))) {
            return "tomorrow ";
        }
        return (day.isBefore(today.plusDays(7)) ? DAY : DATE).format(day) + " ";
    }

    /// A week in lines, such as `Monday 9:00–18:00`, and what is said while it is closed.
    static List<String> lines(Site site) {
        var lines = new ArrayList<>(lines(site.hours()));
        site.away()
                .ifPresentOrElse(
                        away -> lines.addAll(lines(away)), () -> lines.add("No away message"));
        return lines;
    }

    private static List<String> lines(AwayMessage away) {
        var lines = new ArrayList<String>();
        away.words()
                .all()
                .forEach(it ->
                        lines.add(
                                "While closed, "
                                        + it.language().toLanguageTag()
                                        + ": "
                                        + it.text()));
        if (away.asksContact()) {
            lines.add("While closed, visitors are asked for an address and a number");
        }
        return lines;
    }

    private static List<String> lines(Optional<Hours> hours) {
        if (hours.isEmpty()) {
            return List.of("Always open");
        }
        var lines = new ArrayList<String>();
        lines.add("Time zone " + hours.get().zone().getId());
        hours.get().week().stream()
                .sorted(Comparator.comparing(Hours.Span::day).thenComparingInt(Hours.Span::from))
                .map(span -> HoursEntry.name(span.day()) + " " + HoursEntry.words(span))
                .forEach(lines::add);
        new TreeSet<>(hours.get().closed()).forEach(day -> lines.add("Closed on " + date(day)));
        return lines;
    }

    /// Such as `Friday 25 December 2026`.
    static String date(LocalDate day) {
        return formatter("EEEE d MMMM uuuu").format(day);
    }

    static String clock(Instant moment, ZoneId zone) {
        return CLOCK.format(moment.atZone(zone));
    }
}
