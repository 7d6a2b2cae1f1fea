package dev.bellhop.media;

import dev.bellhop.media.Condition.Reach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The files in a bucket of a storage that speaks S3, under a prefix and the names that they have
/// in a folder. A file is put together on this machine's disk and goes there whole.
///
/// Nobody waits long for a bucket that is away: who finds that out is told, and so is everybody
/// else at once, until a look on a thread of its own finds it back.
///
/// An object says which installation's the files are. A copy of that, made to try something, knows
/// nothing of what was sent since, and would remove it: it is not let in.
final class Bucket implements Store {
    private static final Logger LOG = Logger.getLogger(Bucket.class.getName());

    /// While something is wrong, so that it shows soon when it is over.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /// While all is well: such a look costs its price at some storages.
    private static final long CALM_NANOS = Duration.ofSeconds(15).toNanos();

    /// Under which it says whose it is, behind the prefix.
    private static final String OWNER = "installation";

    private static final int OWNER_BYTES_MAX = 100;

    private final BucketAddress address;
    private final Optional<String> installation;
    private final S3 s3;
    private final Incoming incoming;
    private final Clock clock;

    /// Of this gateway alone, so that none removes what another looks for.
    private final String probe;

    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("bucket").factory());
    private volatile Condition condition;

    /// Whether it was seen to be nobody else's.
    private volatile boolean isOurs;

    private volatile Runnable back = () -> {};
    private long lookedAtNanos = System.nanoTime();

    private Bucket(BucketAddress address, Path folder, Optional<String> installation, Clock clock)
            throws IOException {
        this.address = address;
        this.installation = installation;
        this.incoming = new Incoming(folder.resolve("incoming"));
        this.clock = clock;
        this.probe = address.prefix() + "probe-" + UUID.randomUUID();
        this.condition = new Condition(Reach.UP, Optional.of(clock.instant()), Optional.empty());
        this.s3 = new S3(address);
    }

    static Bucket open(
            BucketAddress address, Path folder, Optional<String> installation, Clock clock)
            throws IOException {
        var bucket = new Bucket(address, folder, installation, clock);
        try {
            bucket.probe();
            LOG.info(() -> "files are in the bucket " + address.place());
        } catch (BucketTrouble e) {
            if (e.isRefusal()) {
                bucket.close();
                throw new BucketRefuses(
                        "the bucket " + address.place() + " refuses: " + e.getMessage(), e);
            }
            bucket.isNow(Reach.AWAY, e);
        } catch (IOException brokenOff) {
            bucket.isNow(Reach.AWAY, brokenOff);
        }
        var _ =
                bucket.looks.scheduleWithFixedDelay(
                        bucket::look,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
        return bucket;
    }

    @Override
    public Stored store(String handle, Claim claim, InputStream in) throws IOException {
        mustTake();
        try (var whole = incoming.take(handle, claim, in)) {
            if (whole.stored().thumbType().isPresent()) {
                put(FilePlace.thumbnail(handle), whole.thumb());
            }
            put(handle, whole.file());
            return whole.stored();
        }
    }

    @Override
    public void takeBack(String name, InputStream in) throws IOException {
        mustTake();
        var _ = key(name);
        var whole = incoming.take(name, in);
        try {
            put(name, whole);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private void put(String name, Path file) throws IOException {
        try {
            s3.put(key(name), file);
        } catch (BucketTrouble e) {
            throw refused(e);
        }
    }

    /// A refusal may be of one object: it is too large for something in between, or held there.
    /// Only a look tells whether all are refused.
    private IOException refused(BucketTrouble why) {
        if (!why.isRefusal()) {
            return away(Reach.AWAY, why);
        }
        try {
            probe();
        } catch (IOException all) {
            return away(reachNow(), why);
        }
        return new IOException(
                "the bucket "
                        + address.place()
                        + " refuses this file and no other ("
                        + why.getMessage()
                        + ")",
                why);
    }

    @Override
    public Content open(String name, OptionalLong size) throws IOException {
        var key = key(name);
        if (size.isPresent()) {
            return new Opened(key, size.getAsLong(), Optional.empty());
        }
        var whole = read(() -> s3.get(key));
        return new Opened(key, whole.length(), Optional.of(whole));
    }

    /// An object, asked for when it is known which part of it is wanted.
    private final class Opened implements Content {
        private final String key;
        private final long size;
        private Optional<S3.Coming> coming;

        Opened(String key, long size, Optional<S3.Coming> coming) {
            this.key = key;
            this.size = size;
            this.coming = coming;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public InputStream part(long from, long length) throws IOException {
            boolean all = from == 0 && length == size;
            if (coming.isEmpty() || !all) {
                close();
                coming = Optional.of(read(() -> all ? s3.get(key) : s3.get(key, from, length)));
            }
            return coming.get().in();
        }

        @Override
        public void close() throws IOException {
            if (coming.isPresent()) {
                coming.get().in().close();
                coming = Optional.empty();
            }
        }
    }

    /// A question that does not change anything.
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T read(Question<T> question) throws IOException {
        if (condition.reach() == Reach.AWAY) {
            throw away();
        }
        try {
            return question.ask();
        } catch (BucketTrouble e) {
            throw refused(e);
        }
    }

    @Override
    public void remove(String handle) throws IOException {
        // Also from one that takes nothing: it may be full. But never what may be another's.
        if (condition.reach() == Reach.AWAY || !isOurs) {
            throw away();
        }
        for (String name : Store.names(handle)) {
            try {
                s3.delete(key(name));
            } catch (BucketTrouble e) {
                throw refused(e);
            }
        }
    }

    @Override
    public void removeParts(Instant before) throws IOException {
        incoming.removeParts(before);
    }

    private String key(String name) {
        return address.prefix() + FilePlace.of(name);
    }

    private void mustTake() throws StoreAway {
        if (!condition.isUp()) {
            throw away();
        }
    }

    private StoreAway away() {
        return new StoreAway(condition.trouble().orElse("the bucket is away"));
    }

    private StoreAway away(Reach reach, BucketTrouble why) {
        isNow(reach, why);
        return new StoreAway(words(reach, why), why);
    }

    /// Whatever goes wrong with one look, the next one is made.
    private void look() {
        long now = System.nanoTime();
        if (condition.isUp() && now - lookedAtNanos < CALM_NANOS) {
            return;
        }
        lookedAtNanos = now;
        try {
            if (condition.isUp()) {
                s3.head();
            } else {
                probe();
                isUp();
            }
        } catch (IOException | RuntimeException e) {
            isNow(reachNow(), e);
        }
    }

    private Reach reachNow() {
        try {
            s3.head();
            return Reach.READ_ONLY;
        } catch (IOException | RuntimeException e) {
            return Reach.AWAY;
        }
    }

    /// Whatever is ever done there, once: a key that may not do it fails here, and not for
    /// somebody's file.
    private void probe() throws IOException {
        findOwner();
        s3.put(probe, "Bellhop was here.".getBytes(StandardCharsets.UTF_8));
        try (var in = s3.get(probe).in()) {
            var _ = in.readAllBytes();
        } catch (NoSuchFileException e) {
            throw new BucketTrouble("what was written cannot be read", false, e);
        }
        s3.delete(probe);
    }

    private void findOwner() throws IOException {
        var owner = owner();
        isOurs = owner.isEmpty() || owner.equals(installation) || owner.equals(address.takeOver());
        if (!isOurs) {
            throw new BucketTrouble(
                    ("what is in it belongs to the installation %s, and this database is another"
                         + " one: a copy, or restored from a backup. A copy needs a bucket or a"
                         + " media.s3.prefix of its own, or it would remove the original's files;"
                         + " if the original is gone for good and this one takes its place, set"
                         + " media.s3.take-over to %s")
                            .formatted(owner.orElseThrow(), owner.orElseThrow()),
                    true,
                    null);
        }
        if (installation.isPresent() && !owner.equals(installation)) {
            s3.put(ownerKey(), installation.get().getBytes(StandardCharsets.US_ASCII));
            LOG.info(() -> "the bucket " + address.place() + " is of this installation now");
        }
    }

    private Optional<String> owner() throws IOException {
        try (var in = s3.get(ownerKey()).in()) {
            var id = new String(in.readNBytes(OWNER_BYTES_MAX), StandardCharsets.US_ASCII);
            return Optional.of(id.strip());
        } catch (NoSuchFileException nobodys) {
            return Optional.empty();
        }
    }

    private String ownerKey() {
        return address.prefix() + OWNER;
    }

    private void isUp() {
        synchronized (this) {
            if (condition.isUp()) {
                return;
            }
            condition = new Condition(Reach.UP, Optional.of(clock.instant()), Optional.empty());
        }
        LOG.info(() -> "the bucket " + address.place() + " is back");
        try {
            back.run();
        } catch (RuntimeException e) {
            // Of something else than the bucket.
            LOG.log(Level.WARNING, "what was left while the bucket was away is done later", e);
        }
    }

    private synchronized void isNow(Reach reach, Exception why) {
        if (condition.reach() == reach) {
            return;
        }
        var words = words(reach, why);
        condition = new Condition(reach, Optional.of(clock.instant()), Optional.of(words));
        LOG.warning(words);
    }

    private String words(Reach reach, Exception why) {
        return "the bucket "
                + address.place()
                + (reach == Reach.AWAY
                        ? " is away: files can be neither read nor taken until it is back ("
                        : " takes nothing until that is over, and what is there can be read (")
                + why.getMessage()
                + ")";
    }

    @Override
    public Condition condition() {
        return condition;
    }

    @Override
    public void whenBack(Runnable task) {
        back = task;
    }

    @Override
    public String place() {
        return address.place();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void close() {
        looks.shutdownNow();
        s3.close();
    }
}
