package dev.bellhop.whatsapp;

import dev.bellhop.whatsapp.Outcome.Trouble;

import io.github.bucket4j.TimeMeter;
import io.helidon.faulttolerance.Bulkhead;
import io.helidon.faulttolerance.BulkheadException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Through which every send of one business number passes. It keeps the number's pace, bounds how
/// many calls run at once and how long one may take, and shuts:
///
/// - by a circuit breaker while Meta keeps failing; after a delay one call at a time probes
///   ([Fuse]);
/// - for a time when Meta says that nothing goes out on this number (token, payment, registration,
///   a limit that lasts), or until somebody has mended it and says so ([Stops]);
/// - by hand, until somebody opens it.
///
/// What meets a shut gate is put off without a call. Nothing is lost by it.
final class Gate {
    private static final Logger LOG = Logger.getLogger(Gate.class.getName());

    /// What is told while the breaker is open; why it is, the calls before it told.
    private static final Failure AWAY =
            Failure.without("Meta isn't answering for this number; sending waits until it does.");

    /// What the gate looks like to those who watch it.
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN,
        STOPPED,
        HELD
    }

    private record Hold(String by, Instant since) {}

    private final String phoneNumberId;
    private final Clock clock;
    private final Consumer<GateView> changed;
    private final Fuse fuse;
    private final Bulkhead bulkhead;
    private final Pace pace;
    private final int perSecondMax;
    private final Stops stops;
    private volatile @Nullable Hold hold;
    private volatile String lastTrouble = "";
    private State told = State.CLOSED;
    private Instant since;

    Gate(
            String phoneNumberId,
            Graph.Settings settings,
            Clock clock,
            TimeMeter time,
            Consumer<GateView> changed) {
        this.phoneNumberId = phoneNumberId;
        this.clock = clock;
        this.stops = new Stops(clock);
        this.changed = changed;
        this.since = clock.instant();
        this.pace = new Pace(Math.min(settings.perSecondMax(), NumberFacts.USUAL), time);
        this.perSecondMax = settings.perSecondMax();
        this.bulkhead =
                Bulkhead.builder()
                        .name("graph-" + phoneNumberId)
                        .limit(settings.callsMax())
                        .queueLength(settings.callsMax() * 4)
                        .build();
        this.fuse = new Fuse(phoneNumberId, settings);
    }

    /// Makes the call, or says why not now.
    Outcome pass(Supplier<Outcome> call) {
        int age = stops.age(); // the call's token was read before this, and others may come
        var shut = shut();
        if (shut.isPresent()) {
            return shut.get();
        }
        var turn = pace.turn();
        if (turn.isEmpty()) {
            return Outcome.Later.of(
                    Trouble.NUMBER_LIMIT,
                    Duration.ofSeconds(1),
                    Failure.without("More messages wait than this number may send at once."));
        }
        waitFor(turn.get());
        var outcome = guarded(age, call);
        tell();
        return outcome;
    }

    private Optional<Outcome> shut() {
        var held = hold;
        return held == null
                ? stops.shut()
                : Optional.of(
                        Outcome.Later.of(
                                Trouble.PAUSED,
                                Stops.LOOK,
                                Failure.without("Sending was paused by " + held.by() + ".")));
    }

    private static void waitFor(Duration turn) {
        long deadline = System.nanoTime() + turn.toNanos();
        for (long left = turn.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private Outcome guarded(int age, Supplier<Outcome> call) {
        try {
            return bulkhead.invoke(() -> {
                // It may have been shut while this one waited for its turn. That is no news, and
                // no call for the breaker to count.
                var shut = shut();
                while (shut.isEmpty()) {
                    var leave = stops.leave(age);
                    if (leave.isPresent()) {
                        return learned(leave.get(), call);
                    }
                    shut = shut();
                }
                return shut.get();
            });
        } catch (BulkheadException full) {
            return Outcome.Later.of(
                    Trouble.NUMBER_LIMIT,
                    Duration.ofSeconds(1),
                    Failure.without("Too many calls to Meta are under way."));
        }
    }

    private Outcome learned(Stops.Leave leave, Supplier<Outcome> call) {
        var made = fuse.pass(call);
        made.ifPresent(this::learn);
        return stops.learn(
                leave, made.orElseGet(() -> Outcome.Later.of(Trouble.OUTAGE, fuse.delay(), AWAY)));
    }

    private void learn(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted _ -> {}
            case Outcome.Later later -> {
                lastTrouble = later.failure().line();
                if (later.trouble() == Trouble.NUMBER_LIMIT) {
                    pace.tooFast();
                }
            }
            case Outcome.Never never -> lastTrouble = never.failure().line();
            case Outcome.Unsure(var why) -> lastTrouble = why;
        }
    }

    /// Hears what Meta says by notification of what it had accepted, or of the number as a whole.
    ///
    /// @param line it in words
    /// @param sentAt when it was accepted
    void hear(ErrorCodes.Treatment treatment, String line, Instant sentAt) {
        var trouble = treatment.trouble();
        if (trouble.filter(Stops::stops).isPresent()) {
            stops.complained(
                    trouble.get(),
                    Failure.without(line),
                    treatment.after().orElse(Duration.ofHours(1)),
                    sentAt);
        } else if (trouble.filter(Trouble.NUMBER_LIMIT::equals).isPresent()) {
            pace.tooFast();
        }
        tell();
    }

    /// Meta allows this number so many messages a second; our own setting may allow fewer.
    void allow(int perSecond) {
        pace.normal(Math.min(perSecondMax, perSecond));
    }

    /// Shuts it by hand.
    ///
    /// @param by who did, for those who wonder
    void hold(String by) {
        hold = new Hold(by, clock.instant());
        tell();
    }

    /// Forgets why nothing went out: that was mended, and the next call will tell, not one that is
    /// under way. Who paused it by hand had other reasons.
    void mended() {
        stops.mended();
        fuse.mend();
        tell();
    }

    /// Opens it, whatever shut it: what was wrong may have been mended, and the next call will
    /// tell.
    void release() {
        hold = null;
        mended();
    }

    /// How it stands now.
    synchronized GateView view() {
        var state = state();
        return new GateView(
                phoneNumberId,
                state.name().toLowerCase(java.util.Locale.ROOT),
                state == told ? since : clock.instant(),
                reason(state),
                pace.perSecond(),
                pace.normal());
    }

    private Optional<String> reason(State state) {
        var held = hold;
        return switch (state) {
            case CLOSED -> Optional.empty();
            case HELD -> Optional.ofNullable(held).map(h -> "paused by " + h.by());
            case STOPPED -> stops.reason().map(Failure::line);
            case OPEN, HALF_OPEN -> Optional.of(lastTrouble);
        };
    }

    private State state() {
        if (hold != null) {
            return State.HELD;
        }
        if (stops.reason().isPresent()) {
            return State.STOPPED;
        }
        return switch (fuse.state()) {
            case CLOSED -> State.CLOSED;
            case OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
        };
    }

    /// Tells a change of state, once.
    private void tell() {
        GateView news;
        synchronized (this) {
            var state = state();
            if (state == told) {
                return;
            }
            told = state;
            since = clock.instant();
            news = view();
        }
        try {
            changed.accept(news);
        } catch (RuntimeException defect) {
            // The call was made, and its outcome must not be lost with the news of the gate.
            LOG.log(Level.SEVERE, "a change of a number's gate could not be told", defect);
        }
    }
}
