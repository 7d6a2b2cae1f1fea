package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Who comes while all places are taken waits for one, and not for ever.
final class AdmissionTest {
    private static void nothing() {}

    @Test
    void whoeverIsInEndsBeforeTheNextIsLetIn() {
        var admission = new Admission(1, Duration.ofMinutes(1), 1);
        var leave = new CountDownLatch(1);
        var inside = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    CompletableFuture.supplyAsync(
                            () ->
                                    admission.admit(
                                            AdmissionTest::nothing,
                                            () -> {
                                                inside.countDown();
                                                await(leave);
                                                return "first";
                                            }),
                            threads);
            await(inside);
            var second =
                    CompletableFuture.supplyAsync(
                            () -> admission.admit(AdmissionTest::nothing, () -> "second"), threads);
            leave.countDown();
            assertThat(first.join()).isEqualTo("first");
            assertThat(second.join()).isEqualTo("second");
        }
    }

    @Test
    void whoWaitsTooLongIsToComeAgain() {
        var admission = new Admission(1, Duration.ZERO, 3);
        var signs = new AtomicInteger();
        String outer =
                admission.admit(
                        AdmissionTest::nothing,
                        () -> {
                            assertThatThrownBy(() ->
                                            admission.admit(signs::incrementAndGet, () -> "inner"))
                                    .isInstanceOf(Admission.Crowded.class);
                            return "outer";
                        });
        assertThat(outer).isEqualTo("outer");
        assertThat(signs).hasValue(3);
        assertThat(admission.<String>admit(AdmissionTest::nothing, () -> "again"))
                .isEqualTo("again");
    }

    @Test
    void aPlaceIsFreeAgainAfterAFailure() {
        var admission = new Admission(1, Duration.ZERO, 3);
        assertThatThrownBy(() ->
                        admission.admit(
                                AdmissionTest::nothing,
                                () -> {
                                    throw new IllegalStateException("no");
                                }))
                .hasMessage("no");
        assertThat(admission.<String>admit(AdmissionTest::nothing, () -> "in")).isEqualTo("in");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
