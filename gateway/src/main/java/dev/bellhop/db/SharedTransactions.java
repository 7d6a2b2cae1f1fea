package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Transactions that come at the same time share one: their work is done one after the other on one
/// connection, and committed together. Nobody waits for company: what comes while a worker is free
/// is begun at once, and what comes while all are busy shares the next transaction. So what comes
/// all the time costs fewer commits, fewer connections and less waiting for each other's locks.
///
/// Work that throws spoils its group, which is then done over, each in a transaction of its own, so
/// that it fails alone.
///
/// The workers are platform threads: a virtual one that waits for an answer is put aside and
/// fetched again by three others, for each statement.
final class SharedTransactions implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /// Does work in a transaction, all of it or none.
    interface Committing {
        void run(Consumer<Tx> work);
    }

    private final Committing database;
    private final int groupMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Queue<Unit<?>> waiting = new ArrayDeque<>();
    private final List<Thread> workers;
    private boolean closing;

    /// Starts the workers.
    ///
    /// @param atATime how many transactions may be under way
    /// @param groupMax how many may share one
    SharedTransactions(Committing database, int atATime, int groupMax) {
        this.database = database;
        this.groupMax = groupMax;
        this.workers =
                IntStream.range(0, atATime)
                        .mapToObj(i ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("transactions-" + i)
                                        .start(this::work))
                        .toList();
    }

    /// One caller's work, and what became of it.
    private static final class Unit<T> {
        private final Function<Tx, T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private @Nullable T answer;

        Unit(Function<Tx, T> work) {
            this.work = work;
        }

        void attempt(Tx tx) {
            answer = work.apply(tx);
        }

        @SuppressWarnings("NullAway") // what the work answers is what is told
        void done() {
            result.complete(answer);
        }

        void failed(Throwable why) {
            result.completeExceptionally(why);
        }
    }

    /// Runs the work and returns when it is committed. Work may not ask for another one of these:
    /// all workers could wait for each other.
    ///
    /// @throws DatabaseAway when the database is away; the work may have been done all the same
    <T> T run(Function<Tx, T> work) {
        var unit = new Unit<>(work);
        add(unit);
        try {
            return unit.result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    private void add(Unit<?> unit) {
        if (workers.contains(Thread.currentThread())) {
            throw new IllegalStateException("a shared transaction within another");
        }
        lock.lock();
        try {
            if (closing) {
                throw new DatabaseAway("nothing is stored any more");
            }
            waiting.add(unit);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /// How many wait for a worker.
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (var group = next(); !group.isEmpty(); group = next()) {
            try {
                perform(group);
            } catch (Throwable failure) {
                group.forEach(unit -> unit.failed(failure));
            }
        }
    }

    /// The next group; empty when there will be none.
    private List<Unit<?>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                news.awaitUninterruptibly();
            }
            var group = new ArrayList<Unit<?>>();
            while (group.size() < groupMax && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private List<Unit<?>> takeAll() {
        lock.lock();
        try {
            var all = List.<Unit<?>>copyOf(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void perform(List<Unit<?>> group) {
        try {
            database.run(tx -> group.forEach(unit -> unit.attempt(tx)));
            group.forEach(Unit::done);
        } catch (DatabaseAway away) {
            // Whoever waits would only wait as long for the same answer.
            group.forEach(unit -> unit.failed(away));
            takeAll().forEach(unit -> unit.failed(away));
        } catch (RuntimeException failure) {
            if (group.size() == 1) {
                group.getFirst().failed(failure);
            } else {
                group.forEach(this::alone);
            }
        }
    }

    private void alone(Unit<?> unit) {
        try {
            database.run(unit::attempt);
            unit.done();
        } catch (RuntimeException failure) {
            unit.failed(failure);
        }
    }

    /// Does what waits; what comes later is told that the database is away.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (var worker : workers) {
                boolean _ = worker.join(GOODBYE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
