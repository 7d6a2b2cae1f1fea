package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.db.Tx;
import dev.bellhop.db.UnderWay;
import dev.bellhop.outbox.Settlement.End;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/// News that come in the moment in which a try is being written down: whoever brings them waits for
/// that, so that nobody waits for what is already there.
final class HasteningTest {
    private static final Database DATABASE = Database.open(TestDatabase.fresh());
    private static final String LANE = "phone:1";
    private static final String WINDOW = "window";

    /// What a job may be waiting for when its try has ended.
    enum News {
        WINDOW_OPENS,
        STATUS_COMES
    }

    private final MovedClock clock = new MovedClock();
    private final Outbox outbox = new Outbox(DATABASE, clock);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void putIn() {
        DATABASE.write(tx -> {
            tx.change("DELETE FROM outbox");
            tx.change("DELETE FROM setting");
            outbox.put(tx, LANE, "say", 1, 1, "Good morning");
        });
    }

    /// News come when the end of the try is written, and not committed yet.
    @ParameterizedTest
    @EnumSource
    void newsThatComeAfterAreNotMissed(News news) {
        var job = outbox.claim(LANE).orElseThrow().job();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            outbox.settle(
                    job,
                    settlement(
                            job,
                            news,
                            () -> {
                                var bringing =
                                        threads.submit(
                                                () -> DATABASE.write(tx -> bring(tx, job, news)));
                                Await.until(
                                        "they wait or passed",
                                        () -> bringing.isDone() || isWaiting());
                            }),
                    false);
        }
        assertThat(outbox.due(LANE)).contains(clock.instant());
    }

    /// News are written, and not committed yet, when the try ends.
    @ParameterizedTest
    @EnumSource
    void newsThatComeBeforeAreNotMissed(News news) throws Exception {
        var job = outbox.claim(LANE).orElseThrow().job();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var brought = new CountDownLatch(1);
            var settled = new CountDownLatch(1);
            var bringing =
                    threads.submit(() ->
                            DATABASE.write(tx -> {
                                bring(tx, job, news);
                                brought.countDown();
                                Await.until(
                                        "it waits or passed",
                                        () -> settled.getCount() == 0 || isWaiting());
                            }));
            brought.await();
            outbox.settle(job, settlement(job, news, () -> {}), false);
            settled.countDown();
            bringing.get();
        }
        assertThat(outbox.due(LANE)).contains(clock.instant());
    }

    /// The job at the head is done and its row goes; the one behind it is the head by then.
    @Test
    void theNextHeadIsLockedWhenTheFirstHasGone() throws Exception {
        DATABASE.write(tx -> outbox.put(tx, LANE, "say", 1, 2, "And good evening"));
        var job = outbox.claim(LANE).orElseThrow().job();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var news = new AtomicReference<Future<?>>();
            var mayCommit = new CountDownLatch(1);
            var hasLocked = new CountDownLatch(1);
            outbox.settle(
                    job,
                    new Settlement(
                            new End.Done(),
                            _ -> {
                                news.set(
                                        threads.submit(() ->
                                                DATABASE.write(tx -> {
                                                    outbox.hastenLane(tx, LANE, List.of(WINDOW));
                                                    hasLocked.countDown();
                                                    await(mayCommit);
                                                })));
                                Await.until("they wait", () -> news.get().isDone() || isWaiting());
                            },
                            () -> {}),
                    false);
            hasLocked.await();
            var claiming = threads.submit(() -> outbox.claim(LANE));
            Await.until("it waits or passed", () -> claiming.isDone() || isWaiting());
            assertThat(claiming).isNotDone();
            mayCommit.countDown();
            assertThat(claiming.get()).isPresent();
            news.get().get();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void bring(Tx tx, Job job, News news) {
        LanesWorld.note(tx, "news");
        hasten(tx, job, news);
    }

    private void hasten(Tx tx, Job job, News news) {
        switch (news) {
            case WINDOW_OPENS -> outbox.hastenLane(tx, LANE, List.of(WINDOW));
            case STATUS_COMES -> assertThat(outbox.hasten(tx, job.id())).isNotNull();
        }
    }

    /// Not now; unless there are news already.
    private Settlement settlement(Job job, News news, Runnable meanwhile) {
        var later = clock.instant().plus(Duration.ofMinutes(10));
        var end =
                switch (news) {
                    case WINDOW_OPENS -> new End.Later(later, "It waits.", WINDOW, false);
                    case STATUS_COMES -> new End.Unsure(later, "No answer.");
                };
        return new Settlement(
                end,
                tx -> {
                    if (tx.one("SELECT name FROM setting", row -> row.text("name")).isPresent()) {
                        hasten(tx, job, news);
                    }
                    meanwhile.run();
                },
                () -> {});
    }

    private static boolean isWaiting() {
        return UnderWay.isAny(DATABASE, "%outbox%");
    }
}
