package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/// Messages of visitors between the moment in which they were due and Graph's call. Each carries a
/// mark by which Graph's side knows it again, which is the id under which it was sent.
final class OnTheWay {
    private static final int PATIENCE_SECONDS = 120;
    private static final String MARK = "bench-";
    static final int MARK_LENGTH = 36;

    /// One message; times are of [System#nanoTime], 0 for not yet.
    static final class Said {
        final String cid = UUID.randomUUID().toString();
        final long due;
        volatile long accepted;
        volatile long called;
        private final CountDownLatch done = new CountDownLatch(2);

        private Said(long due) {
            this.due = due;
        }

        /// What the visitor writes.
        String text(String words) {
            return words + " " + MARK + cid;
        }

        /// @return whether it is the first time
        private synchronized boolean accept() {
            if (accepted != 0) {
                return false;
            }
            accepted = System.nanoTime();
            done.countDown();
            return true;
        }

        /// @return whether it is the first time
        private synchronized boolean call() {
            if (called != 0) {
                return false;
            }
            called = System.nanoTime();
            done.countDown();
            return true;
        }

        boolean isDone() {
            return done.getCount() == 0;
        }

        /// Whether the visitor was promised that it will be given to Graph.
        boolean isOwed() {
            return accepted != 0 && called == 0;
        }

        /// Waits until it was accepted and given to Graph, for two minutes at most.
        void await() {
            try {
                if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("a message was lost");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private final Map<String, Said> said = new ConcurrentHashMap<>();

    /// A new one, which is still to be written.
    Said due(long nanos) {
        var message = new Said(nanos);
        said.put(message.cid, message);
        return message;
    }

    void accepted(String cid) {
        var message = said.get(cid);
        if (message != null) {
            boolean _ = message.accept();
        }
    }

    /// Graph was called with this, which carries the marks of one message, of several, or of none.
    ///
    /// @return those of which it is the first call
    List<Said> called(String body) {
        var first = new ArrayList<Said>();
        for (int mark = body.indexOf(MARK); mark >= 0; mark = body.indexOf(MARK, mark + 1)) {
            int from = mark + MARK.length();
            var message = said.get(body.substring(from, from + MARK_LENGTH));
            if (message != null && message.call()) {
                first.add(message);
            }
        }
        return first;
    }

    /// What follows of it does not count any more.
    void forget(Said message) {
        said.remove(message.cid);
    }

    void forgetAll() {
        said.clear();
    }

    /// From when they were due, in milliseconds.
    static JsonNode spread(List<Said> messages, ToLongFunction<Said> end) {
        return Spread.of(messages.stream().mapToDouble(m -> (end.applyAsLong(m) - m.due) / 1e6));
    }
}
