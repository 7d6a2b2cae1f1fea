package dev.bellhop.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Works tasks off: those of one lane in the order in which they were added, those of different
/// lanes in turn and few at a time. A task that is put off keeps its place, and what stands behind
/// it in its lane waits with it. A lane that waits costs no thread, and nothing looks around while
/// there is nothing to do.
final class ItemLanes {
    private static final Logger LOG = Logger.getLogger(ItemLanes.class.getName());

    /// So many go on whatever others need.
    private static final int FEW = Math.max(2, Runtime.getRuntime().availableProcessors());

    /// Work that may need several tries.
    interface Task {
        /// Does the work.
        ///
        /// @return after which time to try again; empty when it is over
        Optional<Duration> attempt();
    }

    private record Turn(String lane, Task task) {}

    private final int atATime;
    private final int waitingMax;
    private final BooleanSupplier isPressed;
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomAgain = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final Map<String, Queue<Task>> lanes = new HashMap<>();
    private final Queue<String> ready = new ArrayDeque<>();
    private int waiting;
    private int workers;
    private boolean closing;
    private boolean closed;

    /// @param waitingMax how many tasks may wait before [#isFull]
    /// @param isPressed says that others need the processors more; few work then
    /// @param timer wakes lanes that were put off; it stays the caller's
    ItemLanes(
            int atATime,
            int waitingMax,
            BooleanSupplier isPressed,
            ScheduledExecutorService timer) {
        this.isPressed = isPressed;
        this.atATime = atATime;
        this.waitingMax = waitingMax;
        this.timer = timer;
    }

    void add(String lane, Task task) {
        lock.lock();
        try {
            waiting++;
            var queue = lanes.get(lane);
            if (queue == null) {
                queue = new ArrayDeque<>(1);
                lanes.put(lane, queue);
                makeReady(lane);
            }
            queue.add(task);
        } finally {
            lock.unlock();
        }
    }

    private void makeReady(String lane) {
        ready.add(lane);
        startAnother();
    }

    private void startAnother() {
        if (workers < atATimeNow() && !closed) {
            workers++;
            Thread.ofVirtual().name("intake").start(this::work);
        }
    }

    private int atATimeNow() {
        return isPressed.getAsBoolean() ? Math.min(FEW, atATime) : atATime;
    }

    private void work() {
        for (var turn = begin(); turn.isPresent(); turn = begin()) {
            end(turn.get().lane(), attempt(turn.get().task()));
        }
    }

    private Optional<Turn> begin() {
        lock.lock();
        try {
            var lane = closed || workers > atATimeNow() ? null : ready.poll();
            var queue = lane == null ? null : lanes.get(lane);
            if (lane != null && queue != null) {
                if (!ready.isEmpty()) {
                    startAnother(); // in place of one that left while others needed the processors
                }
                return Optional.of(new Turn(lane, queue.element()));
            }
            workers--;
            idle.signalAll();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Whatever a task does, its lane goes on.
    private static Optional<Duration> attempt(Task task) {
        try {
            return task.attempt();
        } catch (RuntimeException | Error defect) {
            LOG.log(Level.SEVERE, "a task failed in a way nobody foresaw", defect);
            return Optional.empty();
        }
    }

    private void end(String lane, Optional<Duration> again) {
        lock.lock();
        try {
            if (again.isPresent()) {
                if (!closing) {
                    var _ =
                            timer.schedule(
                                    () -> wake(lane),
                                    again.get().toMillis(),
                                    TimeUnit.MILLISECONDS);
                }
                return;
            }
            waiting--;
            var queue = lanes.get(lane);
            if (queue != null && queue.poll() != null && !queue.isEmpty()) {
                ready.add(lane); // behind the others; this worker looks for the next anyway
            } else {
                lanes.remove(lane);
            }
            if (hasRoom()) {
                roomAgain.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake(String lane) {
        lock.lock();
        try {
            if (!closing) {
                makeReady(lane);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return waiting >= waitingMax;
        } finally {
            lock.unlock();
        }
    }

    /// How many more tasks may come before [#isFull].
    int room() {
        lock.lock();
        try {
            return waitingMax - waiting;
        } finally {
            lock.unlock();
        }
    }

    /// Waits, when there are too many, until half of them are done.
    ///
    /// @return false when the lanes are closing
    boolean awaitRoom() {
        lock.lock();
        try {
            if (waiting >= waitingMax) {
                while (!hasRoom() && !closing) {
                    roomAgain.awaitUninterruptibly();
                }
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return waiting <= waitingMax / 2;
    }

    /// Finishes what is there and not put off, as far as the time allows, and begins nothing after
    /// that.
    void close(Duration drain) {
        lock.lock();
        try {
            closing = true;
            roomAgain.signalAll();
            long left = drain.toNanos();
            while (workers > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            lock.unlock();
        }
    }
}
