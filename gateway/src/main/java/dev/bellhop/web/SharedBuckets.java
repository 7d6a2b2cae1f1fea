package dev.bellhop.web;

import dev.bellhop.cluster.Redis;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Buckets that gateways share through Redis, by comparing and swapping: of two that take the last
/// token at once one gets it. While Redis is away each gateway goes on with buckets of its own,
/// which have lost what was taken here before, so that nobody's tries begin anew.
///
/// In Redis a bucket stands under a hash with a key that nobody there has: its name tells neither
/// whose address nor whose email it is, nor lets a guess be checked. It ends when it is full.
public final class SharedBuckets implements Buckets {
    private static final int HASH_BYTES = 16;

    /// A bucket is kept for a moment longer than it takes to fill.
    private static final Duration SPARE = Duration.ofSeconds(1);

    private final Redis redis;
    private final SecretKey key;
    private final ProxyManager<byte[]> buckets;
    private final Buckets own = new OwnBuckets();

    /// @param key what names are hashed with; the same in all gateways of one database
    public SharedBuckets(Redis redis, SecretKey key) {
        this.redis = redis;
        this.key = key;
        this.buckets =
                Bucket4jJedis.casBasedBuilder(redis.client())
                        .expirationAfterWrite(
                                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                                        SPARE))
                        .build();
    }

    @Override
    public Optional<Duration> take(Limit limit, Limit.Rate rate, String who) {
        if (limit.isEachGatewaysOwn()) {
            return own.take(limit, rate, who);
        }
        var name = name(limit, rate, who);
        var shared =
                redis.ask(_ ->
                        OwnBuckets.wait(
                                buckets.getProxy(name, () -> shape(rate))
                                        .tryConsumeAndReturnRemaining(1)));
        if (shared.isEmpty()) {
            return own.take(limit, rate, who);
        }
        if (shared.get().isEmpty()) {
            var _ = own.take(limit, rate, who);
        }
        return shared.get();
    }

    private static BucketConfiguration shape(Limit.Rate rate) {
        return BucketConfiguration.builder().addLimit(OwnBuckets.bandwidth(rate)).build();
    }

    /// Another rate is another bucket, so that a changed setting is in force at once.
    private byte[] name(Limit limit, Limit.Rate rate, String who) {
        var whole =
                String.join(
                        " ",
                        limit.key(),
                        Long.toString(rate.burst()),
                        Long.toString(rate.refill()),
                        rate.every().toString(),
                        who);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] hash = mac.doFinal(whole.getBytes(StandardCharsets.UTF_8));
            var encoded =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(Arrays.copyOf(hash, HASH_BYTES));
            return ("bellhop:limit:" + limit.key() + ":" + encoded)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
