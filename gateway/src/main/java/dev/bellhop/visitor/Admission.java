package dev.bellhop.visitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets so many in at the same time, in the order in which they came. When all visitors come back
/// at once, as after a restart, they wait here and not for a connection to the database, which
/// those need, too, who talk already.
final class Admission {
    /// Of those whose work shares a transaction with others'. There are two queues of them, and
    /// both together are no more than one transaction takes: whoever talks already waits for one
    /// that is under way, and the next at most.
    static final int SHARING = 32;

    /// Of those who each need a connection: half of what the database has unless somebody sets
    /// another number.
    static final int ALONE = 8;

    /// A widget that has heard nothing for ten seconds gives up and comes again, for which all that
    /// was done for it is done once more.
    private static final Duration SIGN_EVERY = Duration.ofSeconds(4);

    private static final int SIGNS_MAX = 15;

    private final Queue<Ticket> waiting = new ArrayDeque<>();
    private final Duration signEvery;
    private final int signsMax;
    private int free;

    /// Whoever does not wait any longer: it was not their turn in time, or they have gone.
    static final class GivenUp extends RuntimeException {
        private final String why;

        GivenUp(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    /// What happens while somebody waits.
    interface Sign {
        /// Tells them that they are not forgotten.
        ///
        /// @throws GivenUp when they are gone
        void give();
    }

    private static final class Ticket {
        private final CountDownLatch called = new CountDownLatch(1);
    }

    Admission(int atOnce) {
        this(atOnce, SIGN_EVERY, SIGNS_MAX);
    }

    Admission(int atOnce, Duration signEvery, int signsMax) {
        this.free = atOnce;
        this.signEvery = signEvery;
        this.signsMax = signsMax;
    }

    /// Does the work when it is its turn.
    ///
    /// @param sign is given from time to time until then
    /// @throws GivenUp when it was not its turn within a minute, or nobody waits any more; then
    ///   nothing is done
    <T> T admit(Sign sign, Supplier<T> work) {
        var ticket = draw();
        try {
            await(ticket, sign);
        } catch (RuntimeException | Error gone) {
            putBack(ticket);
            throw gone;
        }
        try {
            return work.get();
        } finally {
            next();
        }
    }

    private void await(Ticket ticket, Sign sign) {
        try {
            for (int signs = 0;
                    !ticket.called.await(signEvery.toNanos(), TimeUnit.NANOSECONDS);
                    signs++) {
                if (signs == signsMax) {
                    throw new GivenUp("too many came at once");
                }
                sign.give();
            }
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            throw new GivenUp("the thread is to end");
        }
    }

    private synchronized Ticket draw() {
        var ticket = new Ticket();
        if (free > 0) {
            free--;
            ticket.called.countDown();
        } else {
            waiting.add(ticket);
        }
        return ticket;
    }

    /// One that was called in the same moment gives its turn to the next.
    private synchronized void putBack(Ticket ticket) {
        if (!waiting.remove(ticket)) {
            next();
        }
    }

    private synchronized void next() {
        var next = waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.called.countDown();
        }
    }
}
