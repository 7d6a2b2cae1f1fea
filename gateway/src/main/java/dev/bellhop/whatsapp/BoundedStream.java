package dev.bellhop.whatsapp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// A body that must come whole, and in time. Each read has the connection's own time-out; this adds
/// one for all of them together, so that nobody sends a byte a minute for ever.
final class BoundedStream extends FilterInputStream {
    private final long deadlineNanos;
    private final OptionalLong promised;
    private long count;

    /// @param promised how long the body is said to be
    BoundedStream(InputStream in, long deadlineNanos, OptionalLong promised) {
        super(in);
        this.deadlineNanos = deadlineNanos;
        this.promised = promised;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new IOException("it took too long");
        }
        int n = super.read(bytes, offset, length);
        if (n < 0 && promised.isPresent() && count < promised.getAsLong()) {
            throw new IOException("it broke off after " + count + " bytes");
        }
        count += Math.max(0, n);
        return n;
    }
}
