package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a customer may be written to.
final class WindowTest {
    private static final Instant WROTE = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void itIsOpenForADayAfterTheirLastWords() {
        var window = new Window(Optional.of(WROTE));
        assertThat(window.isOpen(WROTE)).isTrue();
        assertThat(window.isOpen(WROTE.plus(Duration.ofHours(24)).minusMillis(1))).isTrue();
        assertThat(window.isOpen(WROTE.plus(Duration.ofHours(24)))).isFalse();
        assertThat(window.closesAt()).contains(WROTE.plus(Duration.ofDays(1)));
    }

    @Test
    void itIsClosedForWhoeverHasNeverWritten() {
        assertThat(new Window(Optional.empty()).isOpen(WROTE)).isFalse();
    }
}
