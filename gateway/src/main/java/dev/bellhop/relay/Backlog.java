package dev.bellhop.relay;

import java.time.Instant;

/// Notifications of Meta's that are stored and not read yet, by whichever gateway.
@FunctionalInterface
public interface Backlog {

    /// Whether one is left of those that were answered by then. It may be about any number: one
    /// address serves all of an account.
    boolean reachesBackTo(Instant then);
}
