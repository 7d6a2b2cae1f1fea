package dev.bellhop.relay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Counts the copies too many that people got since the start: a send that Meta did not answer was
/// repeated, and only then it showed that the first had been taken. Many of them mean that
/// `retry.unsure-wait` is too short.
public final class SecondCopies {
    private static final Logger LOG = Logger.getLogger(SecondCopies.class.getName());

    private final AtomicLong count = new AtomicLong();

    /// Counts one; to be run after the commit that stored it.
    Runnable found(long conversationId, int seq, String wamid) {
        return () -> {
            count.incrementAndGet();
            LOG.log(
                    Level.WARNING,
                    "message {0} of conversation {1} is there twice: {2} was taken without an"
                            + " answer",
                    new Object[] {Integer.toString(seq), Long.toString(conversationId), wamid});
        };
    }

    public long count() {
        return count.get();
    }
}
