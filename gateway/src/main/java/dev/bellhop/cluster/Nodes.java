package dev.bellhop.cluster;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// The keeper of `gateway_node`: this gateway, and those beside it on the same database.
///
/// Each says every two seconds that it is there. The row of one that was not heard of for fifteen
/// seconds is removed by another; who was only asleep finds its row gone, and goes on under another
/// name, so that nothing which it took before can be mistaken for its own. All times in the table
/// are the database's; how long somebody has been silent each judges by its own clock.
///
/// Nobody is judged by who was away themselves: a node that could not ask the database for a while,
/// or slept, first listens for as long as anybody may be silent. After a database was away
/// everybody is late.
public final class Nodes implements Claimant, AutoCloseable {
    /// How often a node says that it is there.
    static final Duration BEAT = Duration.ofSeconds(2);

    /// After how long without a word it is gone.
    static final Duration LEASE = Duration.ofSeconds(15);

    /// A pause between two beats that means that this node was away itself.
    private static final Duration LATE = BEAT.multipliedBy(3);

    private static final int TAKE_OVER_EVERY_BEATS = 15;
    private static final int NAME_MAX = 120;
    private static final Logger LOG = Logger.getLogger(Nodes.class.getName());

    private final Database database;
    private final NodeFile file;
    private final String version;
    private final LongSupplier nanoTime;
    private final Owed news = new Owed("what follows from it that a node has gone");
    private final Owed takeover = new Owed("taking over the work of a node that has gone");
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("nodes").factory());
    private volatile String id = fresh();
    private volatile String name;
    private volatile List<Node> known = List.of();

    /// When the newest beat that was heard began.
    private volatile long heldAtNanos;

    /// Since when this node has not been late; only the timer's thread touches it, and what
    /// follows.
    private long steadySinceNanos;

    /// What was heard last of each, and when that was news, by this node's own clock.
    private final Map<String, Heard> heard = new HashMap<>();

    private record Heard(Instant seenAt, long sinceNanos) {}

    private boolean isMissed;
    private long beats;

    /// Whether this node goes under a name that its file does not know yet.
    private boolean isNewborn;

    private final AtomicBoolean isTakingOver = new AtomicBoolean();

    Nodes(Database database, NodeFile file, String name, String version, LongSupplier nanoTime) {
        this.database = database;
        this.file = file;
        this.name = cut(name);
        this.version = version;
        this.nanoTime = nanoTime;
    }

    /// Enters this gateway.
    ///
    /// @param name what people know the machine by
    /// @param alone whether nobody else can be there, because the database is this gateway's own:
    ///   then whoever is entered is dead
    public static Nodes open(
            Database database, Path dataDir, String name, String version, boolean alone) {
        var nodes = new Nodes(database, NodeFile.take(dataDir), name, version, System::nanoTime);
        try {
            nodes.enter(alone);
            nodes.start();
            return nodes;
        } catch (RuntimeException e) {
            nodes.file.close();
            throw e;
        }
    }

    private static String fresh() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static String cut(String name) {
        return name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
    }

    void enter(boolean alone) {
        var former = file.former();
        long now = nanoTime.getAsLong();
        database.write(tx -> {
            if (alone) {
                tx.change("DELETE FROM gateway_node");
            }
            former.ifPresent(it -> tx.change("DELETE FROM gateway_node WHERE id = ?", it));
            insert(tx);
        });
        file.write(id);
        heldAtNanos = now;
        steadySinceNanos = now;
        known = read();
        hear(known);
    }

    private void insert(Tx tx) {
        tx.change(
                """
                INSERT INTO gateway_node (id, name, version, started_at, seen_at)
                VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                """,
                id,
                name,
                version);
    }

    private void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::turn, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Says by which port this node is found, once that is known.
    public void isAt(int port) {
        name = cut(name + ":" + port);
        timer.execute(this::turn);
    }

    /// Calls the listener when a node has gone, by whatever way; at every node that is left, and
    /// again while it fails.
    public void onGone(Runnable listener) {
        news.add(listener);
    }

    /// Has work taken over that is in the name of nobody who is entered: when a node has gone,
    /// again while that fails, and every half a minute in any case, because one that was taken for
    /// gone may have left work under its former name without knowing.
    ///
    /// @param work finds it by itself; mostly there is none
    public void takeOverBy(Runnable work) {
        takeover.add(work);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isHeld() {
        return nanoTime.getAsLong() - heldAtNanos < LEASE.toNanos();
    }

    /// All that are there, this one too, in the order in which they started; as of the last beat.
    public List<Node> living() {
        return known.stream().filter(it -> it.silent().compareTo(LEASE) < 0).toList();
    }

    /// Those too that nobody has heard of for long, and that nobody has removed yet.
    List<Node> entered() {
        return known;
    }

    /// Whether others work on this database.
    public boolean hasNeighbours() {
        return living().stream().anyMatch(it -> !it.id().equals(id));
    }

    /// Whether of all nodes this is the one that started first: what one of them is to do, it does.
    public boolean isFirst() {
        var all = living();
        return all.isEmpty() || all.getFirst().id().equals(id);
    }

    private void turn() {
        try {
            beat();
            isMissed = false;
            takeOverBeside();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    isMissed ? Level.FINE : Level.WARNING,
                    "this node could not say that it is there; it is tried again",
                    e);
            isMissed = true;
        }
    }

    /// It may wait for locks of whoever has gone, and a node that waits is still there.
    private void takeOverBeside() {
        if ((takeover.isAny() || news.isAny()) && isTakingOver.compareAndSet(false, true)) {
            Thread.ofVirtual()
                    .name("take-over")
                    .start(() -> {
                        try {
                            takeOver();
                        } finally {
                            isTakingOver.set(false);
                        }
                    });
        }
    }

    /// One round: says that this node is there, and looks who else is.
    void beat() {
        long began = nanoTime.getAsLong();
        if (began - heldAtNanos > LATE.toNanos()) {
            steadySinceNanos = began;
        }
        boolean reborn = !isStillThere();
        heldAtNanos = began;
        var before = ids(known);
        long asked = nanoTime.getAsLong();
        var all = read();
        if (nanoTime.getAsLong() - began > LATE.toNanos()) {
            steadySinceNanos =
                    nanoTime.getAsLong(); // the database stood still, and so did everybody
        }
        hear(all);
        long gone = all.stream().filter(it -> isGone(it, asked)).filter(this::remove).count();
        known = gone > 0 ? read() : all;
        before.removeAll(ids(known));
        beats++;
        boolean somebodyWent = reborn || !before.isEmpty();
        if (somebodyWent) {
            news.owe();
        }
        if (somebodyWent || beats % TAKE_OVER_EVERY_BEATS == 0) {
            takeover.owe();
        }
    }

    /// Takes over what those had in hand who have gone, if that is owed. What fails is owed still.
    void takeOver() {
        boolean _ = takeover.settle();
        boolean _ = news.settle();
    }

    /// Notes what is news of somebody: it was heard now at the latest.
    private void hear(List<Node> all) {
        long now = nanoTime.getAsLong();
        heard.keySet().retainAll(ids(all));
        for (var node : all) {
            var last = heard.get(node.id());
            if (last == null || !last.seenAt().equals(node.seenAt())) {
                heard.put(node.id(), new Heard(node.seenAt(), now));
            }
        }
    }

    private static Set<String> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).collect(Collectors.toCollection(HashSet::new));
    }

    /// Says so. Whoever was taken for gone begins anew, and is told so once that is done.
    private boolean isStillThere() {
        if (!isEntered()) {
            LOG.log(
                    Level.WARNING,
                    "this gateway was not heard of for so long that others took over its work; it"
                            + " goes on as another node");
            id = fresh();
            isNewborn = true; // also if the answer to what follows is lost
            database.write(this::insert);
        }
        if (!isNewborn) {
            return true;
        }
        isNewborn = false;
        try {
            file.write(id);
        } catch (UncheckedIOException e) {
            // It only spares the next start a wait.
            LOG.log(Level.WARNING, "the new name of this node is not written down", e);
        }
        return false;
    }

    private boolean isEntered() {
        return database.alone(tx ->
                tx.change(
                        """
                        UPDATE gateway_node SET seen_at = UTC_TIMESTAMP(3), name = ?
                        WHERE id = ?
                        """,
                        name,
                        id))
                > 0;
    }

    /// By this node's own clock: the database's may be set forward, and then everybody is late.
    ///
    /// @param asked when the question was sent whose answer this is
    private boolean isGone(Node node, long asked) {
        var last = heard.get(node.id());
        return !node.id().equals(id)
                && last != null
                && asked - Math.max(last.sinceNanos(), steadySinceNanos) >= LEASE.toNanos();
    }

    private boolean remove(Node node) {
        long removed =
                database.alone(tx ->
                        tx.change(
                                "DELETE FROM gateway_node WHERE id = ? AND seen_at = ?",
                                node.id(),
                                node.seenAt()));
        if (removed > 0) {
            LOG.log(
                    Level.WARNING,
                    "node {0} at {1} was not heard of for {2} s and counts as gone",
                    new Object[] {node.id(), node.name(), LEASE.toSeconds()});
        }
        return removed > 0;
    }

    private List<Node> read() {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, name, version, started_at, seen_at,
                               TIMESTAMPDIFF(MICROSECOND, seen_at, UTC_TIMESTAMP(3)) AS silent
                        FROM gateway_node
                        ORDER BY started_at, id
                        """,
                        row ->
                                new Node(
                                        row.text("id"),
                                        row.text("name"),
                                        row.text("version"),
                                        row.instant("started_at"),
                                        row.instant("seen_at"),
                                        Duration.of(row.number("silent"), ChronoUnit.MICROS))));
    }

    /// Ends it as a kill does: the others are not told.
    void killed() {
        timer.shutdownNow();
        file.close();
    }

    /// Says that this node has gone. A database that is away does not hold up a stop.
    @Override
    public void close() {
        timer.shutdown(); // whoever is interrupted while they ask the database break a connection
        try {
            var _ = timer.awaitTermination(BEAT.toMillis(), TimeUnit.MILLISECONDS);
            database.write(tx -> tx.change("DELETE FROM gateway_node WHERE id = ?", id));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the others are not told that this node has gone", e);
        } finally {
            file.close();
        }
    }
}
