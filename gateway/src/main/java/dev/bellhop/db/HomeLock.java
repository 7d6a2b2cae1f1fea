package dev.bellhop.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Says that the embedded database's directory belongs to this gateway. The kernel lets go of it
/// when the gateway ends, however it ends, so that a lock which can be taken proves that a server
/// still running there is an orphan.
record HomeLock(Path home, FileChannel channel) implements AutoCloseable {

    /// @throws DatabaseAway with one clear line when the directory cannot be used, or a gateway is
    ///   using it
    static HomeLock take(Path wanted) {
        try {
            var home = Files.createDirectories(wanted).toRealPath();
            var channel =
                    FileChannel.open(
                            home.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!isOurs(channel)) {
                channel.close();
                throw new DatabaseAway("another gateway is using the database in " + home);
            }
            return new HomeLock(home, channel);
        } catch (IOException e) {
            throw new DatabaseAway("the embedded database cannot use " + wanted + ": " + why(e), e);
        }
    }

    private static boolean isOurs(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /// File exceptions carry a path for a message and say the rest by their type.
    private static String why(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException _ -> "it is not a directory";
            case AccessDeniedException _ -> "this user may not write there";
            default -> String.valueOf(e.getMessage());
        };
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
