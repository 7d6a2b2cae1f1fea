package dev.bellhop.whatsapp;

import dev.bellhop.whatsapp.Outcome.Trouble;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Why nothing goes out on a number by Meta's word, until when, and what proves that it is over.
///
/// When the time is up, one call tries while the others still wait. Where Meta had told the trouble
/// by refusing the call, an accepted call ends it. Where Meta accepts and complains later, by
/// notification, an accepted call proves nothing yet: it ends when no complaint follows.
///
/// What Meta said of calls that were made before somebody mended the number is not believed.
final class Stops {
    /// What meets a shut gate comes back after this: whoever opens the gate need not find out what
    /// waits for it.
    static final Duration LOOK = Duration.ofMinutes(1);

    /// How long one call tries alone, and how long Meta may take to complain of what it accepted.
    private static final Duration TRIAL = Duration.ofMinutes(1);

    private static final Duration LONG = Duration.ofHours(1);

    /// What has proved nothing is soon tried again: a call with an old token, or one that met
    /// another trouble.
    private static final Duration SOON = Duration.ofSeconds(1);

    /// So many refusals for a parameter, one after the other, are no longer the messages' fault.
    private static final int REFUSALS_MAX = 5;

    private static final int PARAMETER = 100;
    private static final String ALL_REFUSED =
            "Meta refuses one message after the other for a parameter. If the app wants an app"
                    + " secret proof (App dashboard › App settings › Advanced › Require app"
                    + " secret), switch that off. ";

    /// How a stop goes on.
    private enum Phase {
        SHUT,
        ON_TRIAL,
        QUIET
    }

    /// Nothing goes out until that time.
    ///
    /// @param later whether Meta told by notification, of what it had accepted
    private record Stop(
            Trouble trouble, Failure failure, Instant until, boolean later, Phase phase) {
        Stop on(Phase next, Instant time) {
            return new Stop(trouble, failure, time, later, next);
        }
    }

    /// What a call has when it may be made.
    ///
    /// @param age how often the number had been mended
    record Leave(int age, boolean isTrial) {}

    private final Clock clock;
    private @Nullable Stop stop;
    private int age;
    private int refusals;
    private Instant mendedAt = Instant.MIN;

    Stops(Clock clock) {
        this.clock = clock;
    }

    /// How often the number was mended: a call is as old as this was when its token was read.
    synchronized int age() {
        return age;
    }

    /// Why no call may be made now, if none may.
    synchronized Optional<Outcome> shut() {
        var stopped = stop;
        var now = clock.instant();
        return stopped == null || !now.isBefore(stopped.until())
                ? Optional.empty()
                : Optional.of(
                        Outcome.Later.of(
                                stopped.trouble(),
                                shorter(Duration.between(now, stopped.until()), LOOK),
                                stopped.failure()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Lets a call be made, when [#shut()] says nothing against it; of several after a stop only
    /// one.
    ///
    /// @param age how old the call is
    synchronized Optional<Leave> leave(int age) {
        var stopped = stop;
        if (stopped == null) {
            return Optional.of(new Leave(age, false));
        }
        var now = clock.instant();
        if (now.isBefore(stopped.until())) {
            return Optional.empty();
        }
        if (stopped.phase() == Phase.QUIET) {
            stop = null;
            return Optional.of(new Leave(age, false));
        }
        stop = stopped.on(Phase.ON_TRIAL, now.plus(TRIAL));
        return Optional.of(new Leave(age, true));
    }

    /// Learns from how a call ended.
    ///
    /// @return what to do about it, which is another thing for a call that was too old
    synchronized Outcome learn(Leave leave, Outcome outcome) {
        boolean isOld = leave.age() != age;
        if (outcome instanceof Outcome.Later later && stops(later.trouble())) {
            if (isOld) {
                return Outcome.Later.of(later.trouble(), SOON, later.failure());
            }
            shut(later.trouble(), later.failure(), later.after().orElse(LONG), false);
        } else if (!isOld && isOneOfARow(outcome)) {
            var line = ALL_REFUSED + ((Outcome.Never) outcome).failure().line();
            shut(Trouble.CHANNEL, Failure.without(line), LONG, false);
        } else if (leave.isTrial() && !isOld) {
            tried(outcome instanceof Outcome.Accepted);
        }
        return outcome;
    }

    private boolean isOneOfARow(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            refusals = 0;
        }
        return outcome instanceof Outcome.Never never
                && never.failure().code() == PARAMETER
                && ++refusals >= REFUSALS_MAX;
    }

    private void tried(boolean wasAccepted) {
        var stopped = stop;
        if (stopped == null || stopped.phase() != Phase.ON_TRIAL) {
            return;
        }
        var now = clock.instant();
        if (!wasAccepted) {
            stop = stopped.on(Phase.SHUT, now.plus(SOON)); // then the next one tries
        } else {
            stop = stopped.later() ? stopped.on(Phase.QUIET, now.plus(TRIAL)) : null;
        }
    }

    private void shut(Trouble trouble, Failure failure, Duration wait, boolean later) {
        var until = clock.instant().plus(wait);
        var stopped = stop;
        boolean isLess =
                stopped != null && stopped.phase() == Phase.SHUT && stopped.until().isAfter(until);
        if (!isLess) {
            stop = new Stop(trouble, failure, until, later, Phase.SHUT);
        }
    }

    /// Meta complains of what it had accepted.
    ///
    /// @param sentAt when it did; what was sent before the number was mended says nothing of now
    synchronized void complained(Trouble trouble, Failure failure, Duration wait, Instant sentAt) {
        if (!sentAt.isBefore(mendedAt)) {
            shut(trouble, failure, wait, true);
        }
    }

    /// Whether nothing more goes out on the number after such a refusal.
    static boolean stops(Trouble trouble) {
        return switch (trouble) {
            case CHANNEL, LIMITED -> true;
            case OUTAGE, NUMBER_LIMIT, PAIR_LIMIT, WINDOW, HELD_BACK, PAUSED -> false;
        };
    }

    /// Forgets why nothing went out, and what calls under way may still say of it.
    synchronized void mended() {
        stop = null;
        refusals = 0;
        age++;
        mendedAt = clock.instant();
        mendedAt = clock.instant();
    }

    /// Why nothing goes out now.
    synchronized Optional<Failure> reason() {
        var stopped = stop;
        return stopped != null && clock.instant().isBefore(stopped.until())
                ? Optional.of(stopped.failure())
                : Optional.empty();
    }
}
