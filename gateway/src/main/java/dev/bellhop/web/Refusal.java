package dev.bellhop.web;

import java.time.Duration;
import java.util.Optional;

/// A request that is refused on purpose: bad input, not allowed, not found, too fast. Thrown where
/// the reason is known, written out in one place per face. It carries no stack trace, because it is
/// not a defect.
public final class Refusal extends RuntimeException {
    private final Code code;
    private final Optional<Duration> retryAfter;

    private Refusal(Code code, String detail, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /// Refuses with the code's own sentence.
    public static Refusal of(Code code) {
        return new Refusal(code, code.sentence(), Optional.empty());
    }

    /// Refuses with a sentence that says more than the code's own; it is shown to the caller.
    public static Refusal of(Code code, String detail) {
        return new Refusal(code, detail, Optional.empty());
    }

    /// Refuses for now: the caller may come again after the given time, which becomes `Retry-After`
    /// in whole seconds.
    public static Refusal until(Code code, String detail, Duration retryAfter) {
        return new Refusal(code, detail, Optional.of(retryAfter));
    }

    public Code code() {
        return code;
    }

    /// The sentence for the caller.
    public String detail() {
        return String.valueOf(getMessage());
    }

    /// When to come again, rounded up to whole seconds, at least one.
    public Optional<Long> retryAfterSeconds() {
        return retryAfter.map(wait -> Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
