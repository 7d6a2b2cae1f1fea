package dev.bellhop.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

import java.time.Duration;
import java.util.Optional;

/// This gateway's own buckets, in memory, at most 200,000 of them; one that nobody touched for as
/// long as it takes to fill is full again and can be forgotten.
final class OwnBuckets implements Buckets {
    private record Key(Limit limit, Limit.Rate rate, String who) {}

    private final Cache<Key, Bucket> buckets;

    OwnBuckets() {
        this(Ticker.systemTicker());
    }

    /// @param ticker by which buckets are forgotten
    OwnBuckets(Ticker ticker) {
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(200_000)
                        .ticker(ticker)
                        .expireAfter(Expiry.<Key, Bucket>accessing((key, _) -> key.rate().whole()))
                        .build();
    }

    @Override
    public Optional<Duration> take(Limit limit, Limit.Rate rate, String who) {
        var bucket =
                buckets.get(
                        new Key(limit, rate, who),
                        _ -> Bucket.builder().addLimit(bandwidth(rate)).build());
        return wait(bucket.tryConsumeAndReturnRemaining(1));
    }

    static Bandwidth bandwidth(Limit.Rate rate) {
        return BandwidthBuilder.builder()
                .capacity(rate.burst())
                .refillGreedy(rate.refill(), rate.every())
                .build();
    }

    static Optional<Duration> wait(ConsumptionProbe probe) {
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
