package dev.bellhop.inbox;

import dev.bellhop.admin.Counts;
import dev.bellhop.admin.Pip;
import dev.bellhop.web.Caller;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One open page's event stream: a bounded queue, and one thread that writes it. Whoever has news
/// only enqueues; a page that reads too slowly loses its queue and is told to read again what it
/// shows.
final class Stream {
    static final int QUEUE_MAX = 256;
    static final Duration BEAT = Duration.ofSeconds(20);

    /// A page that takes not one event for so long has gone, though its connection does not say so.
    private static final Duration STUCK = Duration.ofMinutes(1);

    /// What stands in the tabs of the list and on the rail.
    record Numbers(Counts counts, Pip pip) {}

    private final Caller agent;
    private final Consumer<Stream> begins;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ArrayDeque<Event> queue = new ArrayDeque<>();
    private Optional<Numbers> numbers = Optional.empty();
    private boolean lost;
    private Optional<Thread> writer = Optional.empty();
    private long wroteAtNanos;
    private Optional<Event> farewell = Optional.empty();

    /// @param begins called when it has begun, and when it begins anew because it lost something:
    ///   whatever nobody asks for has to be said then
    Stream(Caller agent, Consumer<Stream> begins) {
        this(agent, begins, System::nanoTime);
    }

    Stream(Caller agent, Consumer<Stream> begins, LongSupplier nanoTime) {
        this.agent = agent;
        this.begins = begins;
        this.nanoTime = nanoTime;
    }

    Caller agent() {
        return agent;
    }

    void offer(Event event) {
        lock.lock();
        try {
            if (lost || queue.size() == QUEUE_MAX) {
                lose();
            } else {
                queue.add(event);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Drops what waits: the page reads everything again instead.
    void lose() {
        lock.lock();
        try {
            if (lost && nanoTime.getAsLong() - wroteAtNanos > STUCK.toNanos()) {
                cut();
            }
            queue.clear();
            numbers = Optional.empty();
            lost = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Whether these numbers differ from those that went out last, which they then replace.
    boolean isNews(Numbers now) {
        lock.lock();
        try {
            boolean isNews = !numbers.equals(Optional.of(now));
            numbers = Optional.of(now);
            return isNews;
        } finally {
            lock.unlock();
        }
    }

    /// Says when to come back, then ends.
    void end(Duration comeBackIn) {
        lock.lock();
        try {
            farewell = Optional.of(Event.of("bye", Long.toString(comeBackIn.toMillis())));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Notes that nothing is written any more.
    void gone() {
        gone.countDown();
    }

    /// Waits until it is gone, no longer than to this moment of [System#nanoTime()].
    boolean isGoneBy(long nanos) {
        try {
            return gone.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends it at once: a virtual thread that is interrupted while it writes closes its socket.
    void cut() {
        lock.lock();
        try {
            writer.ifPresent(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    /// Writes until the page goes, which only a failed write tells, or the stream is ended.
    ///
    /// @param still asked about every twenty seconds, however much there is to write: whether the
    ///   agent may still see this
    /// @throws IOException when the page has gone
    void write(OutputStream out, BooleanSupplier still) throws IOException, InterruptedException {
        begin();
        try {
            writeAll(out, still);
        } finally {
            finish();
        }
    }

    private void writeAll(OutputStream out, BooleanSupplier still)
            throws IOException, InterruptedException {
        out.write(Event.BEAT.bytes());
        out.flush();
        begins.accept(this);
        long askedAtNanos = nanoTime.getAsLong();
        while (true) {
            var next = next();
            if (nanoTime.getAsLong() - askedAtNanos >= BEAT.toNanos()) {
                askedAtNanos = nanoTime.getAsLong();
                if (!still.getAsBoolean()) {
                    end(Duration.ZERO);
                    next = next();
                }
            }
            out.write(next.bytes());
            if (isEmpty()) {
                out.flush();
            }
            if (next == Event.AGAIN) {
                begins.accept(this);
            }
            if (isFarewell(next)) {
                return;
            }
        }
    }

    private void begin() {
        lock.lock();
        try {
            writer = Optional.of(Thread.currentThread());
            wroteAtNanos = nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            writer = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Event next() throws InterruptedException {
        lock.lock();
        try {
            wroteAtNanos = nanoTime.getAsLong();
            long left = BEAT.toNanos();
            while (left > 0 && queue.isEmpty() && !lost && farewell.isEmpty()) {
                left = changed.awaitNanos(left);
            }
            if (farewell.isPresent()) {
                return farewell.get();
            }
            if (lost) {
                lost = false;
                return Event.AGAIN;
            }
            return queue.isEmpty() ? Event.BEAT : queue.remove();
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFarewell(Event event) {
        lock.lock();
        try {
            return farewell.filter(it -> it == event).isPresent();
        } finally {
            lock.unlock();
        }
    }
}
