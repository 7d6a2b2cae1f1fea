package dev.bellhop.media;

import java.io.IOException;

/// A file that is not taken, whatever else goes well.
public final class Unfit extends IOException {

    /// Why it is not.
    public enum Reason {
        TOO_LARGE,
        EMPTY,
        /// It is not what its sender sent: the sum differs.
        CHANGED
    }

    private final Reason reason;

    Unfit(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
