package dev.bellhop.torture;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How Graph fails: hardly ever in fair weather, often while it is foul.
final class GraphFaults {
    /// Longer than the gateway waits for an answer.
    private static final int SILENCE_MILLIS = 4_500;

    /// Refusals that cost time and no more.
    private static final List<Refusal> REFUSALS =
            List.of(
                    new Refusal(429, 130_429),
                    new Refusal(400, 130_429),
                    new Refusal(400, 131_056),
                    new Refusal(500, 131_000),
                    new Refusal(503, 131_016),
                    new Refusal(500, 2),
                    new Refusal(502, 0));

    /// What becomes of a call.
    enum Kind {
        /// It is answered.
        ANSWER,
        /// It is refused.
        REFUSE,
        /// Nothing comes of it, not even an answer.
        SWALLOW,
        /// It is accepted, and nobody is told so but by a status.
        SILENCE,
        /// It is accepted and answered late, perhaps behind its first status.
        LATE
    }

    /// @param code Meta's; 0 for somebody on the way who is not Meta
    record Refusal(int http, int code) {}

    /// @param statusesAfter when its first status comes, in milliseconds
    record Fault(Kind kind, Optional<Refusal> refusal, int millis, int statusesAfter) {}

    private final Dice dice;
    private final AtomicLong struck = new AtomicLong();
    private volatile double errors;
    private volatile double silence;

    GraphFaults(Dice dice) {
        this.dice = dice;
    }

    void errors(double rate) {
        errors = rate;
    }

    void silence(double rate) {
        silence = rate;
    }

    void fair() {
        errors = 0;
        silence = 0;
    }

    /// How many calls were not simply answered.
    long struck() {
        return struck.get();
    }

    Fault next() {
        var fault = thrown();
        if (fault.kind() != Kind.ANSWER) {
            struck.incrementAndGet();
        }
        return fault;
    }

    private Fault thrown() {
        if (dice.chance(errors)) {
            return new Fault(Kind.REFUSE, Optional.of(dice.pick(REFUSALS)), 0, 0);
        }
        if (dice.chance(silence)) {
            var kind = dice.pick(List.of(Kind.SWALLOW, Kind.SILENCE, Kind.SILENCE, Kind.LATE));
            int millis = kind == Kind.LATE ? dice.between(50, 2_500) : SILENCE_MILLIS;
            // Now and then the status takes longer than anybody waits for it: a second copy.
            int statuses = dice.chance(0.15) ? 20_000 : dice.between(0, 800);
            return new Fault(kind, Optional.empty(), millis, statuses);
        }
        if (dice.chance(0.02)) {
            return new Fault(Kind.LATE, Optional.empty(), dice.between(20, 400), 0);
        }
        return new Fault(Kind.ANSWER, Optional.empty(), 0, dice.between(0, 300));
    }
}
