package dev.bellhop.outbox;

import static java.util.Objects.requireNonNull;

import dev.bellhop.cluster.Claimant;
import dev.bellhop.cluster.Orphans;
import dev.bellhop.db.Batch;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The table of jobs: the only writer of `outbox`; what lists show is read beside it.
///
/// States: `ready` waits for its turn; `claimed` is being tried; `unsure` was tried without an
/// answer; `dead` will never work and waits for a person. A job that is done has no row. A claim is
/// a lease: one that is not settled in time is as good as unsure, and so is one of a node that has
/// gone. Only when the answer to the claim itself was lost, or to what added the job as claimed, is
/// it known that nobody tried it; then the claim is taken back.
///
/// A job may carry others of its lane: they are done, or dead, when it is. What a job carries stays
/// with it whatever happens in between, so that a try without an answer can be repeated as it was.
public final class Outbox {
    /// What was being tried by a node that is no more.
    private static final String ORPHANED =
            """
            state = 'claimed'
              AND (claimed_by IS NULL OR claimed_by NOT IN (SELECT id FROM gateway_node))
            """;

    private final Database database;
    private final OutboxLists lists;
    private final Clock clock;
    private final Claimant claimant;
    private final Workers workers = new Workers();
    private volatile Optional<Lanes> lanes = Optional.empty();
    private volatile Consumer<Dead> onDead = _ -> {};
    private final Batch<String, Optional<Claimed>> claiming = this::claim;
    private final Batch<Ending, Settled> settling = this::settle;

    /// How many jobs are in which state.
    public record Counts(long ready, long unsure, long dead) {}

    /// Jobs that are alike.
    ///
    /// @param waitsFor empty for their turn
    /// @param oldest when the first of them was put in
    public record Group(
            OptionalLong channelId, String state, String waitsFor, long count, Instant oldest) {}

    /// A job that has died.
    public record Dead(long id, String kind) {}

    /// A job that is not done.
    ///
    /// @param dead whether it never will be
    public record Left(long id, boolean dead) {}

    /// The message that jobs are about.
    public record About(long conversationId, int seq) {}

    /// A job that is being tried, or was tried without an answer yet.
    ///
    /// @param conversationId 0 for a job about none
    /// @param since when it was put in
    public record Trying(long conversationId, Instant since) {}

    /// A job as a person looks at it.
    public record Entry(
            long id,
            String lane,
            String kind,
            OptionalLong channelId,
            long conversationId,
            int seq,
            String state,
            int attempts,
            String waitsFor,
            Instant nextAt,
            String lastError,
            Instant createdAt,
            String payload) {}

    /// What a job is: its lane, its worker, what it is about.
    ///
    /// @param channelId the business number it needs, so that news of that number hasten it
    /// @param atHand what its worker need not read, if it is taken up as it is added
    public record Order(
            String lane,
            String kind,
            OptionalLong channelId,
            long conversationId,
            int seq,
            String payload,
            Optional<Job.AtHand> atHand) {
        public Order(
                String lane,
                String kind,
                OptionalLong channelId,
                long conversationId,
                int seq,
                String payload) {
            this(lane, kind, channelId, conversationId, seq, payload, Optional.empty());
        }
    }

    public Outbox(Database database, Clock clock) {
        this(database, clock, Claimant.ALONE);
    }

    /// @param claimant under which name jobs are taken here
    public Outbox(Database database, Clock clock, Claimant claimant) {
        this.database = database;
        this.lists = new OutboxLists(database, clock);
        this.clock = clock;
        this.claimant = claimant;
    }

    /// What there is, to be read.
    public OutboxLists lists() {
        return lists;
    }

    /// Has somebody told of each job that dies by itself, after its commit; what it carries dies
    /// with it and is not told apart. They must not take long.
    public void onDead(Consumer<Dead> listener) {
        onDead = listener;
    }

    /// Says that a job has died, after the commit; for whoever put it back dead.
    public void died(Dead job) {
        onDead.accept(job);
    }

    /// Adds a job that needs no business number.
    public void put(Tx tx, String lane, String kind, long conversationId, int seq, String payload) {
        put(tx, new Order(lane, kind, OptionalLong.empty(), conversationId, seq, payload));
    }

    /// Adds a job in the caller's transaction; wake its lane after the commit.
    public void put(Tx tx, Order order) {
        put(tx, order, clock.instant());
    }

    /// The same, and it is tried at that time.
    public void put(Tx tx, Order order, Instant at) {
        OutboxOrders.put(tx, List.of(order), at, clock.instant());
    }

    /// Adds several, in this order.
    public void put(Tx tx, List<Order> orders) {
        var now = clock.instant();
        OutboxOrders.put(tx, orders, now, now);
    }

    /// Adds several, in this order, and takes up each that has an empty lane to itself: it is being
    /// tried from the beginning, and need not be claimed by a transaction of its own.
    ///
    /// @return for each what tries it, to be run after the commit and in any case; empty where the
    ///   lane is to be woken then
    public List<Optional<Runnable>> begin(Tx tx, List<Order> orders) {
        var turns = turns(tx, orders);
        if (turns.isEmpty()) {
            put(tx, orders);
            return Collections.nCopies(orders.size(), Optional.empty());
        }
        var turnsByPlace = new HashMap<Integer, Lanes.Turn>();
        for (int i = 0; i < orders.size(); i++) {
            var turn = turns.remove(orders.get(i).lane());
            if (turn != null) {
                turnsByPlace.put(i, turn);
            }
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var jobs = OutboxOrders.put(tx, orders, turnsByPlace.keySet(), claimant.id(), now);
        var claimed = begun(tx, jobs);
        var starts = new ArrayList<Optional<Runnable>>(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            var turn = turnsByPlace.get(i);
            starts.add(claimed.get(i).map(job -> () -> requireNonNull(turn).begin(job)));
        }
        return starts;
    }

    /// The turns of those lanes that are empty and that nobody works here. Another gateway may add
    /// to one at the same time, and both are tried then: what overlaps has no order, because what
    /// has one, the words of one conversation, wait for its row.
    private Map<String, Lanes.Turn> turns(Tx tx, List<Order> orders) {
        var turns = new HashMap<String, Lanes.Turn>();
        lanes.filter(_ -> claimant.isHeld())
                .ifPresent(it ->
                        orders.stream()
                                .map(Order::lane)
                                .distinct()
                                .forEach(lane ->
                                        it.keep(tx, lane)
                                                .ifPresent(turn -> turns.put(lane, turn))));
        if (!turns.isEmpty()) {
            for (var busy : lists.due(tx, List.copyOf(turns.keySet())).keySet()) {
                requireNonNull(turns.remove(busy)).leave();
            }
        }
        return turns;
    }

    /// Whether a lane has a job.
    public boolean isBusy(Tx tx, String lane) {
        return tx.one("SELECT id FROM outbox WHERE lane = ? LIMIT 1", row -> row.number("id"), lane)
                .isPresent();
    }

    /// Adds a job that was done before and turned out not to have worked, in its old place: what
    /// was said after it waits for it.
    ///
    /// @param end when to try it, or that it is dead
    /// @return false when the job is still there and goes on by itself
    public boolean putBack(Tx tx, long id, int step, Order order, Settlement.End end) {
        boolean dead = end instanceof Settlement.End.Dead;
        var now = clock.instant();
        return tx.change(
                        """
                        INSERT IGNORE INTO outbox
                          (id, lane, kind, channel_id, conversation_id, seq, payload, state, step, attempts,
                           waits_for, next_at, last_error, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
                        """,
                        id,
                        order.lane(),
                        order.kind(),
                        order.channelId(),
                        order.conversationId(),
                        order.seq(),
                        order.payload(),
                        dead ? "dead" : "ready",
                        step,
                        end instanceof Settlement.End.Later later ? later.waitsFor() : "",
                        end instanceof Settlement.End.Later later ? later.at() : now,
                        switch (end) {
                            case Settlement.End.Later later -> OutboxEndings.cut(later.why());
                            case Settlement.End.Dead(var why) -> OutboxEndings.cut(why);
                            default -> null;
                        },
                        now)
                > 0;
    }

    /// Who does which kind of job.
    Workers workers() {
        return workers;
    }

    /// Has lanes kept by whoever works them from now on.
    void workBy(Lanes working) {
        lanes = Optional.of(working);
    }

    /// A job that was taken up.
    ///
    /// @param work does it
    record Claimed(Job job, Lanes.Work work) {}

    /// The job at the head of a lane, marked as being tried; empty when the lane is empty or its
    /// head is not due.
    Optional<Claimed> claim(String lane) {
        return database.together(claiming, lane);
    }

    /// Whether this node may is asked within: it may have waited for its turn.
    private List<Optional<Claimed>> claim(Tx tx, List<String> ofLanes) {
        if (!claimant.isHeld()) {
            return Collections.nCopies(ofLanes.size(), Optional.empty());
        }
        return begun(tx, OutboxHeads.claim(tx, ofLanes, claimant.id(), clock.instant()));
    }

    /// Claimed jobs with what does their work.
    private List<Optional<Claimed>> begun(Tx tx, List<Optional<Job>> jobs) {
        var works = workers.begin(tx, jobs.stream().flatMap(Optional::stream).toList());
        return jobs.stream()
                .map(it -> it.map(job -> new Claimed(job, requireNonNull(works.get(job.id())))))
                .toList();
    }

    /// Whether jobs may be taken: not while the others may take this node for gone.
    boolean mayClaim() {
        return claimant.isHeld();
    }

    /// Takes back this node's claim of a job of a lane, if there is one; only for who knows that it
    /// did not try it.
    void unclaim(String lane) {
        database.write(tx -> OutboxHeads.unclaim(tx, lane, claimant.id(), clock.instant()));
    }

    /// Untried jobs behind the head of a lane, of its kind and about its conversation, oldest
    /// first: what it may carry.
    public List<Job> behind(Tx tx, Job head, int count) {
        return OutboxHeads.behind(tx, head, count);
    }

    /// Lets a job carry others.
    ///
    /// @return all that it carries now, oldest first: those of the others are not among them that
    ///   were dropped since somebody looked
    /// @throws ClaimLost when the job is not being tried by right any more
    public List<Job> carry(Tx tx, Job head, List<Job> others) {
        OutboxHeads.carry(tx, head, others);
        return OutboxHeads.carriedBy(tx, head);
    }

    /// What a job carries, oldest first.
    public List<Job> carriedBy(Tx tx, Job head) {
        return OutboxHeads.carriedBy(tx, head);
    }

    /// When the head of a lane is due; empty when the lane is empty.
    Optional<Instant> due(String lane) {
        return database.read(tx -> lists.due(tx, lane));
    }

    /// What came of writing how a try ended.
    ///
    /// @param isOurs false when nothing was written: that was done before, or the job was taken
    ///   away while it was tried, or somebody else has taken it up
    /// @param due when the lane has something to do again; empty when it is empty
    /// @param next what stands behind it, which was taken up with it
    record Settled(boolean isOurs, Optional<Instant> due, Optional<Claimed> next) {}

    /// How a try ended.
    record Ending(Job job, Settlement settlement, boolean goesOn) {}

    /// Writes how a try ended, together with what the worker adds.
    ///
    /// @param goesOn whether what stands behind it is to be taken up with it, if it is due
    Settled settle(Job job, Settlement settlement, boolean goesOn) {
        return database.together(settling, new Ending(job, settlement, goesOn));
    }

    private List<Settled> settle(Tx tx, List<Ending> endings) {
        var now = clock.instant();
        var ours = OutboxEndings.write(tx, endings, now);
        Settlement.add(tx, ours.stream().map(Ending::settlement).toList());
        var written = ours.stream().map(it -> it.job().id()).collect(Collectors.toSet());
        var due = lists.due(tx, endings.stream().map(it -> it.job().lane()).toList());
        var next =
                next(
                        tx,
                        ours.stream()
                                .filter(Ending::goesOn)
                                .map(it -> it.job().lane())
                                .filter(lane -> isDue(due.get(lane)))
                                .toList());
        return endings.stream()
                .map(it ->
                        new Settled(
                                written.contains(it.job().id()),
                                Optional.ofNullable(due.get(it.job().lane())),
                                Optional.ofNullable(next.get(it.job().lane()))))
                .toList();
    }

    private boolean isDue(@Nullable Instant at) {
        return at != null && !at.isAfter(clock.instant());
    }

    /// Takes up what is due next in lanes whose turn the caller has.
    private Map<String, Claimed> next(Tx tx, List<String> ofLanes) {
        if (ofLanes.isEmpty() || !claimant.isHeld()) {
            return Map.of();
        }
        return begun(tx, OutboxHeads.claimFree(tx, ofLanes, claimant.id(), clock.instant()))
                .stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(it -> it.job().lane(), Function.identity()));
    }

    /// Jobs that were being tried by a node that is no more may have worked: they are looked at
    /// after the given time.
    ///
    /// @return how many
    long doubtOrphans(Duration wait) {
        var until = clock.instant().plus(wait);
        return new Orphans(database, "outbox", ORPHANED)
                .change(
                        "state = 'unsure', doubtful = TRUE, next_at = ?, doubt_until = ?",
                        until,
                        until);
    }

    /// Makes a job that may have worked due now, because there is news about it. It waits for the
    /// end of a try: of two that do not see each other yet, the later one must.
    ///
    /// @return its lane, to be woken after the commit; empty when the job is not waiting
    public Optional<String> hasten(Tx tx, long id) {
        OutboxHeads.lock(tx, id);
        long changed =
                tx.change(
                        """
                        UPDATE outbox SET next_at = ?
                        WHERE id = ? AND state IN ('unsure', 'ready') AND (attempts > 0 OR doubtful)
                        """,
                        clock.instant(),
                        id);
        return changed == 0
                ? Optional.empty()
                : tx.one("SELECT lane FROM outbox WHERE id = ?", row -> row.text("lane"), id);
    }

    /// Makes due now what waits for something that a business number has again.
    ///
    /// @return the lanes, to be woken after the commit
    public List<String> hastenChannel(Tx tx, long channelId, List<String> waitsFor) {
        var lanes = lists.waiting(tx, channelId, waitsFor);
        lanes.forEach(lane -> hastenLane(tx, lane, waitsFor));
        return lanes;
    }

    /// Makes due now what in a lane waits for one of these. It waits for the end of the try that is
    /// being written, if there is one: whoever ends it either sees what the caller wrote, or is
    /// seen here.
    public void hastenLane(Tx tx, String lane, List<String> waitsFor) {
        OutboxHeads.lock(tx, lane);
        var parameters = new ArrayList<Object>();
        parameters.add(clock.instant());
        parameters.add(lane);
        parameters.addAll(waitsFor);
        tx.change(
                "UPDATE outbox SET next_at = ? WHERE lane = ? AND state = 'ready' AND waits_for IN"
                        + " ("
                        + Tx.marks(waitsFor.size())
                        + ")",
                parameters.toArray());
    }

    /// Leaves to a person what waits and may have been done already, elsewhere or in another life.
    ///
    /// @return how many jobs
    public long setAside(Tx tx, List<String> kinds, String words) {
        var parameters = new ArrayList<Object>();
        parameters.add(words);
        parameters.addAll(kinds);
        return tx.change(
                "UPDATE outbox SET state = 'dead', carrier = NULL, last_error = ? WHERE state <>"
                        + " 'dead' AND kind IN ("
                        + Tx.marks(kinds.size())
                        + ")",
                parameters.toArray());
    }

    /// Takes a dead job up again, in its old place.
    ///
    /// @return its lane, to be woken after the commit; empty when there is no such dead job
    public Optional<String> revive(Tx tx, long id) {
        long changed =
                tx.change(
                        """
                        UPDATE outbox
                        SET state = 'ready', attempts = 0, waits_for = '', next_at = ?,
                            doubt_until = NULL
                        WHERE id = ? AND state = 'dead'
                        """,
                        clock.instant(),
                        id);
        return changed == 0
                ? Optional.empty()
                : tx.one("SELECT lane FROM outbox WHERE id = ?", row -> row.text("lane"), id);
    }

    /// Forgets a dead job.
    ///
    /// @return false when there is no such dead job
    public boolean drop(Tx tx, long id) {
        return tx.change("DELETE FROM outbox WHERE id = ? AND state = 'dead'", id) > 0;
    }

    /// Forgets jobs of one kind about these conversations of which nothing has gone out, with what
    /// they carry.
    public void dropUnsent(Tx tx, String kind, List<Long> conversations) {
        if (conversations.isEmpty()) {
            return;
        }
        var asked = Tx.padded(conversations);
        var parameters = new ArrayList<Object>();
        parameters.add(kind);
        parameters.addAll(asked);
        var _ =
                OutboxEndings.remove(
                        tx,
                        """
                        kind = ? AND state = 'ready' AND step = 0 AND NOT doubtful
                          AND carrier IS NULL AND conversation_id IN (%s)
                        """
                                .formatted(Tx.marks(asked.size())),
                        parameters);
    }

    /// One step of a job.
    public record Step(long id, int step) {}

    /// Forgets dead jobs of which it is this step that failed.
    public void dropSteps(Tx tx, List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        var asked = Tx.padded(steps);
        tx.change(
                "DELETE FROM outbox WHERE state = 'dead' AND "
                        + Tx.pairs("id", "step", asked.size()),
                asked.stream().flatMap(it -> Stream.of(it.id(), it.step())).toArray());
    }

    /// Takes away all jobs of a conversation, because nothing of it may stay; a try that is under
    /// way finds no row to settle.
    public void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM outbox WHERE conversation_id = ?", conversationId);
    }

    /// Takes away what of these lanes is about no message of its own.
    public void forgetErrands(Tx tx, List<String> lanes) {
        tx.change(
                "DELETE FROM outbox WHERE conversation_id = 0 AND lane IN ("
                        + Tx.marks(lanes.size())
                        + ")",
                lanes.toArray());
    }

    /// Locks jobs until the transaction ends.
    ///
    /// @return when each was put in; of one that is settled or never was, nothing
    public Map<Long, Instant> lock(Tx tx, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        record Found(long id, Instant createdAt) {}
        var asked = Tx.padded(List.copyOf(ids));
        return tx
                .query(
                        "SELECT id, created_at FROM outbox WHERE id IN ("
                                + Tx.marks(asked.size())
                                + ") ORDER BY id FOR UPDATE",
                        row -> new Found(row.number("id"), row.instant("created_at")),
                        asked.toArray())
                .stream()
                .collect(Collectors.toMap(Found::id, Found::createdAt));
    }

    /// Locks a job until the transaction ends.
    ///
    /// @return when it was put in; empty when it is settled or never was
    public Optional<Instant> lock(Tx tx, long id) {
        return tx.one(
                "SELECT created_at FROM outbox WHERE id = ? FOR UPDATE",
                row -> row.instant("created_at"),
                id);
    }
}
