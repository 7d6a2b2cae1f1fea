package dev.bellhop.visitor;

import dev.bellhop.site.Site;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The event streams that are open at this gateway, as posts look for them.
final class EventLines {
    /// Posts of one stream that wait for their turn: a client sends one after the other.
    private static final int WAITING_MAX = 4;

    /// A stream, and who speaks for it.
    static final class Line {
        private final Site site;
        private final String address;
        private final VisitorSession session;
        private final long number;
        private final ReentrantLock turn = new ReentrantLock();
        private final AtomicBoolean spokenFor = new AtomicBoolean();

        private Line(Site site, String address, VisitorSession session, long number) {
            this.site = site;
            this.address = address;
            this.session = session;
            this.number = number;
        }

        Site site() {
            return site;
        }

        boolean isOver() {
            return session.isOver();
        }

        /// Takes frames, one post after the other.
        ///
        /// @throws Refusal `rate_limited` when too many posts wait already
        void take(List<String> frames) {
            refuseCrowd();
            spokenFor.set(true);
            inTurn(() -> frames.forEach(session::take));
        }

        private void refuseCrowd() {
            if (turn.getQueueLength() >= WAITING_MAX) {
                throw Refusal.until(
                        Code.RATE_LIMITED, "Send one post after the other.", Duration.ofSeconds(1));
            }
        }

        /// Does something while no post is taken.
        void inTurn(Runnable work) {
            turn.lock();
            try {
                work.run();
            } finally {
                turn.unlock();
            }
        }
    }

    private final Map<String, Line> byName = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /// Notes a stream under its name.
    ///
    /// @param address where it was asked for
    Line add(String name, Site site, String address, VisitorSession session) {
        var line = new Line(site, address, session, count.incrementAndGet());
        byName.put(name, line);
        return line;
    }

    void remove(String name) {
        byName.remove(name);
    }

    Optional<Line> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The stream of whoever was welcomed with a token; of several the newest.
    Optional<Line> of(byte[] tokenHash) {
        return newest(line -> line.session.isBy(tokenHash));
    }

    /// The newest stream of a site that somebody opened at this address and has not spoken for.
    Optional<Line> unspoken(Site site, String address) {
        return newest(line ->
                line.site.id() == site.id()
                        && line.address.equals(address)
                        && !line.spokenFor.get());
    }

    private Optional<Line> newest(Predicate<Line> which) {
        return byName.values().stream()
                .filter(line -> !line.isOver())
                .filter(which)
                .max(Comparator.comparingLong(line -> line.number));
    }
}
