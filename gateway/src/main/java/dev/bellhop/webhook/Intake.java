package dev.bellhop.webhook;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.relay.Inbound;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Notification;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Takes stored notifications apart: one person's items in the order in which they came, different
/// people's side by side. When too many wait in memory, the rest waits in the table, where a sweep
/// finds it.
final class Intake implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Intake.class.getName());
    private static final int WAITING_MAX = 10_000;

    /// How often a notification is taken before what failed of it is left to a person.
    private static final int TRIES_MAX = 5;

    private static final int AT_A_TIME = 16;
    private static final int SWEEP_PAGE = 500;
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /// Which channel's number an item is for. A notification comes to the address of one channel
    /// and may speak of other numbers of the same app, or of some that nobody set up here.
    interface Owners {
        OptionalLong channel(long addressed, String phoneNumberId);
    }

    private final Deliveries deliveries;
    private final Inbound inbound;
    private final Owners owners;
    private final Clock clock;
    private final Map<String, Queue<Runnable>> lanes = new ConcurrentHashMap<>();
    private final Set<Long> inHand = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore workers = new Semaphore(AT_A_TIME);
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("intake-sweep").factory());
    private volatile boolean stopping;

    Intake(Deliveries deliveries, Inbound inbound, Owners owners, Clock clock) {
        this.deliveries = deliveries;
        this.inbound = inbound;
        this.owners = owners;
        this.clock = clock;
    }

    /// Takes up what a former life stored and did not finish, before anything new comes in.
    void start() {
        sweep(Duration.ZERO);
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> sweep(SWEEP_EVERY),
                        SWEEP_EVERY.toMillis(),
                        SWEEP_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Takes a notification that has just been stored.
    void take(Deliveries.Raw raw) {
        if (stopping || waiting.get() >= WAITING_MAX || !inHand.add(raw.id())) {
            return; // it is in the table, and the sweep comes by
        }
        List<Item> items;
        try {
            items = Json.tryRead(raw.body()).map(Notification::read).orElseGet(List::of);
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "notification " + raw.id() + " could not be read", defect);
            items = List.of(new Item.Damaged("notification", defect.getClass().getSimpleName()));
        }
        var tally = new Tally(raw.id(), items.size());
        if (items.isEmpty()) {
            tally.finish();
        }
        for (Item item : items) {
            waiting.incrementAndGet();
            var owner = owner(raw.channelId(), item);
            enqueue(lane(owner, item), () -> work(owner, item, tally));
        }
    }

    private OptionalLong owner(long addressed, Item item) {
        return switch (item) {
            case Item.Inbound message -> owners.channel(addressed, message.phoneNumberId());
            case Item.StatusUpdate status -> owners.channel(addressed, status.phoneNumberId());
            case Item.PassedOver _, Item.Damaged _ -> OptionalLong.of(addressed);
        };
    }

    /// Counts a notification's items down and writes what became of them.
    private final class Tally {
        private final long deliveryId;
        private final int items;
        private final AtomicInteger left;
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private boolean whole = true;
        private boolean again;

        Tally(long deliveryId, int items) {
            this.deliveryId = deliveryId;
            this.items = items;
            this.left = new AtomicInteger(items);
        }

        synchronized void add(String outcome, boolean good) {
            outcomes.merge(outcome, 1, Integer::sum);
            whole &= good;
        }

        /// Something stood in the way that may pass: the notification stays in the table and is
        /// taken again.
        synchronized void again() {
            again = true;
        }

        void itemDone() {
            waiting.decrementAndGet();
            if (left.decrementAndGet() == 0) {
                finish();
            }
        }

        synchronized void finish() {
            try {
                if (!again || deliveries.tries(deliveryId) >= TRIES_MAX) {
                    deliveries.finish(deliveryId, items, whole && !again, words());
                }
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a notification is taken again", e);
            } finally {
                inHand.remove(deliveryId);
            }
        }

        private String words() {
            return outcomes.entrySet().stream()
                    .map(entry ->
                            entry.getValue() == 1
                                    ? entry.getKey()
                                    : entry.getValue() + " × " + entry.getKey())
                    .collect(Collectors.joining("; "));
        }
    }

    private void work(OptionalLong owner, Item item, Tally tally) {
        try {
            switch (item) {
                case Item.Inbound _, Item.StatusUpdate _ when owner.isEmpty() ->
                        tally.add("passed over: a number that is not set up here", true);
                case Item.Inbound message ->
                        tally.add(inbound.message(owner.getAsLong(), message), true);
                case Item.StatusUpdate status ->
                        tally.add(inbound.status(owner.getAsLong(), status), true);
                case Item.PassedOver(var what) -> tally.add("passed over: " + what, true);
                case Item.Damaged(var what, var why) ->
                        tally.add(what + " not readable: " + why, false);
            }
        } catch (DatabaseAway e) {
            tally.again();
        } catch (RuntimeException trouble) {
            LOG.log(
                    Level.SEVERE,
                    "an item of notification " + tally.deliveryId + " failed",
                    trouble);
            tally.add("failed: " + trouble.getClass().getSimpleName(), false);
            tally.again();
        } finally {
            tally.itemDone();
        }
    }

    /// Items of one person share a lane; a message's statuses only move forward and may share any.
    private static String lane(OptionalLong owner, Item item) {
        return switch (item) {
            case Item.Inbound message -> owner.orElse(0) + " " + message.from().lane();
            case Item.StatusUpdate status -> owner.orElse(0) + " " + status.wamid();
            case Item.PassedOver _, Item.Damaged _ -> owner.orElse(0) + " rest";
        };
    }

    private void enqueue(String lane, Runnable work) {
        lanes.compute(
                lane,
                (_, queue) -> {
                    if (queue != null) {
                        queue.add(work);
                        return queue;
                    }
                    var fresh = new ArrayDeque<Runnable>();
                    fresh.add(work);
                    Thread.ofVirtual().name("intake").start(() -> run(lane));
                    return fresh;
                });
    }

    private void run(String lane) {
        workers.acquireUninterruptibly();
        try {
            while (true) {
                var next = new ArrayList<Runnable>(1);
                lanes.computeIfPresent(
                        lane,
                        (_, queue) -> {
                            var work = queue.poll();
                            if (work == null) {
                                return null;
                            }
                            next.add(work);
                            return queue;
                        });
                if (next.isEmpty()) {
                    return;
                }
                runOne(next.getFirst());
            }
        } finally {
            workers.release();
        }
    }

    /// Whatever one item does, the lane goes on with the next.
    private static void runOne(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError | StackOverflowError defect) {
            LOG.log(Level.SEVERE, "an item failed in a way nobody foresaw", defect);
        }
    }

    private void sweep(Duration age) {
        try {
            long after = 0;
            while (!stopping && waiting.get() < WAITING_MAX) {
                var page = deliveries.waiting(clock.instant().minus(age), after, SWEEP_PAGE);
                for (long id : page) {
                    // One body at a time: a backlog of large ones must not fill the memory.
                    deliveries.find(id).ifPresent(this::take);
                }
                if (page.size() < SWEEP_PAGE) {
                    return;
                }
                after = page.getLast();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "stored notifications wait; they are looked for again", e);
        }
    }

    /// How many notifications are being taken apart.
    int inHand() {
        return inHand.size();
    }

    /// Finishes what is in hand; what does not finish in time is in the table.
    @Override
    public void close() {
        stopping = true;
        timer.shutdownNow();
        long deadline = System.nanoTime() + DRAIN.toNanos();
        var idle = new CountDownLatch(1);
        try {
            while (!inHand.isEmpty() && System.nanoTime() < deadline) {
                boolean _ = idle.await(10, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
