package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/// Transactions that come at the same time share one: their work is done one after the other on one
/// connection, and committed together. So what comes all the time costs fewer commits, fewer
/// connections and less waiting for each other's locks.
///
/// What comes now and then is begun at once. Only where one of its kind has just been begun does
/// work wait for company, for as long as its [Batch] says, and less when anything else is begun
/// before: that takes along all that waits.
///
/// Work that refuses before it has changed anything fails alone. Whatever else fails spoils its
/// group, and so does a row that somebody holds for longer than a moment: then each of the group
/// does its work in a transaction of its own, on its own thread, where it holds up nobody.
///
/// The workers are platform threads: a virtual one that waits for an answer is put aside and
/// fetched again by three others, for each statement.
final class SharedTransactions implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SharedTransactions.class.getName());
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /// Does work in a transaction, all of it or none.
    interface Committing {
        /// That of several callers; it gives up soon where it has to wait for others.
        void together(Consumer<Tx> work);

        /// That of one caller, on its own thread.
        <T> T alone(Function<Tx, T> work);
    }

    private final Committing database;
    private final Duration patience;
    private final int groupMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Queue<Unit<?>> waiting = new ArrayDeque<>();
    private final Map<Batch<?, ?>, Long> begun = new HashMap<>();
    private final List<Thread> workers;
    private boolean closing;

    /// When what waits is to be begun, of [System#nanoTime]; only meaningful while something does.
    private long due;

    /// Starts the workers.
    ///
    /// @param patience how long work may wait until it is begun
    /// @param atATime how many transactions may be under way
    /// @param groupMax how many may share one
    SharedTransactions(Committing database, Duration patience, int atATime, int groupMax) {
        this.database = database;
        this.patience = patience;
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

    /// What became of work.
    private enum End {
        DONE,
        TO_BE_DONE_ALONE
    }

    /// One caller's work.
    private abstract static sealed class Unit<T> permits Single, Member {
        private final CompletableFuture<End> end = new CompletableFuture<>();
        @Nullable T answer;
        @Nullable RuntimeException refusal;

        /// The same in a transaction of its own.
        abstract T alone(Tx tx);

        /// Those who want the same, if it can be done together.
        abstract Optional<Batch<?, ?>> kind();

        void done() {
            if (refusal == null) {
                end.complete(End.DONE);
            } else {
                end.completeExceptionally(refusal);
            }
        }

        void toBeDoneAlone() {
            end.complete(End.TO_BE_DONE_ALONE);
        }

        void failed(Throwable why) {
            end.completeExceptionally(why);
        }

        @SuppressWarnings("NullAway") // what the work answers is what is told
        T answer() {
            return answer;
        }
    }

    /// Work of any kind.
    private static final class Single<T> extends Unit<T> {
        private final Function<Tx, T> work;

        Single(Function<Tx, T> work) {
            this.work = work;
        }

        void attempt(Tx tx) {
            refusal = null;
            long before = tx.changes();
            try {
                answer = work.apply(tx);
            } catch (RuntimeException why) {
                if (tx.changes() != before || Failures.isOfDatabase(why)) {
                    throw why;
                }
                refusal = why; // it has changed nothing, and the others go on
            }
        }

        @Override
        T alone(Tx tx) {
            return work.apply(tx);
        }

        @Override
        Optional<Batch<?, ?>> kind() {
            return Optional.empty();
        }
    }

    /// Work that is done with that of others of its kind.
    private static final class Member<I, T> extends Unit<T> {
        private final Batch<I, T> kind;
        private final I input;

        Member(Batch<I, T> kind, I input) {
            this.kind = kind;
            this.input = input;
        }

        /// Does that of several, who are all of this one's kind.
        void attempt(Tx tx, List<Member<?, ?>> all) {
            @SuppressWarnings("unchecked")
            var members = (List<Member<I, T>>) (List<?>) all;
            var answers = kind.apply(tx, members.stream().map(it -> it.input).toList());
            if (answers.size() != members.size()) {
                throw new IllegalStateException("not one answer for each");
            }
            for (int i = 0; i < answers.size(); i++) {
                members.get(i).answer = answers.get(i);
            }
        }

        @Override
        T alone(Tx tx) {
            return kind.apply(tx, List.of(input)).getFirst();
        }

        @Override
        Optional<Batch<?, ?>> kind() {
            return Optional.of(kind);
        }
    }

    /// Runs work of a kind, as the other does.
    <I, T> T run(Batch<I, T> kind, I input) {
        return run(new Member<>(kind, input));
    }

    /// Runs the work and returns when it is committed. Work may not ask for another one of these:
    /// all workers could wait for each other. It may be run several times, as work that lost a
    /// deadlock is, of which one is committed.
    ///
    /// @throws DatabaseAway when the database is away or has too much to do
    <T> T run(Function<Tx, T> work) {
        return run(new Single<>(work));
    }

    private <T> T run(Unit<T> unit) {
        add(unit);
        return switch (end(unit)) {
            case DONE -> unit.answer();
            case TO_BE_DONE_ALONE -> database.alone(unit::alone);
        };
    }

    private End end(Unit<?> unit) {
        try {
            return unit.end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            if (takeOut(unit)) {
                throw new DatabaseAway(
                        DatabaseAway.Kind.UNREACHED, "the database has too much to do", slow);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt(); // it is waited for all the same
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
        try {
            return unit.end.join();
        } catch (CompletionException e) {
            throw thrown(e.getCause());
        }
    }

    private static RuntimeException thrown(@Nullable Throwable why) {
        return why instanceof RuntimeException known ? known : new IllegalStateException(why);
    }

    private void add(Unit<?> unit) {
        if (workers.contains(Thread.currentThread())) {
            throw new IllegalStateException("a shared transaction within another");
        }
        lock.lock();
        try {
            if (closing) {
                throw new DatabaseAway(DatabaseAway.Kind.UNREACHED, "nothing is stored any more");
            }
            long when = due(unit);
            boolean isSooner = waiting.isEmpty() || when - due < 0;
            due = isSooner ? when : due;
            waiting.add(unit);
            if (isSooner || waiting.size() >= groupMax) {
                news.signal(); // else whoever is free knows when to look again
            }
        } finally {
            lock.unlock();
        }
    }

    /// When work is to be begun at the latest.
    private long due(Unit<?> unit) {
        long now = System.nanoTime();
        return unit.kind()
                .flatMap(kind ->
                        Optional.ofNullable(begun.get(kind)).map(at -> at + kind.pace().toNanos()))
                .filter(at -> at - now > 0)
                .orElse(now);
    }

    /// @return false if it is begun
    private boolean takeOut(Unit<?> unit) {
        lock.lock();
        try {
            return waiting.remove(unit);
        } finally {
            lock.unlock();
        }
    }

    /// How many are not begun.
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// How many wait for a worker, and not for company.
    int overdue() {
        lock.lock();
        try {
            return isDue() ? waiting.size() : 0;
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
            while (!closing && !isDue()) {
                gather();
            }
            var group = new ArrayList<Unit<?>>();
            while (group.size() < groupMax && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
            due = System.nanoTime();
            if (!waiting.isEmpty()) {
                news.signal(); // another one need not wait any longer with what is left
            }
            group.forEach(unit -> unit.kind().ifPresent(kind -> begun.put(kind, due)));
            return group;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        return waiting.size() >= groupMax || (!waiting.isEmpty() && due - System.nanoTime() <= 0);
    }

    /// Waits for work, and for company of what there is.
    private void gather() {
        try {
            while (!closing && !isDue()) {
                long _ =
                        news.awaitNanos(
                                waiting.isEmpty() ? Long.MAX_VALUE : due - System.nanoTime());
            }
        } catch (InterruptedException e) {
            // Nobody but its owner has this thread, and who wants an end of it says so by closing.
            LOG.log(Level.FINE, "a worker was interrupted", e);
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
            database.together(tx -> attempt(tx, group));
        } catch (DatabaseAway away) {
            notDone(group, away);
            return;
        } catch (RuntimeException | Error failure) {
            if (group.size() == 1 && !Failures.isWorthRepeating(failure)) {
                group.getFirst().failed(failure);
            } else {
                group.forEach(Unit::toBeDoneAlone);
            }
            return;
        }
        group.forEach(Unit::done);
    }

    private static void attempt(Tx tx, List<Unit<?>> group) {
        var kinds = new LinkedHashMap<Batch<?, ?>, List<Member<?, ?>>>();
        for (var unit : group) {
            switch (unit) {
                case Single<?> single -> single.attempt(tx);
                case Member<?, ?> member ->
                        kinds.computeIfAbsent(member.kind, _ -> new ArrayList<>()).add(member);
            }
        }
        kinds.values().forEach(members -> members.getFirst().attempt(tx, members));
    }

    private void notDone(List<Unit<?>> group, DatabaseAway away) {
        switch (away.kind()) {
            case UNKNOWN -> group.forEach(unit -> unit.failed(away));
            case UNREACHED -> {
                // Whoever waits would only wait as long for the same answer.
                group.forEach(unit -> unit.failed(away));
                takeAll().forEach(unit -> unit.failed(away));
            }
            case UNDONE -> group.forEach(Unit::toBeDoneAlone);
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
