package dev.bellhop.whatsapp;

import dev.bellhop.whatsapp.Outcome.Trouble;

import io.github.bucket4j.TimeMeter;
import io.helidon.faulttolerance.Bulkhead;
import io.helidon.faulttolerance.BulkheadException;
import io.helidon.faulttolerance.CircuitBreaker;
import io.helidon.faulttolerance.CircuitBreakerOpenException;
import io.helidon.faulttolerance.Timeout;
import io.helidon.faulttolerance.TimeoutException;

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
/// - by a circuit breaker while Meta keeps failing; after a delay one call at a time probes;
/// - for an hour when Meta says that nothing goes out on this number (token, payment,
///   registration), or until somebody has mended it and says so;
/// - by hand, until somebody opens it.
///
/// What meets a shut gate is put off without a call. Nothing is lost by it.
final class Gate {
    private static final Logger LOG = Logger.getLogger(Gate.class.getName());

    /// What meets a shut gate comes back after this: whoever opens the gate need not find out what
    /// waits for it.
    private static final Duration LOOK = Duration.ofMinutes(1);

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

    /// Nothing goes out until somebody mends it, or that time comes.
    private record Stop(Failure failure, Instant until) {}

    private record Hold(String by, Instant since) {}

    private final String phoneNumberId;
    private final Graph.Breaker breakerSettings;
    private final Clock clock;
    private final Consumer<GateView> changed;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final Timeout timeout;
    private final Duration callMax;
    private final Pace pace;
    private volatile @Nullable Stop stop;
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
        this.breakerSettings = settings.breaker();
        this.clock = clock;
        this.changed = changed;
        this.since = clock.instant();
        this.callMax = settings.connectTimeout().plus(settings.readTimeout());
        this.pace = new Pace(settings.perSecond(), time);
        this.timeout = Timeout.builder().name("graph-" + phoneNumberId).timeout(callMax).build();
        this.bulkhead =
                Bulkhead.builder()
                        .name("graph-" + phoneNumberId)
                        .limit(settings.callsMax())
                        .queueLength(settings.callsMax() * 4)
                        .build();
        this.breaker =
                CircuitBreaker.builder()
                        .name("graph-" + phoneNumberId)
                        .volume(settings.breaker().volume())
                        .errorRatio(settings.breaker().errorPercent())
                        .delay(settings.breaker().delay())
                        .addApplyOn(Outage.class)
                        .build();
    }

    /// Makes the call, or says why not now.
    Outcome pass(Supplier<Outcome> call) {
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
        var outcome = guarded(call);
        learn(outcome);
        tell();
        return outcome;
    }

    private Optional<Outcome> shut() {
        var held = hold;
        if (held != null) {
            return Optional.of(
                    Outcome.Later.of(
                            Trouble.PAUSED,
                            LOOK,
                            Failure.without("Sending was paused by " + held.by() + ".")));
        }
        var stopped = stop;
        var now = clock.instant();
        if (stopped != null && now.isBefore(stopped.until())) {
            return Optional.of(
                    Outcome.Later.of(
                            Trouble.CHANNEL,
                            shorter(Duration.between(now, stopped.until()), LOOK),
                            stopped.failure()));
        }
        return Optional.empty();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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

    private Outcome guarded(Supplier<Outcome> call) {
        try {
            return bulkhead.invoke(() ->
                    breaker.invoke(() -> {
                        // It may have been shut while this one waited for its turn.
                        var outcome = shut().orElseGet(() -> timed(call));
                        if (isOutage(outcome)) {
                            throw new Outage(outcome);
                        }
                        return outcome;
                    }));
        } catch (Outage outage) {
            return outage.outcome;
        } catch (CircuitBreakerOpenException open) {
            return Outcome.Later.of(Trouble.OUTAGE, breakerSettings.delay(), AWAY);
        } catch (BulkheadException full) {
            return Outcome.Later.of(
                    Trouble.NUMBER_LIMIT,
                    Duration.ofSeconds(1),
                    Failure.without("Too many calls to Meta are under way."));
        }
    }

    private Outcome timed(Supplier<Outcome> call) {
        try {
            return timeout.invoke(call);
        } catch (TimeoutException e) {
            return new Outcome.Unsure(
                    "no answer from Meta within " + callMax.toSeconds() + " s in all");
        }
    }

    private void learn(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted _ -> stop = null;
            case Outcome.Later later -> learn(later);
            case Outcome.Never never -> lastTrouble = never.failure().line();
            case Outcome.Unsure(var why) -> lastTrouble = why;
        }
    }

    private void learn(Outcome.Later later) {
        if (!later.failure().equals(AWAY)) {
            lastTrouble = later.failure().line();
        }
        switch (later.trouble()) {
            case CHANNEL, LIMITED ->
                    stop =
                            new Stop(
                                    later.failure(),
                                    clock.instant()
                                            .plus(later.after().orElse(Duration.ofHours(1))));
            case NUMBER_LIMIT -> {
                if (later.failure().code() == 130_429) {
                    pace.tooFast();
                }
            }
            case OUTAGE, PAIR_LIMIT, WINDOW, HELD_BACK, PAUSED -> {}
        }
    }

    private static boolean isOutage(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unsure _ -> true;
            case Outcome.Later later -> later.trouble() == Trouble.OUTAGE;
            case Outcome.Accepted _, Outcome.Never _ -> false;
        };
    }

    /// Shuts it by hand.
    ///
    /// @param by who did, for those who wonder
    void hold(String by) {
        hold = new Hold(by, clock.instant());
        tell();
    }

    /// Forgets why nothing went out: that was mended, and the next call will tell. Who paused it by
    /// hand had other reasons.
    void mended() {
        stop = null;
        breaker.state(CircuitBreaker.State.CLOSED);
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
                pace.perSecond());
    }

    private Optional<String> reason(State state) {
        var held = hold;
        var stopped = stop;
        return switch (state) {
            case CLOSED -> Optional.empty();
            case HELD -> Optional.ofNullable(held).map(h -> "paused by " + h.by());
            case STOPPED -> Optional.ofNullable(stopped).map(s -> s.failure().line());
            case OPEN, HALF_OPEN -> Optional.of(lastTrouble);
        };
    }

    private State state() {
        var stopped = stop;
        if (hold != null) {
            return State.HELD;
        }
        if (stopped != null && clock.instant().isBefore(stopped.until())) {
            return State.STOPPED;
        }
        return switch (breaker.state()) {
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

    private static final class Outage extends RuntimeException {
        private final transient Outcome outcome;

        Outage(Outcome outcome) {
            super("outage", null, false, false);
            this.outcome = outcome;
        }
    }
}
