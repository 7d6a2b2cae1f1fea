package dev.bellhop.web;

import java.time.Duration;
import java.util.Optional;

/// Where the token buckets of the limits live. A bucket that is not there yet is a full one.
public interface Buckets {
    /// Takes one token out of somebody's bucket.
    ///
    /// @return how long until there is one; empty when it was taken
    Optional<Duration> take(Limit limit, Limit.Rate rate, String who);
}
