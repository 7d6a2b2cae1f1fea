package dev.bellhop.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The files on the disk: each under its handle, its thumbnail beside it, for the gateway's account
/// alone. A file is put together beside them and then moved.
final class Folder implements Store {
    /// What is left free on the disk at least, on which there may be more than files: a database
    /// that cannot write stops everything.
    private static final long RESERVE_MAX = 2L << 30;

    private static final int RESERVE_PART = 20;

    private final Path root;
    private final Incoming incoming;
    private final Disk disk;

    /// What is told of the disk.
    interface Disk {
        /// Bytes that this user may still write.
        long free();

        /// Bytes of all of it; 0 where nobody can tell.
        long size();

        static Disk of(Path root) {
            return new Disk() {
                @Override
                public long free() {
                    return root.toFile().getUsableSpace();
                }

                @Override
                public long size() {
                    return root.toFile().getTotalSpace();
                }
            };
        }
    }

    Folder(Path root) throws IOException {
        this(root, Disk.of(root));
    }

    Folder(Path root, Disk disk) throws IOException {
        this.disk = disk;
        this.root = Files.createDirectories(root, Incoming.OWNER_ONLY_FOLDER);
        this.incoming = new Incoming(root.resolve("incoming"));
    }

    @Override
    public Stored store(String handle, Claim claim, InputStream in) throws IOException {
        try (var whole = incoming.take(handle, claim, in)) {
            Files.createDirectories(path(handle).getParent(), Incoming.OWNER_ONLY_FOLDER);
            if (whole.stored().thumbType().isPresent()) {
                var thumbnail = path(FilePlace.thumbnail(handle));
                Files.move(whole.thumb(), thumbnail, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(whole.file(), path(handle), StandardCopyOption.ATOMIC_MOVE);
            return whole.stored();
        }
    }

    Path path(String name) {
        return root.resolve(FilePlace.of(name));
    }

    @Override
    public Content open(String name, OptionalLong size) throws IOException {
        var file = FileChannel.open(path(name), StandardOpenOption.READ);
        try {
            return new Opened(file, file.size());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private record Opened(FileChannel file, long size) implements Content {
        @Override
        public InputStream part(long from, long length) throws IOException {
            return Channels.newInputStream(file.position(from));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public void takeBack(String name, InputStream in) throws IOException {
        var to = path(name);
        var whole = incoming.take(name, in);
        try {
            Files.createDirectories(to.getParent(), Incoming.OWNER_ONLY_FOLDER);
            Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    @Override
    public void remove(String handle) throws IOException {
        for (String name : Store.names(handle)) {
            Files.deleteIfExists(path(name));
        }
    }

    @Override
    public void removeParts(Instant before) throws IOException {
        incoming.removeParts(before);
    }

    @Override
    public Condition condition() {
        return trouble()
                .map(words ->
                        new Condition(
                                Condition.Reach.READ_ONLY, Optional.empty(), Optional.of(words)))
                .orElseGet(() ->
                        new Condition(Condition.Reach.UP, Optional.empty(), Optional.empty()));
    }

    private Optional<String> trouble() {
        if (!Files.isWritable(root)) {
            return Optional.of("this user may not write " + root);
        }
        long reserve = Math.min(RESERVE_MAX, disk.size() / RESERVE_PART);
        return reserve > 0 && disk.free() < reserve
                ? Optional.of(
                        "less than " + (reserve >> 20) + " MB are free on the disk of " + root)
                : Optional.empty();
    }

    /// What is on this disk is away when the gateway is.
    @Override
    public void whenBack(Runnable task) {}

    @Override
    public String place() {
        return root.toAbsolutePath().normalize().toString();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void close() {}
}
