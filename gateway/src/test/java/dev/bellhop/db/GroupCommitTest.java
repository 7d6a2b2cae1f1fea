package dev.bellhop.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// Who is stored with whom, in which order, and who hears of a failure.
final class GroupCommitTest {
    private static final int BAD = -1;
    private static final int LARGE = 1_000;

    private final Semaphore turns = new Semaphore(0);
    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final List<Integer> told = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicBoolean away = new AtomicBoolean();
    private final GroupCommit<Integer, String> commit =
            new GroupCommit<>("a test's writer", 8, LARGE, row -> row, this::store);

    private List<String> store(List<Integer> rows) {
        turns.acquireUninterruptibly();
        groups.add(rows);
        if (away.get()) {
            throw new DatabaseAway("for a test");
        }
        if (rows.contains(BAD)) {
            throw new IllegalStateException("a bad row");
        }
        return rows.stream().map(row -> "row " + row).toList();
    }

    @AfterEach
    void close() {
        turns.release(1_000);
        commit.close();
    }

    @Test
    void whatWaitsTogetherIsStoredTogetherInOrderInPowersOfTwo() {
        add(0);
        Await.until("the writer is at work", turns::hasQueuedThreads);
        IntStream.rangeClosed(1, 15).forEach(this::add);
        turns.release(100);
        Await.until("all are told", () -> told.size() == 16);
        assertThat(groups)
                .containsExactly(
                        List.of(0),
                        List.of(1, 2, 3, 4, 5, 6, 7, 8),
                        List.of(9, 10, 11, 12),
                        List.of(13, 14),
                        List.of(15));
        assertThat(told).isSorted();
    }

    @Test
    void aGroupIsNoLargerThanItMayBeAndOneRowMayBe() {
        add(0);
        Await.until("the writer is at work", turns::hasQueuedThreads);
        List.of(5 * LARGE, LARGE / 2, LARGE / 2, 1, 2).forEach(this::add);
        turns.release(100);
        Await.until("all are told", () -> told.size() == 6);
        assertThat(groups)
                .containsExactly(
                        List.of(0),
                        List.of(5 * LARGE),
                        List.of(LARGE / 2, LARGE / 2),
                        List.of(1, 2));
    }

    @Test
    void aBadRowFailsAlone() {
        add(0);
        Await.until("the writer is at work", turns::hasQueuedThreads);
        List.of(1, BAD, 3, 4).forEach(this::add);
        turns.release(100);
        Await.until("all are told", () -> told.size() + failures.size() == 5);
        assertThat(told).containsExactly(0, 1, 3, 4);
        assertThat(failures).containsExactly("a bad row");
    }

    @Test
    void allThatWaitAreToldThatTheDatabaseIsAway() {
        away.set(true);
        add(0);
        Await.until("the writer is at work", turns::hasQueuedThreads);
        IntStream.rangeClosed(1, 15).forEach(this::add);
        turns.release();
        Await.until("all are told", () -> failures.size() == 16);
        assertThat(groups).hasSize(1);
        away.set(false);
        turns.release(100);
        assertThat(commit.store(16, _ -> {})).isEqualTo("row 16");
    }

    @Test
    void whoWaitsForTheCommitComesAfterWhoIsTold() {
        turns.release(100);
        var order = new ArrayList<String>();
        order.add("answer " + commit.store(1, row -> order.add("then " + row)));
        assertThat(order).containsExactly("then row 1", "answer row 1");
        assertThat(catchThrowable(() -> commit.store(BAD, _ -> {}))).hasMessage("a bad row");
    }

    @Test
    void aCloseStoresWhatWaitsAndTakesNothingAfterThat() {
        add(0);
        IntStream.rangeClosed(1, 3).forEach(this::add);
        turns.release(100);
        commit.close();
        assertThat(told).containsExactly(0, 1, 2, 3);
        assertThat(catchThrowable(() -> commit.store(4, _ -> {}))).isInstanceOf(DatabaseAway.class);
    }

    @Test
    void groupsWithAPaceBeginWhenTheyAreFullOrAtTheEnd() {
        turns.release(100);
        try (var paced =
                new GroupCommit<>(
                        "a test's calm writer",
                        Duration.ofHours(1),
                        8,
                        LARGE,
                        (Integer row) -> row,
                        this::store)) {
            add(paced, 0);
            Await.until("who comes alone is stored at once", () -> told.size() == 1);
            IntStream.rangeClosed(1, 8).forEach(row -> add(paced, row));
            Await.until("a full group is stored", () -> told.size() == 9);
            IntStream.rangeClosed(9, 10).forEach(row -> add(paced, row));
        }
        assertThat(groups)
                .containsExactly(List.of(0), List.of(1, 2, 3, 4, 5, 6, 7, 8), List.of(9, 10));
    }

    private void add(int row) {
        add(commit, row);
    }

    private void add(GroupCommit<Integer, String> commit, int row) {
        commit.add(
                row,
                new GroupCommit.Outcome<>() {
                    @Override
                    public void stored(String result) {
                        told.add(row);
                    }

                    @Override
                    public void failed(RuntimeException why) {
                        failures.add(String.valueOf(why.getMessage()));
                    }
                });
    }
}
