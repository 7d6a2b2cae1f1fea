package dev.bellhop.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;

import java.time.Duration;
import java.util.Map;
import java.util.logging.Logger;

/// Counts and refuses. The buckets live in memory, at most 200,000 of them; one that nobody touched
/// for a while is full again and can be forgotten.
public final class Limits {
    private record Key(Limit limit, String who) {}

    private static final Logger LOG = Logger.getLogger(Limits.class.getName());

    private final RareLines reached = new RareLines(LOG);
    private final Map<Limit, Limit.Rate> changed;
    private final Cache<Key, Bucket> buckets;

    /// @param changed rates that replace the built-in ones
    public Limits(Map<Limit, Limit.Rate> changed) {
        this.changed = Map.copyOf(changed);
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(200_000)
                        .expireAfterAccess(Duration.ofMinutes(15))
                        .build();
    }

    /// Takes one token.
    ///
    /// @throws Refusal `rate_limited`, with the time after which there is a token again
    public void check(Limit limit, String who) {
        var probe = bucket(limit, who).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            var wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            // By whom is not said: people type passwords where an email is asked for.
            reached.note(limit.name(), () -> "the limit " + limit + " is reached");
            var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
            throw Refusal.until(
                    Code.RATE_LIMITED, "That was quick. Try again in " + seconds + " s.", wait);
        }
    }

    private Bucket bucket(Limit limit, String who) {
        return buckets.get(
                new Key(limit, who), _ -> fresh(changed.getOrDefault(limit, limit.rate())));
    }

    private static Bucket fresh(Limit.Rate rate) {
        return Bucket.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(rate.burst()).refillGreedy(rate.refill(), rate.every()))
                .build();
    }
}
