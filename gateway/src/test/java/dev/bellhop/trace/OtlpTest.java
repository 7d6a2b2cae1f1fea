package dev.bellhop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.meter.Exposition;
import dev.bellhop.meter.Meters;
import dev.bellhop.story.Gatherer;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The queue in front of whoever gathers traces.
final class OtlpTest {
    private static final int MANY = 20_000;

    @Test
    void whoeverTellsNeverWaitsAndWhatDoesNotFitIsCounted() {
        try (var gatherer = new Gatherer()) {
            gatherer.plays(Gatherer.Play.HANG);
            var setting = new Tracing.Setting(gatherer.url(), 1, Optional.empty());
            long began;
            try (var otlp = Otlp.open(setting, "1", Duration.ofMillis(10))) {
                began = System.nanoTime();
                for (int i = 1; i <= MANY; i++) {
                    otlp.tell(span(i));
                }
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isLessThan(Duration.ofSeconds(5));
                // A queue's worth waits, and a post or two is under way.
                assertThat(outcome(otlp, "dropped"))
                        .isBetween(MANY - 4_096 - 1_024.0, MANY - 4_096.0);
                assertThat(outcome(otlp, "sent")).isZero();
                began = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void whatIsLeftIsToldAtTheEnd() {
        try (var gatherer = new Gatherer()) {
            var setting = new Tracing.Setting(gatherer.url(), 1, Optional.empty());
            try (var otlp = Otlp.open(setting, "1", Duration.ofMinutes(1))) {
                otlp.tell(span(1));
            }
            assertThat(gatherer.told()).hasSize(1);
            var told = gatherer.told().getFirst();
            assertThat(told.id()).isEqualTo("0000000000000001");
            assertThat(told.parent()).isEqualTo("00000000000000ff");
            assertThat(told.of("number")).isEqualTo("7");
            assertThat(told.endedNanos() - told.beganNanos()).isEqualTo(5_000_000);
        }
    }

    private static Finished span(int id) {
        var since = Instant.parse("2026-11-29T10:00:00Z");
        return new Finished(
                Finished.Kind.WITHIN,
                "something",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "%016x".formatted(id),
                Optional.of("00000000000000ff"),
                since,
                since.plusMillis(5),
                Map.of("number", 7L),
                List.of(),
                false);
    }

    private static double outcome(Otlp otlp, String outcome) {
        var meters = new Meters();
        meters.readings(otlp::readings);
        return Exposition.read(new String(meters.text(), StandardCharsets.UTF_8))
                .value("bellhop_trace_spans_total", "outcome", outcome);
    }
}
