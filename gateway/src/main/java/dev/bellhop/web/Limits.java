package dev.bellhop.web;

import dev.bellhop.web.RefusalBook.Who;
import dev.bellhop.web.RefusalBook.Who.At;
import dev.bellhop.web.RefusalBook.Who.Known;
import dev.bellhop.web.RefusalBook.Who.Somebody;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;

/// Counts and refuses, and has it written down.
public final class Limits {
    private static final Logger LOG = Logger.getLogger(Limits.class.getName());

    private final RareLines lines = new RareLines(LOG);
    private final Map<Limit, Limit.Rate> changed;
    private final Buckets buckets;
    private final RefusalBook book;

    /// Limits that this gateway counts by itself, in memory.
    ///
    /// @param changed rates that replace the built-in ones
    public Limits(Map<Limit, Limit.Rate> changed) {
        this(changed, RefusalBook.NONE);
    }

    /// The same, and it is written down which are reached.
    public Limits(Map<Limit, Limit.Rate> changed, RefusalBook book) {
        this(changed, new OwnBuckets(), book);
    }

    /// @param changed rates that replace the built-in ones
    /// @param book where it is written down which are reached
    public Limits(Map<Limit, Limit.Rate> changed, Buckets buckets, RefusalBook book) {
        this.changed = Map.copyOf(changed);
        this.buckets = buckets;
        this.book = book;
    }

    /// Takes one token.
    ///
    /// @throws Refusal `rate_limited`, with the time after which there is a token again
    public void check(Limit limit, String who) {
        take(limit, who)
                .ifPresent(wait -> {
                    reached(limit, limit.namesAddresses() ? new At(who) : new Somebody());
                    throw refusal(wait);
                });
    }

    /// Takes one token of a caller's.
    ///
    /// @throws Refusal `rate_limited`, with the time after which there is a token again
    public void check(Limit limit, Caller caller) {
        take(limit, caller.kind() + " " + caller.id())
                .ifPresent(wait -> {
                    reached(limit, new Known(caller));
                    throw refusal(wait);
                });
    }

    private Optional<Duration> take(Limit limit, String who) {
        return buckets.take(limit, changed.getOrDefault(limit, limit.rate()), who);
    }

    private void reached(Limit limit, Who who) {
        lines.note(limit.name(), () -> "the limit " + limit + " is reached");
        book.note(who, "limit.reached", "limit " + limit.key(), Json.object());
    }

    private static Refusal refusal(Duration wait) {
        var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return Refusal.until(
                Code.RATE_LIMITED, "That was quick. Try again in " + seconds + " s.", wait);
    }
}
