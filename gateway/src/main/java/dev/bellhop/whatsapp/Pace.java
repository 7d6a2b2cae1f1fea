package dev.bellhop.whatsapp;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;

import java.time.Duration;
import java.util.Optional;

/// How fast one number may send. Whoever asks gets the time to wait for a turn, and turns are a
/// little apart, so that there are no bursts for Meta to refuse.
///
/// What is normal Meta tells of each number ([NumberFacts#perSecond]). When it says "too fast"
/// (130429), the rate is halved, and doubled again with each quiet half minute until it is normal.
///
/// Source: Meta's page "Throughput", 2026.
final class Pace {
    /// Waiting longer than this is for the outbox, not for a thread.
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration ONE_SIGN = Duration.ofSeconds(3);

    private final TimeMeter time;
    private int normal;
    private final Bucket bucket;
    private int perSecond;
    private long changedAt;

    Pace(int perSecond, TimeMeter time) {
        this.time = time;
        this.normal = perSecond;
        this.perSecond = perSecond;
        this.changedAt = time.currentTimeNanos();
        this.bucket =
                Bucket.builder()
                        .addLimit(limit ->
                                limit.capacity(burst(perSecond))
                                        .refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .withCustomTimePrecision(time)
                        .build();
    }

    private static int burst(int perSecond) {
        return Math.max(1, perSecond / 8);
    }

    /// Takes a turn.
    ///
    /// @return how long to wait for it, mostly not at all; empty when too many wait already, and no
    ///   turn was taken
    synchronized Optional<Duration> turn() {
        recover();
        long wait = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        if (wait > WAIT_MAX.toNanos()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(bucket.consumeIgnoringRateLimits(1)));
    }

    /// Meta said that this number is too fast. Calls that were under way together are one sign and
    /// not many.
    synchronized void tooFast() {
        boolean known =
                perSecond < normal && time.currentTimeNanos() - changedAt < ONE_SIGN.toNanos();
        if (!known) {
            set(Math.max(1, perSecond / 2));
        }
    }

    /// Meta allows this number another rate from now on. While it is slowed down, it comes back to
    /// that one step by step.
    synchronized void normal(int allowed) {
        recover();
        boolean isSlowed = perSecond < normal;
        normal = allowed;
        if (!isSlowed || perSecond > allowed) {
            set(allowed);
        }
    }

    synchronized int normal() {
        return normal;
    }

    synchronized int perSecond() {
        recover();
        return perSecond;
    }

    private void recover() {
        boolean quiet = time.currentTimeNanos() - changedAt >= QUIET.toNanos();
        if (quiet && perSecond < normal) {
            set(Math.min(normal, perSecond * 2));
        }
    }

    private void set(int rate) {
        perSecond = rate;
        changedAt = time.currentTimeNanos();
        bucket.replaceConfiguration(
                BucketConfiguration.builder()
                        .addLimit(limit ->
                                limit.capacity(burst(rate))
                                        .refillGreedy(rate, Duration.ofSeconds(1)))
                        .build(),
                TokensInheritanceStrategy.PROPORTIONALLY);
    }
}
