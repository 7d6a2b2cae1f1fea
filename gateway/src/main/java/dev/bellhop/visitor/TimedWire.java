package dev.bellhop.visitor;

import java.util.Optional;
import java.util.function.LongSupplier;

/// A wire of which it is known how long it has been busy, so that it can be cut when that is too
/// long. One thread sends; another one looks from time to time.
final class TimedWire {

    /// The connection ended while something was being sent.
    static final class Gone extends RuntimeException {
        Gone(RuntimeException cause) {
            super(cause);
        }
    }

    private static final long SEND_MAX_NANOS = 20_000_000_000L;
    private static final long BEAT_NANOS = 20_000_000_000L;
    private static final long FAREWELL_MAX_NANOS = 5_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final Wire wire;
    private final LongSupplier nanoTime;

    /// Written by the sending thread alone.
    private volatile long cutAtNanos = NEVER;

    /// Of the last send, or of the last time that a beat was asked for.
    private volatile long heardAtNanos;

    TimedWire(Wire wire, LongSupplier nanoTime) {
        this.wire = wire;
        this.nanoTime = nanoTime;
        this.heardAtNanos = nanoTime.getAsLong();
    }

    void send(String frame) {
        sends(() -> wire.send(frame));
    }

    /// Sends something that is no frame and that only the wire itself knows how to send.
    void sends(Runnable sending) {
        cutIn(SEND_MAX_NANOS);
        orGone(sending);
        cutAtNanos = NEVER;
        heardAtNanos = nanoTime.getAsLong();
    }

    /// The beat for which it is time when there has been silence for so long; given once for each.
    Optional<Runnable> dueBeat(long nowNanos) {
        if (nowNanos - heardAtNanos < BEAT_NANOS) {
            return Optional.empty();
        }
        heardAtNanos = nowNanos;
        return wire.beat();
    }

    /// Says the last word; the other side has a while to end the connection.
    void close(int code, String reason) {
        cutIn(FAREWELL_MAX_NANOS);
        wire.close(code, reason);
    }

    /// Whatever a connection throws means that it is gone; a defect of ours is thrown elsewhere.
    private static void orGone(Runnable sending) {
        try {
            sending.run();
        } catch (RuntimeException e) {
            throw new Gone(e);
        }
    }

    private void cutIn(long nanos) {
        cutAtNanos = nanoTime.getAsLong() + nanos;
    }

    /// Cuts the wire if a send, or the other side's answer to the close, takes too long.
    void cutIfLate(long nowNanos) {
        long at = cutAtNanos;
        if (at != NEVER && nowNanos - at >= 0) {
            wire.cut();
        }
    }

    /// Whether somebody sends, or closes.
    boolean isBusy() {
        return cutAtNanos != NEVER;
    }

    /// Whether the connection has ended.
    boolean isOver() {
        return wire.isOver();
    }
}
