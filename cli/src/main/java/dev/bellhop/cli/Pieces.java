package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;

/// What is made piece by piece while it is read.
abstract class Pieces extends InputStream {
    private byte[] piece = {};
    private int taken;

    /// The next piece, which may be empty.
    ///
    /// @return null at the end
    abstract byte @Nullable [] next() throws IOException;

    @Override
    public final int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] to, int offset, int length) throws IOException {
        while (taken == piece.length) {
            var following = next();
            if (following == null) {
                return -1;
            }
            piece = following;
            taken = 0;
        }
        int part = Math.min(length, piece.length - taken);
        System.arraycopy(piece, taken, to, offset, part);
        taken += part;
        return part;
    }
}
