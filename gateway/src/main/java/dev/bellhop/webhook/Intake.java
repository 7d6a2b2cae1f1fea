package dev.bellhop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.bellhop.trace.Span;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Takes stored notifications apart: one person's items in the order in which they were stored,
/// different people's side by side.
///
/// A notification usually comes straight from its request. Once one had to stay in the table,
/// because too many wait in memory, every later one stays there too, and they are taken from there,
/// oldest first, until none is left. So nothing overtakes.
final class Intake implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Intake.class.getName());
    private static final int PAGE = 500;

    /// Bodies that are read at once: a backlog of large ones must not fill the memory.
    private static final int TOGETHER_MAX = 64;

    private static final int TOGETHER_BYTES_MAX = 1 << 20;
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /// A row is forgotten only if its commit was reported as failed and was not; such a sender has
    /// no 200 and repeats. So this may be rare.
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    /// How much at once.
    ///
    /// @param waitingMax how many items may wait in memory
    record Bounds(int atATime, int waitingMax) {
        static final Bounds USUAL = new Bounds(64, 10_000);
    }

    private final Deliveries deliveries;
    private final Parcel.Recipients recipients;
    private final Tracing tracing;
    private final Clock clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("intake-timer").factory());
    private final ItemLanes lanes;
    private final Endings endings;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Long> inHand = new HashSet<>();

    /// Whether notifications stay in the table; so it is until the start.
    private boolean behind = true;

    /// The oldest that was left in the table since the table was last looked at from there on.
    private long oldestLeft = Long.MAX_VALUE;

    /// Up to here notifications were taken from the table at some time.
    private long taken;

    /// Up to here the table was read; only the one that catches up touches it.
    private long cursor;

    Intake(
            Deliveries deliveries,
            HourlyFigures figures,
            Parcel.Recipients recipients,
            Bounds bounds,
            BooleanSupplier isPressed,
            Tracing tracing,
            Clock clock) {
        this.tracing = tracing;
        this.clock = clock;
        this.deliveries = deliveries;
        this.recipients = recipients;
        this.lanes = new ItemLanes(bounds.atATime(), bounds.waitingMax(), isPressed, timer);
        this.endings = new Endings(deliveries, figures, clock, timer);
    }

    /// The document in a body, whatever its shape; empty for what is not JSON, or nested too deep.
    /// Nothing is read of one that has a number or a name longer than any of Meta's.
    static Optional<JsonNode> document(byte[] body) {
        return Json.tryRead(body)
                .or(() ->
                        Json.isJson(body)
                                ? Optional.of(MissingNode.getInstance())
                                : Optional.empty());
    }

    /// The items of a document; at least one.
    static List<Item> read(JsonNode document) {
        try {
            return Notification.read(document);
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "a notification could not be read", defect);
            return List.of(new Item.Damaged("notification", defect.getClass().getSimpleName()));
        }
    }

    /// Takes up what a former life stored and did not finish; what comes in meanwhile waits its
    /// turn.
    void start() {
        startCatchingUp();
        var _ =
                timer.scheduleWithFixedDelay(
                        this::lookAgain,
                        SWEEP_EVERY.toMillis(),
                        SWEEP_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Takes a notification that has just been stored.
    ///
    /// @param asked the request by which it came
    void take(long id, long channelId, Instant since, List<Item> items, Span asked) {
        var origin = new Parcel.Origin(id, channelId, since, 0, clock.instant(), asked);
        var parcel = new Parcel(origin, items, recipients, deliveries, endings, tracing);
        lock.lock();
        try {
            if (behind || id <= taken || lanes.isFull()) {
                fallBehind(id);
            } else {
                put(parcel);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes up what nodes have stored that are no more.
    void adopt() {
        if (deliveries.adopt() > 0) {
            lookAgain();
        }
    }

    /// Says that a notification may be in the table although nobody was told so.
    void lookAgain() {
        lookAgain(1);
    }

    /// The same, and it is not before this one.
    void lookAgain(long id) {
        lock.lock();
        try {
            fallBehind(id);
        } finally {
            lock.unlock();
        }
    }

    /// How many notifications are being taken apart.
    int inHand() {
        lock.lock();
        try {
            return inHand.size();
        } finally {
            lock.unlock();
        }
    }

    private void fallBehind(long id) {
        oldestLeft = Math.min(oldestLeft, id);
        if (!behind) {
            behind = true;
            startCatchingUp();
        }
    }

    private void startCatchingUp() {
        Thread.ofVirtual().name("intake-catches-up").start(this::catchUp);
    }

    private void put(Parcel parcel) {
        if (inHand.add(parcel.id())) {
            parcel.putInto(lanes, () -> release(parcel.id()));
        }
    }

    private void release(long id) {
        lock.lock();
        try {
            inHand.remove(id);
        } finally {
            lock.unlock();
        }
    }

    private void catchUp() {
        boolean told = false;
        while (lanes.awaitRoom()) {
            try {
                goBack();
                if (takePage() == 0 && isCaughtUp()) {
                    return;
                }
            } catch (RuntimeException | Error e) {
                // Whatever it is, this thread must go on: there is no other way out of the table.
                LOG.log(
                        told ? Level.FINE : Level.WARNING,
                        "stored notifications wait; they are looked for again",
                        e);
                told = true;
                if (stopsWithin(AGAIN)) {
                    return;
                }
            }
        }
    }

    private void goBack() {
        lock.lock();
        try {
            cursor = Math.min(cursor, oldestLeft - 1);
            oldestLeft = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /// @return how many there were
    private int takePage() {
        var page = deliveries.waiting(cursor, PAGE);
        for (int done = 0; done < page.size(); ) {
            if (!lanes.awaitRoom()) {
                break;
            }
            var some =
                    page.subList(
                            done, done + fitting(page.subList(done, page.size()), lanes.room()));
            takeStored(some.stream().map(Deliveries.Waiting::id).toList());
            cursor = some.getLast().id();
            done += some.size();
        }
        return page.size();
    }

    /// How many of the first are read at once, one at least.
    private static int fitting(List<Deliveries.Waiting> waiting, int room) {
        int most = Math.min(TOGETHER_MAX, room);
        long bytes = 0;
        int count = 0;
        for (var one : waiting) {
            bytes += one.size();
            if (count > 0 && (count >= most || bytes > TOGETHER_BYTES_MAX)) {
                break;
            }
            count++;
        }
        return count;
    }

    private void takeStored(List<Long> ids) {
        var free = ids.stream().filter(id -> !isInHand(id)).toList();
        if (!free.isEmpty()) {
            deliveries.find(free).forEach(raw -> putStored(parcel(raw)));
        }
    }

    private Parcel parcel(Deliveries.Raw raw) {
        var items = document(raw.body()).map(Intake::read).orElseGet(List::of);
        return new Parcel(
                new Parcel.Origin(
                        raw.id(),
                        raw.channelId(),
                        raw.since(),
                        raw.attempts(),
                        clock.instant(),
                        Span.NONE),
                items.isEmpty() ? NOT_JSON : items,
                recipients,
                deliveries,
                endings,
                tracing);
    }

    private static final List<Item> NOT_JSON =
            List.of(new Item.Damaged("notification", "it is not JSON"));

    private void putStored(Parcel parcel) {
        lock.lock();
        try {
            taken = Math.max(taken, parcel.id());
            put(parcel);
        } finally {
            lock.unlock();
        }
    }

    private boolean isInHand(long id) {
        lock.lock();
        try {
            return inHand.contains(id);
        } finally {
            lock.unlock();
        }
    }

    /// The table had nothing; unless something was left there since, requests may hand over again.
    private boolean isCaughtUp() {
        lock.lock();
        try {
            behind = oldestLeft != Long.MAX_VALUE;
            return !behind;
        } finally {
            lock.unlock();
        }
    }

    private boolean stopsWithin(Duration wait) {
        try {
            return stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Finishes what is in hand; what does not finish in time, or waits for something, is in the
    /// table.
    @Override
    public void close() {
        lock.lock();
        try {
            behind = true; // what still comes stays in the table
        } finally {
            lock.unlock();
        }
        stopped.countDown();
        lanes.close(DRAIN);
        endings.close();
        timer.shutdownNow();
    }
}
