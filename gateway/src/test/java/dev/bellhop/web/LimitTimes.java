package dev.bellhop.web;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.cluster.Address;
import dev.bellhop.cluster.Redis;
import dev.bellhop.cluster.TestRedis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import javax.crypto.spec.SecretKeySpec;

/// What a check of a limit costs whoever waits for it: with buckets in memory, and with buckets in
/// a Redis on this machine.
public final class LimitTimes {
    private static final int WARM_UP = 20_000;
    private static final int AT_ONCE = 16;
    private static final Limit.Rate LARGE =
            new Limit.Rate(1_000_000, 1_000_000, Duration.ofSeconds(1));

    private LimitTimes() {}

    public static JsonNode run(int times) throws InterruptedException {
        var figures = Json.object().put("times", times);
        figures.set("memory", figure(new OwnBuckets(), times, 1, who -> "somebody " + who));
        var key = new SecretKeySpec("bench".getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        try (var server = TestRedis.start();
                var redis = Redis.open(Address.of(server.url()), Clock.systemUTC())) {
            var shared = new SharedBuckets(redis, key);
            figures.set("redis", figure(shared, times, 1, who -> "somebody " + who));
            figures.set(
                    "redis_" + AT_ONCE + "_at_once",
                    figure(shared, times, AT_ONCE, who -> "somebody " + who));
            figures.set(
                    "redis_" + AT_ONCE + "_for_one_bucket",
                    figure(shared, times, AT_ONCE, _ -> "everybody"));
            if (!redis.state().up()) {
                throw new IllegalStateException("Redis went away while it was measured");
            }
        }
        return figures;
    }

    private static JsonNode figure(Buckets buckets, int times, int atOnce, IntFunction<String> who)
            throws InterruptedException {
        long[] _ = nanos(buckets, WARM_UP / atOnce, who.apply(0));
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs =
                    all.invokeAll(
                            IntStream.range(0, atOnce)
                                    .mapToObj(at -> callable(buckets, times, who.apply(at)))
                                    .toList());
            var nanos =
                    runs.stream().flatMapToLong(run -> Arrays.stream(run.resultNow())).toArray();
            Arrays.sort(nanos);
            return Json.object()
                    .put("median_us", nanos[nanos.length / 2] / 1e3)
                    .put("p99_us", nanos[(int) (nanos.length * 0.99)] / 1e3);
        }
    }

    private static Callable<long[]> callable(Buckets buckets, int times, String who) {
        return () -> nanos(buckets, times, who);
    }

    private static long[] nanos(Buckets buckets, int times, String who) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            if (buckets.take(Limit.API, LARGE, who).isPresent()) {
                throw new IllegalStateException("the bucket is too small to measure by");
            }
            nanos[i] = System.nanoTime() - began;
        }
        return nanos;
    }
}
