package dev.bellhop.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The headers of each post, as their file says at that time: a token may be changed while
/// everything runs.
final class PostHeaders implements Supplier<Map<String, String>> {
    private static final Logger LOG = Logger.getLogger(PostHeaders.class.getName());

    private final Path file;
    private volatile Map<String, String> last = Map.of();

    PostHeaders(Path file) {
        this.file = file;
    }

    /// A file that is just being written, or was taken away, changes nothing.
    @Override
    public Map<String, String> get() {
        try {
            last = HeaderFile.read(file);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "tracing.headers-file: {0}; the last headers are used",
                    e.getMessage());
        }
        return last;
    }
}
