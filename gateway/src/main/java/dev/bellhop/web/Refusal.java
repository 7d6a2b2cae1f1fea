package dev.bellhop.web;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A request that is refused on purpose: bad input, not allowed, not found, too fast. Thrown where
/// the reason is known, written out in one place per face. It carries no stack trace, because it is
/// not a defect.
public final class Refusal extends RuntimeException {
    private final Code code;
    private final Optional<Duration> retryAfter;
    private final Map<String, String> problems;

    private Refusal(
            Code code, String detail, Optional<Duration> retryAfter, Map<String, String> problems) {
        super(detail, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
        this.problems = problems;
    }

    /// Refuses with the code's own sentence.
    public static Refusal of(Code code) {
        return new Refusal(code, code.sentence(), Optional.empty(), Map.of());
    }

    /// Refuses with a sentence that says more than the code's own; it is shown to the caller.
    public static Refusal of(Code code, String detail) {
        return new Refusal(code, detail, Optional.empty(), Map.of());
    }

    /// Refuses what somebody entered, with all that is wrong.
    ///
    /// @param problems a sentence for each member that is wrong, under its name; of the whole under
    ///   the empty one
    public static Refusal invalid(Map<String, String> problems) {
        return new Refusal(
                Code.INVALID,
                String.join(" ", problems.values()),
                Optional.empty(),
                Collections.unmodifiableMap(new LinkedHashMap<>(problems)));
    }

    /// Refuses for now: the caller may come again after the given time, which becomes `Retry-After`
    /// in whole seconds.
    public static Refusal until(Code code, String detail, Duration retryAfter) {
        return new Refusal(code, detail, Optional.of(retryAfter), Map.of());
    }

    public Code code() {
        return code;
    }

    /// The sentence for the caller.
    public String detail() {
        return String.valueOf(getMessage());
    }

    /// What is wrong with each member that somebody entered; empty where that is not what it is
    /// about.
    public Map<String, String> problems() {
        return problems;
    }

    /// When to come again, rounded up to whole seconds, at least one.
    public Optional<Long> retryAfterSeconds() {
        return retryAfter.map(wait -> Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
