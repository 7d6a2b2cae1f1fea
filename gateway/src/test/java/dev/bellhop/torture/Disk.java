package dev.bellhop.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A small disk for the gateway's data folder, where this process may mount one: so that it can be
/// full without anything else of the machine being so.
final class Disk implements AutoCloseable {
    private static final int MEGABYTES = 48;
    private static final int BLOCK = 64 * 1024;

    private final Path folder;
    private final boolean mounted;

    private Disk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /// Mounts one on the folder; where that is not possible the folder stays what it is.
    static Disk on(Path folder) {
        boolean mounted =
                "root".equals(System.getProperty("user.name"))
                        && runs(
                                List.of(
                                        "mount",
                                        "-t",
                                        "tmpfs",
                                        "-o",
                                        "size=" + MEGABYTES + "m,mode=700",
                                        "bellhop-torture",
                                        folder.toString()));
        return new Disk(folder, mounted);
    }

    /// Takes away one that a run which was killed has left.
    static void leave(Path folder) {
        if (Files.isDirectory(folder)) {
            boolean _ = runs(List.of("umount", folder.toString()));
        }
    }

    private static boolean runs(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isMounted() {
        return mounted;
    }

    /// Takes all the room that is left.
    void fill() {
        var block = new byte[BLOCK];
        try (var out = Files.newOutputStream(ballast())) {
            for (int i = 0; i < MEGABYTES * 1024 * 1024 / BLOCK; i++) {
                out.write(block);
            }
        } catch (IOException full) {
            // As was wanted.
        }
    }

    void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() {
        if (mounted && !runs(List.of("umount", folder.toString()))) {
            boolean _ = runs(List.of("umount", "-l", folder.toString()));
        }
    }
}
