package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Who comes while all places are taken waits for one, in their turn and not for ever.
final class AdmissionTest {
    private static final int WITHOUT_END = 1_000_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch leave = new CountDownLatch(1);
    private final List<String> in = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        leave.countDown();
        threads.close();
    }

    @Test
    void thoseWhoWaitAreLetInInTheOrderInWhichTheyCameHoweverLongThatTakes() {
        var admission = new Admission(1, Duration.ofMillis(1), WITHOUT_END);
        var first = stay(admission, "0");
        Await.until("the first is in", () -> in.contains("0"));
        var others = new ArrayList<CompletableFuture<String>>();
        for (int i = 1; i <= 5; i++) {
            var signs = new AtomicInteger();
            var name = Integer.toString(i);
            others.add(
                    CompletableFuture.supplyAsync(
                            () -> admission.admit(signs::incrementAndGet, () -> enter(name)),
                            threads));
            Await.until("it was told several times that it waits", () -> signs.get() > 3);
        }
        assertThat(in).containsExactly("0");
        leave.countDown();
        others.forEach(CompletableFuture::join);
        assertThat(first.join()).isEqualTo("0");
        assertThat(in).containsExactly("0", "1", "2", "3", "4", "5");
    }

    @Test
    void soManyAreInAtOnce() {
        var admission = new Admission(2, Duration.ofMinutes(1), 1);
        var one = stay(admission, "one");
        var two = stay(admission, "two");
        Await.until("both are in", () -> in.size() == 2);
        leave.countDown();
        assertThat(List.of(one.join(), two.join())).containsExactly("one", "two");
    }

    @Test
    void whoWaitsTooLongGivesUp() {
        var admission = new Admission(1, Duration.ofMillis(1), 3);
        var first = stay(admission, "first");
        Await.until("the first is in", () -> in.contains("first"));
        var signs = new AtomicInteger();
        assertThatThrownBy(() -> admission.admit(signs::incrementAndGet, () -> enter("never")))
                .isInstanceOf(Admission.GivenUp.class);
        assertThat(signs).hasValue(3);
        leave.countDown();
        assertThat(first.join()).isEqualTo("first");
        assertThat(admission.<String>admit(AdmissionTest::nothing, () -> enter("next")))
                .isEqualTo("next");
        assertThat(in).containsExactly("first", "next");
    }

    @Test
    void whoHasGoneWaitsNoLonger() {
        var admission = new Admission(1, Duration.ofMillis(1), WITHOUT_END);
        var first = stay(admission, "first");
        Await.until("the first is in", () -> in.contains("first"));
        assertThatThrownBy(() ->
                        admission.admit(
                                () -> {
                                    throw new Admission.GivenUp("gone");
                                },
                                () -> enter("never")))
                .hasMessage("gone");
        leave.countDown();
        assertThat(first.join()).isEqualTo("first");
    }

    @Test
    void aPlaceIsFreeAgainAfterAFailure() {
        var admission = new Admission(1, Duration.ZERO, 0);
        assertThatThrownBy(() ->
                        admission.admit(
                                AdmissionTest::nothing,
                                () -> {
                                    throw new IllegalStateException("no");
                                }))
                .hasMessage("no");
        assertThat(admission.<String>admit(AdmissionTest::nothing, () -> enter("next")))
                .isEqualTo("next");
    }

    /// Somebody who is in until all may leave.
    private CompletableFuture<String> stay(Admission admission, String name) {
        return CompletableFuture.supplyAsync(
                () ->
                        admission.admit(
                                AdmissionTest::nothing,
                                () -> {
                                    enter(name);
                                    await(leave);
                                    return name;
                                }),
                threads);
    }

    private String enter(String name) {
        in.add(name);
        return name;
    }

    private static void nothing() {}

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
