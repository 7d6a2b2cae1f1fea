package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Standard output, which remembers that something could not be written: whoever prints text is not
/// told.
final class StandardOutput extends OutputStream {
    private final FileOutputStream to = new FileOutputStream(FileDescriptor.out);
    private @Nullable IOException failure;

    @Override
    public void write(int part) throws IOException {
        write(new byte[] {(byte) part}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /// Whether it is about a reader that has gone, as `head` does when it has seen enough.
    static boolean isReaderGone(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }

    /// Why not everything was written; empty when it was, or when nobody reads any more.
    Optional<String> failure() {
        return Optional.ofNullable(failure)
                .filter(it -> !isReaderGone(it))
                .map(it -> String.valueOf(it.getMessage()));
    }
}
