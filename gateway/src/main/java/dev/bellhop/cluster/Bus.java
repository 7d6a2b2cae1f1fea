package dev.bellhop.cluster;

import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import javax.crypto.SecretKey;

/// Tells the gateways beside this one what happened here, and hears what happened there, over a
/// channel of Redis. Like the bell within a gateway it promises nothing but one thing: whoever
/// missed something is told that they did, and reads the tables.
///
/// Telling never waits. What is told goes into a bounded queue, and out of it many lines at a time,
/// numbered; whatever does not get there leaves a hole in the numbers. Every two seconds a node
/// sends a number in any case, so that a hole shows although nothing follows. A node hears its own
/// as well, and so knows whether its ear is open.
public final class Bus implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Bus.class.getName());
    private static final int WAITING_MAX = 10_000;
    private static final int AT_ONCE = 500;
    private static final int ARRIVED_MAX = 1_000;
    private static final int SENDERS_MAX = 1_000;

    /// How often a number is sent though nothing is told.
    private static final Duration BEAT = Duration.ofSeconds(2);

    /// So much is gathered at least while there is much to tell; each call costs as much as many
    /// lines in one.
    private static final Duration PACE = Duration.ofMillis(4);

    /// Without a word of its own for so long an ear is deaf.
    private static final Duration DEAF = BEAT.multipliedBy(3);

    private static final Duration BACKOFF_FIRST = Duration.ofMillis(100);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /// Redis may be away for as long as that, and nothing is lost.
    private static final int TRIES_MAX = 20;

    private static final Duration TRY_AGAIN = Duration.ofMillis(250);

    /// What was told since the start.
    ///
    /// @param lost lines of this node that did not go out
    /// @param gaps how often everything was read anew
    public record Figures(long told, long heard, long lost, long gaps) {}

    private final Optional<Redis> redis;
    private final BusSeal seal;
    private final byte[] channel;
    private final String self = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final BlockingQueue<String> arrived = new ArrayBlockingQueue<>(ARRIVED_MAX);
    private final Map<String, Consumer<List<String>>> listeners = new ConcurrentHashMap<>();
    private final Owed readings = new Owed("reading what was missed");
    private final AtomicBoolean lostSome = new AtomicBoolean();
    private final AtomicBoolean gap = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final LongAdder told = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();

    /// The number of the last batch of each sender; only the ear touches it.
    private final Map<String, Long> numbers = new HashMap<>();

    private volatile Optional<Jedis> ear = Optional.empty();
    private volatile boolean isListening;
    private volatile long heardItselfNanos = System.nanoTime();

    /// The number of the last batch that was sent or lost; only the mouth touches it.
    private long number;

    private Bus(Optional<Redis> redis, SecretKey key) {
        this.redis = redis;
        this.seal = new BusSeal(key);
        this.channel = seal.channel();
    }

    /// A bus over Redis; without one it leads nowhere.
    ///
    /// @param key what the gateways of one database share and nobody else knows
    public static Bus over(Optional<Redis> redis, SecretKey key) {
        return new Bus(redis, key);
    }

    /// Begins to listen and to tell; whoever is to hear has said so by now.
    public void start() {
        redis.ifPresent(it -> {
            threads.add(Thread.ofVirtual().name("bus-ear").start(() -> listen(it)));
            threads.add(Thread.ofVirtual().name("bus-mouth").start(() -> speak(it)));
            threads.add(Thread.ofVirtual().name("bus-work").start(this::work));
        });
    }

    /// Whether there is a bus at all.
    public boolean isThere() {
        return redis.isPresent();
    }

    /// Whether what is told gets there now, as far as is known.
    public boolean isUp() {
        return redis.filter(it -> it.state().up()).isPresent() && isListening;
    }

    public Figures figures() {
        return new Figures(told.sum(), heard.sum(), lost.sum(), gaps.sum());
    }

    /// Calls the listener with what other nodes tell of a kind, in the order in which each told it.
    ///
    /// @param kind a word
    public void hear(String kind, Consumer<List<String>> listener) {
        listeners.put(kind, listener);
    }

    /// Calls the listener when something may have been missed: it reads anew whatever it knows.
    public void onGap(Runnable listener) {
        readings.add(listener);
    }

    /// Tells other nodes something, after the commit. It never waits.
    ///
    /// @param body one line; nothing that somebody wrote
    public void tell(String kind, String body) {
        if (redis.isPresent() && !waiting.offer(kind + " " + body)) {
            lost.increment();
            lostSome.set(true);
        }
    }

    private void speak(Redis through) {
        var lines = new ArrayList<String>(AT_ONCE);
        try {
            while (true) {
                var first = waiting.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    lines.add(first);
                    waiting.drainTo(lines, AT_ONCE - 1);
                }
                send(through, lines);
                lines.clear();
                cutIfDeaf();
                Thread.sleep(PACE);
            }
        } catch (InterruptedException closed) {
            do {
                waiting.drainTo(lines, AT_ONCE - lines.size());
                send(through, lines);
                lines.clear();
            } while (!waiting.isEmpty());
        }
    }

    private void send(Redis through, List<String> lines) {
        if (lostSome.getAndSet(false)) {
            number++; // a hole, by which the others see it
        }
        number++;
        byte[] sealed = seal.seal(self, number, String.join("\n", lines));
        // Who has heard a number does not listen to it again, so a try without an answer is
        // repeated.
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            if (through.ask(client -> client.publish(channel, sealed)).isPresent()) {
                told.add(lines.size());
                return;
            }
            if (closesWithin(TRY_AGAIN)) {
                break;
            }
        }
        // One hole stands for all of it. This number is none: it may have got there all the same.
        waiting.drainTo(lines);
        lost.add(lines.size());
        lostSome.set(true);
    }

    private void cutIfDeaf() {
        if (isListening && System.nanoTime() - heardItselfNanos > DEAF.toNanos()) {
            cutEar();
        }
    }

    /// Whoever reads there is told by it; that the line was broken already is what was feared.
    private void cutEar() {
        try {
            ear.ifPresent(Jedis::disconnect);
        } catch (JedisException broken) {
            LOG.log(Level.FINE, "the line was broken already", broken);
        }
    }

    private void listen(Redis through) {
        var pause = BACKOFF_FIRST;
        boolean complained = false;
        while (closing.getCount() > 0) {
            long began = System.nanoTime();
            try (var line = through.line()) {
                ear = Optional.of(line);
                line.subscribe(new Ear(), channel);
            } catch (RuntimeException e) {
                // Who may not listen is told so once; while Redis is away, that is said elsewhere.
                boolean isNews = isListening || (through.state().up() && !complained);
                complained |= isNews;
                if (isNews && closing.getCount() > 0) {
                    LOG.log(Level.WARNING, "nothing is heard of other gateways: {0}", reason(e));
                } else {
                    LOG.log(Level.FINE, "the bus is tried again", e);
                }
            } finally {
                ear = Optional.empty();
                isListening = false;
            }
            pause =
                    System.nanoTime() - began > BACKOFF_MAX.toNanos()
                            ? BACKOFF_FIRST
                            : min(pause.multipliedBy(2), BACKOFF_MAX);
            if (closesWithin(pause)) {
                return;
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private boolean closesWithin(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// What comes in, on the ear's thread, which only reads.
    private final class Ear extends BinaryJedisPubSub {
        @Override
        public void onSubscribe(byte[] name, int count) {
            heardItselfNanos = System.nanoTime();
            isListening = true;
            LOG.info("other gateways are heard from now on");
            missed(); // whatever was read before this moment may be old
        }

        @Override
        public void onMessage(byte[] name, byte[] sealed) {
            seal.open(sealed).ifPresent(Bus.this::take);
        }
    }

    private void take(BusSeal.Opened batch) {
        if (batch.sender().equals(self)) {
            heardItselfNanos = System.nanoTime();
            return;
        }
        if (numbers.size() > SENDERS_MAX) {
            numbers.clear();
        }
        long last = numbers.getOrDefault(batch.sender(), 0L);
        if (batch.number() <= last) {
            return; // somebody plays it again
        }
        numbers.put(batch.sender(), batch.number());
        if (batch.number() != last + 1) {
            missed();
        }
        if (!batch.text().isEmpty() && !arrived.offer(batch.text())) {
            arrived.clear(); // more than can be taken in: the tables have all of it
            missed();
        }
    }

    /// Something may have been missed, such as what a gateway had not told yet when it was killed:
    /// whoever listens for gaps reads anew.
    public void missed() {
        gap.set(true);
        boolean _ = arrived.offer(""); // wakes whoever works
    }

    private void work() {
        try {
            while (true) {
                var batch = arrived.take();
                if (gap.getAndSet(false)) {
                    gaps.increment();
                    readings.owe();
                }
                readAnew();
                deliver(batch); // after it: somebody may be called for what is in it
            }
        } catch (InterruptedException closed) {
            LOG.log(Level.FINE, "nothing is heard any more", closed);
        }
    }

    private void readAnew() throws InterruptedException {
        if (!readings.settle()) {
            Thread.sleep(AGAIN);
            boolean _ = arrived.offer(""); // if it is full, something wakes this anyway
        }
    }

    private void deliver(String batch) {
        if (batch.isEmpty()) {
            return;
        }
        var byKind =
                Arrays.stream(batch.split("\n", -1))
                        .map(line -> line.split(" ", 2))
                        .filter(parts -> parts.length == 2)
                        .collect(
                                Collectors.groupingBy(
                                        parts -> parts[0],
                                        LinkedHashMap::new,
                                        Collectors.mapping(
                                                parts -> parts[1], Collectors.toList())));
        byKind.forEach((kind, bodies) -> {
            heard.add(bodies.size());
            var listener = listeners.get(kind);
            if (listener == null) {
                return; // a newer version's; whatever it is, it is in the tables
            }
            try {
                listener.accept(bodies);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "what another gateway told is read from the tables", e);
                missed();
            }
        });
    }

    /// Tells what still waits, and nothing after that.
    @Override
    public void close() {
        closing.countDown();
        threads.forEach(Thread::interrupt);
        cutEar();
        for (var thread : threads) {
            try {
                boolean _ = thread.join(AGAIN);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
