package dev.bellhop.relay;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How many messages one person may still get from one number. Meta lets about one pass in six
/// seconds, more in a burst that is paid back later, and answers 131056 beyond that; who keeps
/// below it never meets it. In memory: after a start the first refusal tells what was used before.
///
/// Source: Meta's page "Messaging limits", 2026.
final class PairBudgets {
    /// More pairs than this are only kept while they are not full again.
    private static final int PAIRS_MAX = 10_000;

    private final PairRate rate;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /// What came of asking for a turn.
    ///
    /// @param pause how long until there is room; empty when the turn was given
    /// @param scarce whether it is time to put several messages into one
    record Turn(Optional<Duration> pause, boolean scarce) {}

    PairBudgets(PairRate rate, TimeMeter time) {
        this.rate = rate;
        this.time = time;
    }

    /// Asks for one message to a person.
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
        if (buckets.size() > PAIRS_MAX) {
            buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= rate.burst());
        }
        return buckets.computeIfAbsent(
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
