package dev.bellhop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A visitor with a chat who comes back when the connection ends, after the waits of the widget
/// (`widget/src/main/ts/socket.ts`), and from an address of their own: few have the same.
final class Guest {
    private static final int PATIENCE_SECONDS = 60;
    private static final double BACKOFF_FIRST_SECONDS = 1;
    private static final double BACKOFF_SHORT_SECONDS_MAX = 8;
    private static final int FAILURES_SHORT = 10;
    private static final double BACKOFF_LONG_SECONDS_MAX = 30;
    private static final int ADDRESSES_OF_NET = 250;
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern WAIT = Pattern.compile("\"reconnect_in\":(\\d+)");
    private static final Pattern CID = Pattern.compile("\"cid\":\"([^\"]+)\"");

    private static final int ANSWER_SECONDS_MAX = 10;
    private static final long BEAT_MILLIS = 25_000;
    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("guests").factory());

    private final int port;
    private final int origin;
    private final InetAddress from;
    private final String path;
    private final Random random;
    private final Consumer<String> accepted;

    private Optional<FrameLine> line = Optional.empty();
    private String token = "";
    private boolean comesBack;
    private boolean beats;
    private boolean left;
    private boolean welcome;

    /// Anything, since they came: whoever is told that they wait does not give up.
    private boolean heard;

    private int failures;
    private long lostAt;
    private long backAt;
    private int attempts;
    private int errors;
    private CountDownLatch welcomed = new CountDownLatch(1);

    /// @param origin the port of the site's pages
    /// @param random whose numbers the waits are spread by
    /// @param accepted is given the id of each message that was accepted
    Guest(int port, int origin, int number, String site, Random random, Consumer<String> accepted) {
        this.port = port;
        this.origin = origin;
        this.from = address(number);
        this.path = "/widget/v1/socket?site=" + site;
        this.random = random;
        this.accepted = accepted;
    }

    private static InetAddress address(int number) {
        int place = number % (ADDRESSES_OF_NET * ADDRESSES_OF_NET);
        byte[] address = {
            127, 1, (byte) (1 + place / ADDRESSES_OF_NET), (byte) (1 + place % ADDRESSES_OF_NET)
        };
        try {
            return InetAddress.getByAddress(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Comes and waits until they are welcome.
    void arrive() {
        connect();
        awaitWelcome();
    }

    void awaitWelcome() {
        CountDownLatch awaited;
        synchronized (this) {
            awaited = welcomed;
        }
        try {
            if (!awaited.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a visitor was not welcomed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void says(String cid, String text) {
        line.orElseThrow()
                .say("{\"t\":\"send\",\"cid\":\"" + cid + "\",\"text\":\"" + text + "\"}");
    }

    /// From now on a connection that ends is followed by another, and how long that takes counts.
    synchronized void comeBack() {
        comesBack = true;
        welcomed = new CountDownLatch(1);
        attempts = 0;
        errors = 0;
    }

    synchronized void leave() {
        comesBack = false;
        left = true;
        line.ifPresent(FrameLine::close);
    }

    /// Whether they are welcome at present, and may write.
    synchronized boolean isHere() {
        return welcome;
    }

    /// As when the page is loaded again: the connection ends, and another follows after a moment.
    synchronized void reload() {
        comeBack();
        lost(-1);
    }

    synchronized boolean isBack() {
        return welcomed.getCount() == 0;
    }

    /// How long they were away the last time.
    synchronized double secondsAway() {
        return (backAt - lostAt) / 1e9;
    }

    synchronized long backAtNanos() {
        return backAt;
    }

    /// How often they tried to come back.
    synchronized int attempts() {
        return attempts;
    }

    /// How often they were told that something does not work.
    synchronized int errors() {
        return errors;
    }

    private void connect() {
        var opened =
                FrameLine.open(from, port, origin, path, "bellhop.v1", this::heard, () -> lost(-1));
        synchronized (this) {
            line = Optional.of(opened);
            heard = false;
            var known = token.isEmpty() ? "null" : "\"" + token + "\"";
            opened.say("{\"t\":\"hello\",\"token\":" + known + ",\"after\":0}");
        }
        var _ = CLOCK.schedule(() -> giveUp(opened), ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /// As a page does that is open: whoever is silent for long is taken for gone.
    private synchronized void beat() {
        if (!left) {
            try {
                if (welcome) {
                    line.ifPresent(it -> it.say("{\"t\":\"ping\"}"));
                }
            } catch (UncheckedIOException gone) {
                // They hear of that otherwise.
            }
            var _ = CLOCK.schedule(this::beat, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void giveUp(FrameLine waiting) {
        if (!heard && line.filter(waiting::equals).isPresent() && waiting.isOpen()) {
            lost(-1);
        }
    }

    private void heard(String frame) {
        synchronized (this) {
            heard = true;
        }
        if (frame.contains("\"t\":\"accepted\"")) {
            var cid = CID.matcher(frame);
            if (cid.find()) {
                accepted.accept(cid.group(1));
            }
        } else if (frame.startsWith("{\"t\":\"welcome\"")) {
            welcome(frame);
        } else if (frame.startsWith("{\"t\":\"bye\"")) {
            var wait = WAIT.matcher(frame);
            lost(wait.find() ? Integer.parseInt(wait.group(1)) : 0);
        } else if (frame.startsWith("{\"t\":\"error\"")) {
            synchronized (this) {
                errors++;
            }
            System.err.println("refused: " + frame);
        }
    }

    private synchronized void welcome(String frame) {
        var given = TOKEN.matcher(frame);
        if (given.find()) {
            token = given.group(1);
        }
        welcome = true;
        failures = 0;
        backAt = System.nanoTime();
        welcomed.countDown();
        if (!beats) {
            beats = true;
            long first = (long) (random.nextDouble() * BEAT_MILLIS);
            var _ = CLOCK.schedule(this::beat, first, TimeUnit.MILLISECONDS);
        }
    }

    /// @param asked how many seconds the gateway wants them to wait; -1 when it said nothing
    private synchronized void lost(int asked) {
        if (!comesBack) {
            return;
        }
        line.ifPresent(FrameLine::close);
        if (welcome) {
            welcome = false;
            lostAt = System.nanoTime();
            failures = 0;
        } else {
            failures++;
        }
        double most =
                failures > FAILURES_SHORT ? BACKOFF_LONG_SECONDS_MAX : BACKOFF_SHORT_SECONDS_MAX;
        double ceiling = Math.min(most, BACKOFF_FIRST_SECONDS * Math.pow(2, failures));
        double wait =
                asked < 0
                        ? random.nextDouble() * ceiling
                        : asked + random.nextDouble() * BACKOFF_FIRST_SECONDS;
        Thread.ofVirtual().start(() -> again(wait));
    }

    private void again(double seconds) {
        try {
            TimeUnit.MILLISECONDS.sleep((long) (seconds * 1_000));
            synchronized (this) {
                attempts++;
            }
            connect();
        } catch (UncheckedIOException refused) {
            lost(-1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
