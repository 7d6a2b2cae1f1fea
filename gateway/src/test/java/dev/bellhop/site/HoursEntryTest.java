package dev.bellhop.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What people write into the form of hours, and what the widget says of it.
final class HoursEntryTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    private static Map<String, String> fields(String... pairs) {
        var fields = new HashMap<>(Map.of("kind", "week", "zone", "Europe/Madrid"));
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    private static HoursEntry.Outcome outcome(String... pairs) {
        return HoursEntry.read(fields(pairs)).outcome();
    }

    @ParameterizedTest
    @CsvSource({
        "9, 540",
        "9:00, 540",
        "09.30, 570",
        "9h30, 570",
        "0:00, 0",
        "24:00, 1440",
        "9 am, 540",
        "12am, 0",
        "12 pm, 720",
        "5:30pm, 1050",
        "5:30 P.M., 1050",
        "24:01, -1",
        "25, -1",
        "9:60, -1",
        "13pm, -1",
        "noon, -1",
        "-1, -1",
        "9:0, -1",
        "١٢, -1",
    })
    void aTimeIsReadAsPeopleWriteIt(String text, int minutes) {
        assertThat(WallTime.read(text).orElse(-1)).isEqualTo(minutes);
    }

    @Test
    void aWeekIsWhatWasWritten() {
        var outcome =
                outcome(
                        "from-1-0",
                        "9",
                        "to-1-0",
                        "13:00",
                        "from-1-1",
                        "14:00",
                        "to-1-1",
                        "18:00",
                        "from-6-0",
                        "20:00",
                        "to-6-0",
                        "0:00",
                        "closed-2026-12-25",
                        "on",
                        "closing",
                        "2027-01-01");
        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.hours())
                .contains(
                        new Hours(
                                MADRID,
                                List.of(
                                        new Hours.Span(DayOfWeek.MONDAY, 540, 780),
                                        new Hours.Span(DayOfWeek.MONDAY, 840, 1080),
                                        new Hours.Span(DayOfWeek.SATURDAY, 1200, 1440)),
                                Set.of(LocalDate.of(2026, 12, 25), LocalDate.of(2027, 1, 1))));
        var drawnAgain = HoursEntry.of(outcome.hours(), ZoneId.of("UTC")).outcome();
        assertThat(drawnAgain.hours()).isEqualTo(outcome.hours());
    }

    @Test
    void alwaysOpenAsksForNothing() {
        assertThat(HoursEntry.read(Map.of("kind", "always", "from-1-0", "noon")).outcome())
                .isEqualTo(new HoursEntry.Outcome(Optional.empty(), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9:00 | 8:00 | '' | '' | day-1 | It closes at 8:00, before it opens. Open through"
                        + " midnight is until 24:00, and from 0:00 on Tuesday.",
                "9:00 | 9:00 | '' | '' | day-1 | It closes at 9:00, before it opens.",
                "9:00 | '' | '' | '' | day-1 | Say when it opens and when it closes.",
                "'' | 18:00 | '' | '' | day-1 | Say when it opens and when it closes.",
                "nine | 18:00 | '' | '' | day-1 | “nine” is no time. Write it like 9:00 or 17:30.",
                "9:00 | 13:00 | 12:30 | 18:00 | day-1 | 9:00–13:00 and 12:30–18:00 overlap.",
                "9:00 | 18:00 | 9:00 | 18:00 | day-1 | overlap.",
                "'' | '' | '' | '' | week | Nobody ever answers then.",
            })
    void whatCannotBeIsSaidInWordsWhereItStands(
            String from, String to, String from2, String to2, String field, String words) {
        var outcome = outcome("from-1-0", from, "to-1-0", to, "from-1-1", from2, "to-1-1", to2);
        assertThat(outcome.hours()).isEmpty();
        assertThat(outcome.problems().get(field)).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mars/Olympus | There is no time zone “Mars/Olympus”; choose one from the list",
                "+02:00 | There is no time zone “+02:00”",
                "'' | Say where the clock hangs, such as Europe/Madrid.",
            })
    void aZoneThatDoesNotExistIsRefused(String zone, String words) {
        var outcome = outcome("zone", zone, "from-1-0", "9", "to-1-0", "18");
        assertThat(outcome.problems().get("zone")).contains(words);
    }

    @Test
    void aDayThatIsNoneIsRefused() {
        var outcome =
                outcome("from-1-0", "9", "to-1-0", "18", "closed-2026-02-30", "on", "closing", "x");
        assertThat(outcome.problems().get("closing")).contains("is no day. Write 2026-12-25.");
    }

    @Test
    void mondayIsCopiedToTheWeekdaysAndNoFurther() {
        var copied =
                HoursEntry.read(
                                fields(
                                        "from-1-0",
                                        "9",
                                        "to-1-0",
                                        "18",
                                        "from-6-0",
                                        "10",
                                        "to-6-0",
                                        "14"))
                        .withMondayOnWeekdays()
                        .outcome()
                        .hours()
                        .orElseThrow();
        assertThat(copied.week())
                .hasSize(6)
                .contains(
                        new Hours.Span(DayOfWeek.FRIDAY, 540, 1080),
                        new Hours.Span(DayOfWeek.SATURDAY, 600, 840));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-12-21T10:00 | true  | Open now, until 18:00",
                "2026-12-21T18:00 | false | Opens tomorrow at 9:00",
                "2026-12-21T08:59 | false | Opens at 9:00",
                "2026-12-24T19:00 | false | Opens Monday at 9:00",
                "2026-12-26T23:30 | false | Opens Monday at 9:00",
            })
    void aVisitorReadsWhenItTurns(String wall, boolean open, String line) {
        var fields = fields("closed-2026-12-25", "on");
        for (int day = 1; day <= 5; day++) {
            fields.put("from-" + day + "-0", "9");
            fields.put("to-" + day + "-0", "18");
        }
        var hours = HoursEntry.read(fields).outcome().hours();
        Instant moment = LocalDateTime.parse(wall).atZone(MADRID).toInstant();
        var seen = HoursWords.seen(site(hours, "Hello"), moment, MADRID);
        assertThat(seen.open()).isEqualTo(open);
        assertThat(seen.line()).isEqualTo(line);
        assertThat(seen.title()).isEqualTo(open ? "Hello" : "We’re closed right now");
    }

    @Test
    void whatIsAlwaysOpenNeverTurns() {
        var fields = fields();
        for (int day = 1; day <= 7; day++) {
            fields.put("from-" + day + "-0", "0:00");
            fields.put("to-" + day + "-0", "24:00");
        }
        var hours = HoursEntry.read(fields).outcome().hours().orElseThrow();
        assertThat(hours.nextTurn(Instant.parse("2026-12-21T10:00:00Z"))).isEmpty();
        var seen = HoursWords.seen(site(Optional.empty(), "Hello"), Instant.EPOCH, MADRID);
        assertThat(seen.line()).isEqualTo("Open now");
    }

    @Test
    void theSameHoursHaveTheSameMark() {
        var one = outcome("from-1-0", "9", "to-1-0", "18").hours();
        var same = outcome("from-1-0", "9:00", "to-1-0", "6 pm").hours();
        var other = outcome("from-1-0", "9", "to-1-0", "17").hours();
        assertThat(mark(one)).isEqualTo(mark(same)).isNotEqualTo(mark(other));
        assertThat(mark(Optional.empty())).isNotEqualTo(mark(one));
    }

    private static String mark(Optional<Hours> hours) {
        return SiteMark.ofHours(site(hours, "Hello"));
    }

    private static Site site(Optional<Hours> hours, String greeting) {
        return new Site(
                1,
                "juniper",
                "Juniper & Co.",
                OptionalLong.empty(),
                List.of(),
                Widget.saying("J", greeting, "Ask away.", List.of()),
                hours,
                Optional.empty(),
                FollowUp.NONE);
    }
}
