package dev.bellhop.torture;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Moves the gateway's clock: eight bytes that both processes have mapped.
final class GatewayClock {
    private final Path file;
    private final MappedByteBuffer offset;

    GatewayClock(Path file) throws IOException {
        this.file = file;
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            offset = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
        offset.putLong(0, 0);
    }

    Path file() {
        return file;
    }

    /// Moves it on, or back where this is negative.
    ///
    /// @return by how much it is off now
    synchronized long jump(long millis) {
        long now = offset.getLong(0) + millis;
        offset.putLong(0, now);
        return now;
    }
}
