package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// What happens in the sandbox, told to whoever listens: `message`, `status`, `call`, `webhook`,
/// `phone`, `typing`, `rules`, `faults`, `clock`, `reset`. The last [#KEPT_MAX] are kept for a
/// listener that comes back.
final class Events {
    private static final int KEPT_MAX = 1_000;
    private static final int BEHIND_MAX = 2_000;
    private static final int LISTENERS_MAX = 64;

    /// One thing that happened.
    ///
    /// @param n counts all events from 1
    record Event(long n, String type, ObjectNode detail) {}

    /// Someone who listens; it ends when it falls too far behind.
    static final class Listener {
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(BEHIND_MAX + KEPT_MAX);
        private volatile boolean ended;

        /// The events to come.
        BlockingQueue<Event> queue() {
            return queue;
        }

        boolean hasEnded() {
            return ended;
        }
    }

    private final Clock clock;
    private final Deque<Event> kept = new ArrayDeque<>();
    private final Set<Listener> listeners = new HashSet<>();
    private long last;
    private boolean closed;

    Events(Clock clock) {
        this.clock = clock;
    }

    synchronized void tell(String type, ObjectNode detail) {
        last++;
        detail.put("n", last);
        detail.put("at", clock.instant().toString());
        var event = new Event(last, type, detail);
        kept.addLast(event);
        if (kept.size() > KEPT_MAX) {
            kept.removeFirst();
        }
        listeners.removeIf(listener -> {
            listener.ended = !listener.queue.offer(event);
            return listener.ended;
        });
    }

    /// Begins to listen; kept events after the n-th come first, none without an n.
    ///
    /// @throws Refusal `unavailable` when too many listen already
    synchronized Listener listen(Optional<Long> after) {
        if (closed || listeners.size() >= LISTENERS_MAX) {
            throw Refusal.of(Code.UNAVAILABLE, "Too many listen to the sandbox already.");
        }
        var listener = new Listener();
        after.ifPresent(
                n -> kept.stream().filter(event -> event.n() > n).forEach(listener.queue::add));
        listeners.add(listener);
        return listener;
    }

    synchronized void leave(Listener listener) {
        listeners.remove(listener);
    }

    synchronized long last() {
        return last;
    }

    synchronized void close() {
        closed = true;
        var bye = new Event(last, "bye", Json.object());
        for (var listener : listeners) {
            listener.ended = true;
            listener.queue.offer(bye);
        }
        listeners.clear();
    }
}
