package dev.bellhop.site;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Openings of any hours, in zones whose clocks jump.
final class HoursPropertyTest {

    @Property(tries = 60, seed = "42")
    void nothingIsOpenBeforeTheNextOpening(
            @ForAll("hours") Hours hours, @ForAll("moments") Instant now) {
        var last = now.plus(Duration.ofDays(9));
        var seen = Optional.<Instant>empty();
        for (var at = now;
                seen.isEmpty() && at.isBefore(last);
                at = at.plus(15, ChronoUnit.MINUTES)) {
            seen = Optional.of(at).filter(hours::isOpenAt);
        }
        var told = hours.nextOpening(now).filter(opening -> opening.isBefore(last));
        assertThat(told).isEqualTo(seen);
    }

    /// Counted from the other end: between that moment and now it was open for just as long.
    @Property(tries = 60, seed = "42")
    void itWasOpenForAsLongAsItHadToGoOnFor(
            @ForAll("hours") Hours hours,
            @ForAll("moments") Instant now,
            @ForAll @IntRange(min = 1, max = 3_000) int minutes) {
        var wanted = Duration.ofMinutes(minutes);
        var since = hours.openedFor(wanted, now);
        if (since.isPresent()) {
            assertThat(hours.openBetween(since.get(), now)).isEqualTo(wanted);
            assertThat(hours.openBetween(since.get().plusSeconds(1), now)).isLessThan(wanted);
        } else {
            assertThat(hours.openBetween(now.minus(Duration.ofDays(14)), now)).isLessThan(wanted);
        }
    }

    @Provide
    Arbitrary<Hours> hours() {
        var quarters = Arbitraries.integers().between(0, 95);
        var spans =
                Combinators.combine(Arbitraries.of(DayOfWeek.class), quarters, quarters)
                        .as((day, one, other) ->
                                new Hours.Span(
                                        day,
                                        Math.min(one, other) * 15,
                                        (Math.max(one, other) + 1) * 15));
        var closed =
                Arbitraries.integers()
                        .between(0, 400)
                        .map(days -> LocalDate.of(2026, 1, 1).plusDays(days))
                        .set()
                        .ofMaxSize(5);
        return Combinators.combine(
                        Arbitraries.of(
                                        "Europe/Madrid",
                                        "America/Sao_Paulo",
                                        "Australia/Lord_Howe",
                                        "Asia/Kathmandu",
                                        "Pacific/Apia",
                                        "UTC")
                                .map(ZoneId::of),
                        spans.list().ofMaxSize(6),
                        closed)
                .as(Hours::new);
    }

    /// On quarters of an hour, often near a jump of a clock.
    @Provide
    Arbitrary<Instant> moments() {
        var anywhere = Arbitraries.integers().between(0, 400 * 96);
        var spring = Arbitraries.integers().between(86 * 96, 89 * 96);
        var autumn = Arbitraries.integers().between(296 * 96, 299 * 96);
        return Arbitraries.oneOf(anywhere, spring, autumn)
                .map(quarters ->
                        Instant.parse("2026-01-01T00:00:00Z")
                                .plus(15L * quarters, ChronoUnit.MINUTES));
    }
}
