package dev.bellhop.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Under which name the gateway of a data folder works. The kernel lets go of the lock when that
/// gateway ends, however it ends: whoever gets it knows that the one before is dead, and need not
/// wait until it was not heard of for long enough.
///
/// Where the folder cannot be locked, because another gateway uses it too or it lies on a file
/// system without locks, nothing is known, and the lease decides alone.
final class NodeFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodeFile.class.getName());
    private static final String NAME = "node";
    private static final int ID_MAX = 16;

    private final Optional<FileChannel> channel;

    private NodeFile(Optional<FileChannel> channel) {
        this.channel = channel;
    }

    static NodeFile take(Path dataDir) {
        var file = dataDir.resolve(NAME);
        try {
            var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (isOurs(channel)) {
                return new NodeFile(Optional.of(channel));
            }
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> file + " cannot be locked");
        }
        return new NodeFile(Optional.empty());
    }

    private static boolean isOurs(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /// Who worked here before and is dead, as is known for certain.
    Optional<String> former() {
        return channel.flatMap(NodeFile::read);
    }

    private static Optional<String> read(FileChannel channel) {
        try {
            var bytes = ByteBuffer.allocate(ID_MAX);
            int count = channel.read(bytes, 0);
            return count < ID_MAX
                    ? Optional.empty()
                    : Optional.of(new String(bytes.array(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Notes who works here now.
    void write(String id) {
        channel.ifPresent(it -> {
            try {
                it.truncate(0);
                var _ = it.write(ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII)), 0);
                it.force(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        channel.ifPresent(it -> {
            try {
                it.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
