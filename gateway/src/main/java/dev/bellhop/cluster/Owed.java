package dev.bellhop.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Work that is to be done after something happened, and that is owed until it was: each piece for
/// itself, so that one which fails keeps no other from its turn and no other is done again for it.
final class Owed {
    private static final Logger LOG = Logger.getLogger(Owed.class.getName());

    private final String what;
    private final List<Piece> pieces = new CopyOnWriteArrayList<>();

    private record Piece(Runnable work, AtomicBoolean isOwed) {}

    /// @param what it is, for the log
    Owed(String what) {
        this.what = what;
    }

    void add(Runnable work) {
        pieces.add(new Piece(work, new AtomicBoolean()));
    }

    /// Notes that all of it is to be done.
    void owe() {
        pieces.forEach(it -> it.isOwed.set(true));
    }

    boolean isAny() {
        return pieces.stream().anyMatch(it -> it.isOwed.get());
    }

    /// Does what is owed. What fails is owed still.
    ///
    /// @return whether nothing failed
    boolean settle() {
        boolean isDone = true;
        for (var piece : pieces) {
            if (piece.isOwed.getAndSet(false)) {
                isDone &= settle(piece);
            }
        }
        return isDone;
    }

    private boolean settle(Piece piece) {
        try {
            piece.work.run();
            return true;
        } catch (RuntimeException | Error e) {
            piece.isOwed.set(true);
            LOG.log(Level.WARNING, what + " is tried again", e);
            return false;
        }
    }
}
