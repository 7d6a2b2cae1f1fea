package dev.bellhop.relay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

import java.time.Duration;
import java.util.Optional;

/// How many messages one person may still get from one number. Meta lets about one pass in six
/// seconds, more in a burst that is paid back later, and answers 131056 beyond that; who keeps
/// below it never meets it. In memory: after a start the first refusal tells what was used before.
///
/// Source: Meta's page "Messaging limits", 2026.
final class PairBudgets {
    /// More pairs than this are forgotten, the longest unused first: Meta reminds of them.
    private static final int PAIRS_MAX = 100_000;

    private final PairRate rate;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    /// What came of asking for a turn.
    ///
    /// @param pause how long until there is room; empty when the turn was given
    /// @param scarce whether it is time to put several messages into one
    record Turn(Optional<Duration> pause, boolean scarce) {}

    PairBudgets(PairRate rate, TimeMeter time) {
        this.rate = rate;
        this.time = time;
        // Untouched for so long, a budget is full again.
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(PAIRS_MAX)
                        .expireAfterAccess(rate.every().multipliedBy(rate.burst()))
                        .build();
    }

    /// Asks for one message to a person.
    ///
    /// @param receiver the lane of what goes to them: they may have two names, and one budget
    Turn take(long channelId, String receiver) {
        var probe = bucket(key(channelId, receiver)).tryConsumeAndReturnRemaining(1);
        return new Turn(
                probe.isConsumed()
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill())),
                probe.getRemainingTokens() < rate.burst() / 3);
    }

    /// Meta says that a person's budget is used up: it knows better.
    void isEmpty(long channelId, String receiver) {
        var bucket = bucket(key(channelId, receiver));
        long left = bucket.getAvailableTokens();
        if (left > 0) {
            bucket.consumeIgnoringRateLimits(left);
        }
    }

    private Bucket bucket(String key) {
        return buckets.get(
                key,
                _ ->
                        Bucket.builder()
                                .addLimit(limit ->
                                        limit.capacity(rate.burst()).refillGreedy(1, rate.every()))
                                .withCustomTimePrecision(time)
                                .build());
    }

    private static String key(long channelId, String receiver) {
        return channelId + " " + receiver;
    }
}
