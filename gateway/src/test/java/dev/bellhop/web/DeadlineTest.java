package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

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
            awaitInterruption();
            assertThat(deadline.passed()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private static void awaitInterruption() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
