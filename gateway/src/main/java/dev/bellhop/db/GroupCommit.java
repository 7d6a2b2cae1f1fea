package dev.bellhop.db;

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
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Rows that wait at the same time are stored together, by one statement or transaction, in the
/// order in which they came. While a group is written the next one gathers, and a row that comes
/// alone is a group of one. Nobody waits for company, unless the groups have a pace: then one
/// begins so long after the one before, or when it is full. So what comes now and then is stored at
/// once, and what comes all the time costs fewer commits.
///
/// A group that fails is stored row by row, so that a bad row fails alone. When the database is
/// away, all that wait are told so.
///
/// The writer is a platform thread: where the processors are busy, it gets its turn beside the
/// threads that carry the virtual ones and not behind them.
public final class GroupCommit<T, R> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class.getName());
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /// Stores rows: all of them, or none.
    public interface Store<T, R> {
        /// Stores them.
        ///
        /// @param rows one, or a power of two of them
        /// @return one result for each row, in the same order
        List<R> store(List<T> rows);
    }

    /// Hears what became of a row. Rows are told in the order in which they were stored, by one
    /// thread, before the next group is begun.
    public interface Outcome<R> {
        void stored(R result);

        void failed(RuntimeException why);
    }

    private record Waiting<T, R>(T row, Outcome<R> outcome) {}

    private final int rowsMax;
    private final long bytesMax;
    private final ToLongFunction<T> bytes;
    private final Store<T, R> store;
    private final long paceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Queue<Waiting<T, R>> queue = new ArrayDeque<>();
    private final Thread writer;
    private boolean closing;

    /// When the next group may begin; only the writer touches it.
    private long due = System.nanoTime();

    private volatile int crowd;

    /// Starts the writer of groups without a pace.
    ///
    /// @param rowsMax how many rows a group may have, a power of two
    /// @param bytesMax how large a group may be, unless it is a single row
    /// @param bytes how large a row is
    public GroupCommit(
            String name, int rowsMax, long bytesMax, ToLongFunction<T> bytes, Store<T, R> store) {
        this(name, Duration.ZERO, rowsMax, bytesMax, bytes, store);
    }

    /// Starts the writer.
    ///
    /// @param pace how long after the one before a group begins that is not full
    /// @param rowsMax how many rows a group may have, a power of two
    /// @param bytesMax how large a group may be, unless it is a single row
    /// @param bytes how large a row is
    public GroupCommit(
            String name,
            Duration pace,
            int rowsMax,
            long bytesMax,
            ToLongFunction<T> bytes,
            Store<T, R> store) {
        this.paceNanos = pace.toNanos();
        this.rowsMax = rowsMax;
        this.bytesMax = bytesMax;
        this.bytes = bytes;
        this.store = store;
        this.writer = Thread.ofPlatform().daemon().name(name).start(this::write);
    }

    /// Lets a row wait for its group and returns at once.
    public void add(T row, Outcome<R> outcome) {
        lock.lock();
        try {
            if (!closing) {
                queue.add(new Waiting<>(row, outcome));
                if (queue.size() == 1 || queue.size() == rowsMax) {
                    news.signal();
                }
                return;
            }
        } finally {
            lock.unlock();
        }
        outcome.failed(closed());
    }

    /// Stores a row and returns when it is committed.
    ///
    /// @param then runs after the commit and before this returns, in the order of the rows
    /// @throws DatabaseAway when the database is away; it may have stored the row all the same
    public R store(T row, Consumer<R> then) {
        var result = new CompletableFuture<R>();
        add(
                row,
                new Outcome<>() {
                    @Override
                    public void stored(R stored) {
                        try {
                            then.accept(stored);
                        } finally {
                            result.complete(stored);
                        }
                    }

                    @Override
                    public void failed(RuntimeException why) {
                        result.completeExceptionally(why);
                    }
                });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    /// How many rows waited when the group was begun that is being written; 0 when none is.
    public int crowd() {
        return crowd;
    }

    private void write() {
        for (var group = next(); !group.isEmpty(); group = next()) {
            try {
                tell(group, results(group));
            } catch (DatabaseAway away) {
                group.forEach(one -> failed(one, away));
                takeAll().forEach(one -> failed(one, away));
            } catch (RuntimeException | Error failure) {
                oneByOne(group, failure);
            }
        }
        takeAll().forEach(one -> failed(one, closed()));
    }

    /// The next group; empty when there will be none.
    private List<Waiting<T, R>> next() {
        lock.lock();
        try {
            gather();
            crowd = queue.size();
            int count = Math.min(rowsMax, Integer.highestOneBit(queue.size()));
            count = Math.min(count, Integer.highestOneBit(fitting(count)));
            var group = new ArrayList<Waiting<T, R>>(count);
            for (int i = 0; i < count; i++) {
                group.add(queue.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a group is to be begun.
    private void gather() {
        while (queue.isEmpty() && !closing) {
            crowd = 0;
            news.awaitUninterruptibly();
        }
        try {
            while (queue.size() < rowsMax && !closing && due - System.nanoTime() > 0) {
                long _ = news.awaitNanos(due - System.nanoTime());
            }
        } catch (InterruptedException e) {
            // Nobody but its owner has this thread, and who wants an end of it says so by closing.
            LOG.log(Level.FINE, "a writer was interrupted", e);
        }
        due = System.nanoTime() + paceNanos;
    }

    /// How many of the first rows are small enough together.
    private int fitting(int count) {
        long all = 0;
        int fitting = 0;
        for (var one : queue) {
            all += bytes.applyAsLong(one.row());
            if (fitting == count || (all > bytesMax && fitting > 0)) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    private List<Waiting<T, R>> takeAll() {
        lock.lock();
        try {
            var all = List.copyOf(queue);
            queue.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void oneByOne(List<Waiting<T, R>> group, Throwable failure) {
        if (group.size() == 1) {
            failed(
                    group.getFirst(),
                    failure instanceof RuntimeException known
                            ? known
                            : new IllegalStateException(failure));
            return;
        }
        LOG.log(Level.WARNING, "a group could not be stored; its rows are stored alone", failure);
        var left = new ArrayDeque<>(group);
        while (!left.isEmpty()) {
            var one = left.remove();
            try {
                tell(List.of(one), results(List.of(one)));
            } catch (DatabaseAway away) {
                failed(one, away);
                left.forEach(it -> failed(it, away)); // each would wait as long for the same answer
                return;
            } catch (RuntimeException alone) {
                failed(one, alone);
            } catch (Error alone) {
                failed(one, new IllegalStateException(alone));
            }
        }
    }

    private List<R> results(List<Waiting<T, R>> group) {
        return store.store(group.stream().map(Waiting::row).toList());
    }

    private void tell(List<Waiting<T, R>> group, List<R> results) {
        if (results.size() != group.size()) {
            var defect = new IllegalStateException("not one result for each row");
            group.forEach(one -> failed(one, defect));
            return;
        }
        for (int i = 0; i < group.size(); i++) {
            try {
                group.get(i).outcome().stored(results.get(i));
            } catch (RuntimeException defect) {
                LOG.log(Level.SEVERE, "what is stored could not be told", defect);
            }
        }
    }

    private void failed(Waiting<T, R> one, RuntimeException why) {
        try {
            one.outcome().failed(why);
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "what is not stored could not be told", defect);
        }
    }

    private static DatabaseAway closed() {
        return new DatabaseAway(DatabaseAway.Kind.UNREACHED, "nothing is stored any more");
    }

    /// Stores what waits; what comes later fails.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            news.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (!writer.join(GOODBYE)) {
                LOG.warning("the writer did not finish in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
