package dev.bellhop.web;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/// Counts and refuses.
public final class Limits {
    private static final Logger LOG = Logger.getLogger(Limits.class.getName());

    private final RareLines reached = new RareLines(LOG);
    private final Map<Limit, Limit.Rate> changed;
    private final Buckets buckets;

    /// Limits that this gateway counts by itself, in memory.
    ///
    /// @param changed rates that replace the built-in ones
    public Limits(Map<Limit, Limit.Rate> changed) {
        this(changed, new OwnBuckets());
    }

    /// @param changed rates that replace the built-in ones
    public Limits(Map<Limit, Limit.Rate> changed, Buckets buckets) {
        this.changed = Map.copyOf(changed);
        this.buckets = buckets;
    }

    /// Takes one token.
    ///
    /// @throws Refusal `rate_limited`, with the time after which there is a token again
    public void check(Limit limit, String who) {
        Optional<Duration> wait =
                buckets.take(limit, changed.getOrDefault(limit, limit.rate()), who);
        if (wait.isPresent()) {
            // By whom is not said: people type passwords where an email is asked for.
            reached.note(limit.name(), () -> "the limit " + limit + " is reached");
            var seconds = Math.max(1, wait.get().plusMillis(999).toSeconds());
            throw Refusal.until(
                    Code.RATE_LIMITED,
                    "That was quick. Try again in " + seconds + " s.",
                    wait.get());
        }
    }
}
