package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Whom a deadline interrupts, and what is left of it.
final class DeadlineTest {
    @Test
    void whoIsDoneInTimeIsLeftAlone() {
        try (var deadline = Deadline.in(Duration.ofHours(1))) {
            assertThat(deadline.passed()).isFalse();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whoIsNotIsInterruptedUntilTheWatchIsClosed() {
        try (var deadline = Deadline.in(Duration.ofMillis(1))) {
            Await.until("it is interrupted", Thread.currentThread()::isInterrupted);
            assertThat(deadline.passed()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
