package dev.bellhop.outbox;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.db.Tx;
import dev.bellhop.trace.Span;
import dev.bellhop.trace.Tracing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Works the lanes: one virtual thread for each lane that has something due, woken after a commit.
/// A slow sweep is the safety net for wakes that were lost; nothing polls.
public final class Lanes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Lanes.class.getName());
    private static final Duration SETTLE_AGAIN = Duration.ofSeconds(1);

    /// How long a lane waits for a node that the others may take for gone to be back.
    private static final Duration NOT_HELD = Duration.ofSeconds(1);

    private static final int SETTLE_FAILURES_MAX = 3;

    private static final String ATTEMPT = "bellhop.job.attempt";
    private static final String END = "bellhop.job.end";

    /// Does one kind of job.
    public interface Worker {
        /// Reads what jobs need, in the transaction that takes them up: so that is no transaction
        /// of its own, and those of many lanes are read together. It writes nothing and locks
        /// nothing, so that what it fails by undoes neither a claim nor what is written with it:
        /// words that are stored, or how a job before ended. It may be asked again when that is run
        /// again. What it throws is as good as thrown by the work.
        ///
        /// @param jobs at least one, of different lanes
        /// @return what does the work of each, in the same order
        List<Work> begin(Tx tx, List<Job> jobs);

        /// One that reads nothing before.
        static Worker of(Function<Job, Settlement> work) {
            return (_, jobs) -> jobs.stream().<Work>map(job -> () -> work.apply(job)).toList();
        }
    }

    /// Does the work of one job that was taken up.
    public interface Work {
        /// Makes the outside call, without a transaction of its own.
        ///
        /// @return how it ended
        Settlement done();
    }

    /// The times that matter.
    ///
    /// @param sweep how often lost wakes are looked for
    /// @param unsureWait how long news may take about a try that a killed gateway left behind
    /// @param drain how long a stop waits for tries under way
    public record Timing(Duration sweep, Duration unsureWait, Duration drain) {}

    /// What a running lane has been told: whether somebody woke it since it last looked.
    private static final class Wake {
        final AtomicBoolean again = new AtomicBoolean();
    }

    private final Outbox outbox;
    private final Clock clock;
    private final Timing timing;
    private final Tracing tracing;
    private final Map<String, Wake> running = new ConcurrentHashMap<>();
    private final Set<String> lostClaims = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("outbox-timer").factory());
    private final Phaser busy = new Phaser(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    public Lanes(Outbox outbox, Clock clock, Timing timing) {
        this(outbox, clock, timing, Tracing.OFF);
    }

    /// @param tracing where it is told what each try of a message's took
    public Lanes(Outbox outbox, Clock clock, Timing timing, Tracing tracing) {
        this.outbox = outbox;
        this.clock = clock;
        this.timing = timing;
        this.tracing = tracing;
    }

    /// Puts in doubt what nodes that are no more were trying when they ended. At a start this comes
    /// before any news are taken in, because they hasten only what is in doubt.
    public void doubtOrphans() {
        long count = outbox.doubtOrphans(timing.unsureWait());
        if (count > 0) {
            LOG.log(
                    Level.INFO,
                    "{0} jobs were being tried when their gateway ended; they are cleared up",
                    count);
        }
    }

    /// Takes up what a former life left, which is in doubt by now, then waits to be woken.
    ///
    /// @param workersByKind one for each kind of job
    public void start(Map<String, Worker> workersByKind) {
        outbox.workers().are(workersByKind);
        outbox.workBy(this);
        sweep();
        var _ =
                timer.scheduleWithFixedDelay(
                        this::sweep,
                        timing.sweep().toMillis(),
                        timing.sweep().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Says that a lane has a job; quick, and safe from any thread.
    public void wake(String lane) {
        if (stopping || outbox.workers().areNone()) {
            return; // before the start nothing is lost: the start looks for what is due
        }
        running.compute(
                lane,
                (_, wake) -> {
                    if (wake != null) {
                        wake.again.set(true);
                        return wake;
                    }
                    var fresh = new Wake();
                    busy.register();
                    start(lane, fresh, Optional.empty());
                    return fresh;
                });
    }

    private void start(String lane, Wake wake, Optional<Outbox.Claimed> inHand) {
        Thread.ofVirtual().name("lane-" + lane).start(() -> run(lane, wake, inHand));
    }

    /// The turn of a lane that nobody works, kept for a job that is being added to it.
    final class Turn {
        private final String lane;
        private final Wake wake = new Wake();
        private final AtomicBoolean isOver = new AtomicBoolean();

        private Turn(String lane) {
            this.lane = lane;
        }

        /// Works the lane, from this job on.
        void begin(Outbox.Claimed first) {
            if (isOver.compareAndSet(false, true)) {
                start(lane, wake, Optional.of(first));
            }
        }

        /// Lets the lane go: nothing of it was taken up.
        void leave() {
            if (isOver.compareAndSet(false, true)) {
                letGo();
            }
        }

        private void undo(boolean mayBeStored) {
            if (isOver.compareAndSet(false, true)) {
                if (mayBeStored) {
                    lostClaims.add(lane);
                    wake.again.set(true);
                }
                letGo();
            }
        }

        private void letGo() {
            if (finish(lane, wake)) {
                busy.arriveAndDeregister();
            } else {
                start(lane, wake, Optional.empty()); // somebody woke it in the meantime
            }
        }
    }

    /// Keeps the turn of a lane until what is being added to it is committed, or is not.
    ///
    /// @return empty when the lane is being worked, or none is
    Optional<Turn> keep(Tx tx, String lane) {
        if (stopping || outbox.workers().areNone()) {
            return Optional.empty();
        }
        if (busy.register() < 0) {
            return Optional.empty(); // whoever stops waits for nobody any more
        }
        var turn = new Turn(lane);
        if (stopping || running.putIfAbsent(lane, turn.wake) != null) {
            busy.arriveAndDeregister();
            return Optional.empty();
        }
        tx.unlessCommitted(turn::undo);
        return Optional.of(turn);
    }

    private void run(String lane, Wake wake, Optional<Outbox.Claimed> first) {
        try {
            var inHand = first;
            do {
                wake.again.set(false);
                if (inHand.isPresent() || outbox.mayClaim()) {
                    scheduleNext(lane, work(lane, inHand));
                } else {
                    later(lane, NOT_HELD);
                }
                inHand = Optional.empty();
            } while (!stopping && !finish(lane, wake));
        } catch (RuntimeException e) {
            // The sweep comes back to the lane: its jobs are where they were, and nobody has one in
            // hand whose try could have ended like this.
            LOG.log(e instanceof DatabaseAway ? Level.WARNING : Level.SEVERE, "lane " + lane, e);
        } finally {
            running.remove(
                    lane, wake); // whatever ended it, an Error too: the lane must not stay taken
            busy.arriveAndDeregister();
        }
    }

    /// Ends the lane's run unless somebody woke it in the meantime.
    private boolean finish(String lane, Wake wake) {
        return running.compute(lane, (_, present) -> wake.again.get() ? present : null) == null;
    }

    /// Does what is due, and a lane that is woken has something: so the rest is looked for after
    /// each job, which is cheaper than to claim what is not there.
    ///
    /// @param first what is claimed already
    /// @return when the lane has something to do again
    private Optional<Instant> work(String lane, Optional<Outbox.Claimed> first) {
        var worked = first.isPresent() ? work(first.get()) : workHead(lane);
        while (worked.next().isPresent() || (worked.goesOn() && isPast(worked.due()))) {
            worked = worked.next().isPresent() ? work(worked.next().get()) : workHead(lane);
        }
        return worked.due();
    }

    private boolean isPast(Optional<Instant> due) {
        return due.filter(at -> !at.isAfter(clock.instant())).isPresent();
    }

    /// What came of a look at the head of a lane.
    ///
    /// @param goesOn whether what stands behind it may be done
    /// @param due when the lane has something to do again; empty when it is empty
    /// @param next what is claimed already, and has to be done
    private record Worked(boolean goesOn, Optional<Instant> due, Optional<Outbox.Claimed> next) {
        static Worked isOver(Optional<Instant> due) {
            return new Worked(false, due, Optional.empty());
        }
    }

    /// An outcome as it was written.
    private record Written(
            Settlement settlement, Optional<Instant> due, Optional<Outbox.Claimed> next) {}

    private Worked workHead(String lane) {
        if (stopping) {
            return Worked.isOver(outbox.due(lane));
        }
        return claim(lane).map(this::work).orElseGet(() -> Worked.isOver(outbox.due(lane)));
    }

    private Worked work(Outbox.Claimed claimed) {
        var job = claimed.job();
        try (var span = span(job)) {
            var written = span.call(() -> settle(job, attempt(claimed)));
            if (written.isEmpty()) {
                return Worked.isOver(outbox.due(job.lane()));
            }
            var settlement = written.get().settlement();
            traced(span, settlement);
            if (settlement.end() instanceof Settlement.End.Dead) {
                follow(() -> outbox.died(new Outbox.Dead(job.id(), job.kind())));
            }
            follow(settlement.then());
            return new Worked(
                    settlement.end().goesOn(),
                    // What may be claimed by an answer that was lost is looked for at once.
                    lostClaims.contains(job.lane())
                            ? Optional.of(clock.instant())
                            : written.get().due(),
                    written.get().next());
        }
    }

    /// A job that is about no message of its own belongs to whatever its worker says.
    private Span span(Job job) {
        if (job.seq() == 0) {
            return tracing.arrival().is(ATTEMPT, job.attempts() + 1L);
        }
        if (job.step() == 0 && job.attempts() == 0 && !job.unsure()) {
            tracing.about("queued", job.conversationId(), job.seq(), job.createdAt()).close();
        }
        return tracing.about(job.kind(), job.conversationId(), job.seq(), clock.instant())
                .is("bellhop.job.lane", job.lane())
                .is("bellhop.job.step", job.step())
                .is(ATTEMPT, job.attempts() + 1L);
    }

    private static void traced(Span span, Settlement written) {
        switch (written.end()) {
            case Settlement.End.Done _ -> span.is(END, "done");
            case Settlement.End.Next _ -> span.is(END, "next");
            case Settlement.End.Later later ->
                    span.is(END, "later").is("bellhop.job.waits_for", later.waitsFor());
            case Settlement.End.Unsure _ -> span.is(END, "unsure");
            case Settlement.End.Unread _ -> span.is(END, "unread");
            case Settlement.End.Dead _ -> span.is(END, "dead").failed();
        }
    }

    /// A claim whose answer is lost may stand in the table all the same; nobody tries its job,
    /// which only this thread knows.
    private Optional<Outbox.Claimed> claim(String lane) {
        if (lostClaims.contains(lane)) {
            outbox.unclaim(lane);
            lostClaims.remove(lane);
        }
        try {
            return outbox.claim(lane);
        } catch (DatabaseAway away) {
            if (away.mayBeStored()) {
                lostClaims.add(lane);
            }
            throw away;
        }
    }

    /// Whatever goes wrong with it, an Error too, the next job may be in hand already.
    private static void follow(Runnable then) {
        try {
            then.run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    e instanceof DatabaseAway ? Level.WARNING : Level.SEVERE,
                    "what follows a job failed; the job is done all the same",
                    e);
        }
    }

    /// Writes the outcome, again and again while the database is away: the call was made, and only
    /// this thread knows how it ended. A stop gives up; the next start then treats the job as
    /// unsure. An outcome that cannot be written for another reason kills the job, because to try
    /// it again could be to send it again, for ever.
    ///
    /// @return what was written
    private Optional<Written> settle(Job job, Settlement settlement) {
        var current = settlement;
        boolean mayBeWritten = false;
        boolean isFirst = true;
        for (int failures = 0; ; ) {
            try {
                // What another try of this is for is how this job ended, and nothing beside it.
                boolean goesOn = isFirst && current.end().goesOn() && !stopping;
                isFirst = false;
                var settled = outbox.settle(job, current, goesOn);
                if (mayBeWritten && !settled.isOurs()) {
                    lostClaims.add(job.lane()); // of what stands behind it
                }
                if (settled.isOurs() || mayBeWritten) {
                    return Optional.of(new Written(current, settled.due(), settled.next()));
                }
                LOG.log(
                        Level.WARNING,
                        "job {0} was taken away or over while it was tried; how it ended here is"
                                + " not written",
                        Long.toString(job.id()));
                follow(settlement.otherwise());
                return Optional.empty();
            } catch (DatabaseAway away) {
                mayBeWritten |= away.mayBeStored();
                LOG.log(Level.WARNING, "an outcome waits for the database: {0}", away.getMessage());
            } catch (RuntimeException defect) {
                failures++;
                LOG.log(
                        Level.SEVERE,
                        "the outcome of job " + job.id() + " cannot be written",
                        defect);
                if (failures == SETTLE_FAILURES_MAX) {
                    current = Settlement.of(new Settlement.End.Dead("not written: " + defect));
                }
            }
            if (stopsWithin(SETTLE_AGAIN)) {
                return Optional.empty();
            }
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

    private Settlement attempt(Outbox.Claimed claimed) {
        var job = claimed.job();
        try {
            return claimed.work().done();
        } catch (ClaimLost lost) {
            LOG.log(Level.FINE, "nothing was done", lost);
            return Settlement.of(
                    new Settlement.End.Later(clock.instant(), String.valueOf(lost.getMessage())));
        } catch (DatabaseAway beforeTheCall) {
            return Settlement.of(
                    new Settlement.End.Later(
                            clock.instant().plus(SETTLE_AGAIN), "the database was away"));
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "a job failed: " + job.kind() + " " + job.id(), defect);
            var why = String.valueOf(defect);
            return Settlement.of(
                    Doubt.after(job, clock.instant(), timing.unsureWait(), why)
                            .orElseGet(() -> new Settlement.End.Dead(why)));
        }
    }

    private void scheduleNext(String lane, Optional<Instant> due) {
        due.ifPresent(at -> {
            var wait = Duration.between(clock.instant(), at);
            if (wait.compareTo(timing.sweep()) < 0) {
                // It may have become due since the lane was looked at.
                later(lane, wait.isNegative() ? Duration.ZERO : wait);
            }
        });
    }

    private void later(String lane, Duration wait) {
        try {
            var _ = timer.schedule(() -> wake(lane), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.fine("stopping; the lane goes on at the next start");
        }
    }

    private void sweep() {
        try {
            outbox.lists().dueLanes().forEach(this::wake);
            lostClaims.forEach(this::wake);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the outbox could not be swept; it is tried again", e);
        }
    }

    /// Finishes tries under way, begins no other. May be called twice.
    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        stopped.countDown();
        timer.shutdownNow();
        int phase = busy.arriveAndDeregister();
        if (phase < 0) {
            return;
        }
        try {
            busy.awaitAdvanceInterruptibly(phase, timing.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            LOG.warning(
                    "some sends were still without an answer; they are cleared up at the next"
                            + " start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
