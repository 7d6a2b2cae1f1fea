package dev.bellhop.visitor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Sees to it that no connection takes longer over anything than it may. One thread looks at all of
/// them about once a second, so that a deadline costs a connection a number and no timer. It runs
/// while there is something to look at.
final class Watch {
    private static final Logger LOG = Logger.getLogger(Watch.class.getName());
    private static final long ROUND_MILLIS = 1_000;

    private final LongSupplier nanoTime;
    private final Set<VisitorSession> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean walking = new AtomicBoolean();

    Watch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /// Looks at this one too, until its connection has ended.
    void over(VisitorSession session) {
        watched.add(session);
        if (walking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("visitor-watch").start(this::walk);
        }
    }

    private void walk() {
        try {
            do {
                while (!watched.isEmpty()) {
                    Thread.sleep(ROUND_MILLIS);
                    look();
                }
                walking.set(false);
            } while (!watched.isEmpty() && walking.compareAndSet(false, true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            walking.set(false); // whatever ended the walk, the next session begins another
        }
    }

    /// One round.
    void look() {
        long now = nanoTime();
        watched.removeIf(session -> hasEnded(session, now));
    }

    private static boolean hasEnded(VisitorSession session, long now) {
        try {
            return session.hasEndedBy(now);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a connection is looked at again later", e);
            return false;
        }
    }
}
