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

/// This gateway's own buckets, in memory, at most 250,000 of them; one that nobody touched for as
/// long as it takes to fill is full again and can be forgotten.
///
/// Those of doors that are open to everybody are kept apart: whoever has many addresses would
/// otherwise have the tries of a sign-in forgotten by knocking there.
final class OwnBuckets implements Buckets {
    private record Key(Limit limit, Limit.Rate rate, String who) {}

    private static final int BUCKETS_MAX = 200_000;
    private static final int OPEN_DOORS_MAX = 50_000;

    private final Cache<Key, Bucket> buckets;
    private final Cache<Key, Bucket> openDoors;

    OwnBuckets() {
        this(Ticker.systemTicker());
    }

    /// @param ticker by which buckets are forgotten
    OwnBuckets(Ticker ticker) {
        this.buckets = atMost(BUCKETS_MAX, ticker);
        this.openDoors = atMost(OPEN_DOORS_MAX, ticker);
    }

    private static Cache<Key, Bucket> atMost(int count, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(count)
                .ticker(ticker)
                .expireAfter(Expiry.<Key, Bucket>accessing((key, _) -> key.rate().whole()))
                .build();
    }

    @Override
    public Optional<Duration> take(Limit limit, Limit.Rate rate, String who) {
        var bucket =
                (limit.isOfOpenDoors() ? openDoors : buckets)
                        .get(
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
