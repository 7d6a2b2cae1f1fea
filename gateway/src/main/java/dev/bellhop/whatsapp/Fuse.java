package dev.bellhop.whatsapp;

import dev.bellhop.web.Deadline;
import dev.bellhop.whatsapp.Outcome.Trouble;

import io.helidon.faulttolerance.CircuitBreaker;
import io.helidon.faulttolerance.CircuitBreakerOpenException;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Counts how the calls of one number end, and lets none through while too many of the latest have
/// failed as an outage does. What Meta refuses for the message's sake is no failure. A call that
/// takes too long is one, and may have worked.
final class Fuse {
    private final Graph.Breaker settings;
    private final CircuitBreaker breaker;
    private final Duration callMax;

    Fuse(String phoneNumberId, Graph.Settings graph) {
        this.settings = graph.breaker();
        this.callMax = graph.connectTimeout().plus(graph.readTimeout());
        this.breaker =
                CircuitBreaker.builder()
                        .name("graph-" + phoneNumberId)
                        .volume(settings.volume())
                        .errorRatio(settings.errorPercent())
                        .delay(settings.delay())
                        .addApplyOn(Outage.class)
                        .build();
    }

    /// Makes the call; empty when none may be made now.
    Optional<Outcome> pass(Supplier<Outcome> call) {
        try {
            return Optional.of(
                    breaker.invoke(() -> {
                        var outcome = timed(call);
                        if (isOutage(outcome)) {
                            throw new Outage(outcome);
                        }
                        return outcome;
                    }));
        } catch (Outage outage) {
            return Optional.of(outage.outcome);
        } catch (CircuitBreakerOpenException open) {
            return Optional.empty();
        }
    }

    /// A call that is over its time is ended, unless it is about to find out where Meta is: a name
    /// that is looked up has the resolver's own limits. It may have got its answer just then, which
    /// counts; what was over its time before there was a connection was not sent.
    private Outcome timed(Supplier<Outcome> call) {
        try (var deadline = Deadline.in(callMax)) {
            var outcome = call.get();
            return outcome instanceof Outcome.Unsure && deadline.passed()
                    ? new Outcome.Unsure(
                            "no answer from Meta within " + callMax.toSeconds() + " s in all")
                    : outcome;
        }
    }

    private static boolean isOutage(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unsure _ -> true;
            case Outcome.Later later -> later.trouble() == Trouble.OUTAGE;
            case Outcome.Accepted _, Outcome.Never _ -> false;
        };
    }

    /// How long it stays open before one call tries.
    Duration delay() {
        return settings.delay();
    }

    CircuitBreaker.State state() {
        return breaker.state();
    }

    /// Lets calls through again.
    void mend() {
        breaker.state(CircuitBreaker.State.CLOSED);
    }

    private static final class Outage extends RuntimeException {
        private final transient Outcome outcome;

        Outage(Outcome outcome) {
            super("outage", null, false, false);
            this.outcome = outcome;
        }
    }
}
