package dev.bellhop.relay;

import java.time.Duration;

/// What was brought cannot be taken yet, and can soon. Whoever brought it keeps its place, and
/// brings it again: to wait for it here would cost a thread that others need.
public final class NotYet extends RuntimeException {
    private final Duration again;

    /// @param again after which time to bring it again
    public NotYet(Duration again) {
        super("not yet", null, false, false);
        this.again = again;
    }

    /// After which time to bring it again.
    public Duration again() {
        return again;
    }
}
