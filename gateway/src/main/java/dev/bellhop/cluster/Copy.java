package dev.bellhop.cluster;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Rows that a room holds in memory, as every gateway does. Whoever changes them says so after the
/// commit; here they are read anew at once, and elsewhere as soon as the news get there.
public final class Copy {
    private static final Logger LOG = Logger.getLogger(Copy.class.getName());

    private final Runnable read;
    private volatile Runnable tell = () -> {};

    /// @param read reads all that is held anew, or forgets it; one call at a time, so that what was
    ///   read earlier never covers what was read later
    public Copy(Runnable read) {
        this.read = read;
    }

    /// To be called after each commit that changed the rows. The others are told even if they
    /// cannot be read here.
    public void changed() {
        try {
            readAnew();
        } finally {
            tell();
        }
    }

    /// The same for whoever has brought what is held up to date already.
    public void tell() {
        try {
            tell.run();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "other gateways are not told of a change", e);
        }
    }

    /// Brings what is held up to date; somebody else may have changed it.
    public void readAnew() {
        synchronized (this) {
            read.run();
        }
    }

    /// Who tells the others.
    void tellBy(Runnable telling) {
        tell = telling;
    }
}
