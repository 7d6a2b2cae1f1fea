package dev.bellhop.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Logger;

/// Lines of the log that somebody outside could make as many of as they like: of each kind one a
/// minute. A kind is nothing that they could invent.
final class RareLines {
    private static final Duration APART = Duration.ofMinutes(1);
    private static final int KINDS_MAX = 10_000;

    private final Logger log;
    private final Cache<String, Boolean> written =
            Caffeine.newBuilder().maximumSize(KINDS_MAX).expireAfterWrite(APART).build();

    RareLines(Logger log) {
        this.log = log;
    }

    /// Writes a warning, unless one of its kind was written within the last minute.
    void note(String kind, Supplier<String> line) {
        if (written.asMap().putIfAbsent(kind, true) == null) {
            log.warning(line);
        }
    }
}
