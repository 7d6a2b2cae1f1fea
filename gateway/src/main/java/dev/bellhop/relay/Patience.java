package dev.bellhop.relay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;

/// How long things have been waited for that are looked at again and again.
final class Patience {
    private static final int HELD_MAX = 10_000;

    private final Duration most;
    private final Cache<String, Long> begun;

    /// @param most after this nothing is waited for any longer
    Patience(Duration most) {
        this.most = most;
        this.begun =
                Caffeine.newBuilder()
                        .maximumSize(HELD_MAX)
                        .expireAfterWrite(most.multipliedBy(10))
                        .build();
    }

    /// Whether there is time left for something; the time begins with the first such question.
    boolean isLeft(String what) {
        long began = begun.get(what, _ -> System.nanoTime());
        return System.nanoTime() - began < most.toNanos();
    }
}
