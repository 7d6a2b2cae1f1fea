package dev.bellhop.media;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// A file that is there, to be read from any place on.
public interface Content extends Closeable {
    /// How long it is.
    long size();

    /// The bytes from a place on, at least so many of them. It is asked for one part, and closed
    /// together with that.
    InputStream part(long from, long length) throws IOException;
}
