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
    /// @param book where it is written down which are reached
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
        take(limit, rate(limit), who)
                .ifPresent(wait -> {
                    throw refusal(limit, stranger(limit, who), wait);
                });
    }

    /// Takes one token of a caller's.
    ///
    /// @throws Refusal `rate_limited`, with the time after which there is a token again
    public void check(Limit limit, Caller caller) {
        take(limit, rate(limit), caller.kind() + " " + caller.id())
                .ifPresent(wait -> {
                    throw refusal(limit, new Known(caller), wait);
                });
    }

    /// Takes one token of an address prefix, and one of the network around it, which has ten times
    /// as many.
    ///
    /// @param prefix as [Peers#prefix] gives it
    /// @throws Refusal as [#check(Limit, String)]
    public void checkFrom(Limit limit, String prefix) {
        checkFrom(limit, "", prefix);
    }

    /// The same where prefixes are counted for each of something by itself.
    ///
    /// @param what it is
    public void checkFrom(Limit limit, String what, String prefix) {
        takeFrom(limit, what, prefix)
                .ifPresent(wait -> {
                    throw refusal(limit, stranger(limit, prefix), wait);
                });
    }

    /// The same for what is left undone over its limit and refuses nobody.
    ///
    /// @return whether there was one
    public boolean allowsFrom(Limit limit, String prefix) {
        boolean allows = takeFrom(limit, "", prefix).isEmpty();
        if (!allows) {
            note(limit, stranger(limit, prefix));
        }
        return allows;
    }

    private Optional<Duration> takeFrom(Limit limit, String what, String prefix) {
        return take(limit, rate(limit), what + prefix)
                .or(() ->
                        Peers.around(prefix)
                                .flatMap(network ->
                                        take(
                                                limit,
                                                rate(limit).times(Peers.SHARES_AROUND),
                                                what + network)));
    }

    private Limit.Rate rate(Limit limit) {
        return changed.getOrDefault(limit, limit.rate());
    }

    private Optional<Duration> take(Limit limit, Limit.Rate rate, String who) {
        return buckets.take(limit, rate, who);
    }

    private static Who stranger(Limit limit, String prefix) {
        return limit.namesAddresses() ? new At(prefix) : new Somebody();
    }

    private Refusal refusal(Limit limit, Who who, Duration wait) {
        note(limit, who);
        var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return Refusal.until(
                Code.RATE_LIMITED, "That was quick. Try again in " + seconds + " s.", wait);
    }

    /// By whom is not said in the process's own log: people type passwords where an email is asked
    /// for.
    private void note(Limit limit, Who who) {
        lines.note(limit.name(), () -> "the limit " + limit + " is reached");
        book.note(who, "limit.reached", "limit " + limit.key(), Json.object());
    }
}
