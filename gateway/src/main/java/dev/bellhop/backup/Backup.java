package dev.bellhop.backup;

import dev.bellhop.db.Database;
import dev.bellhop.db.Snapshot;
import dev.bellhop.media.Depot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Makes backups.
public final class Backup {
    private static final Logger LOG = Logger.getLogger(Backup.class.getName());
    private static final DateTimeFormatter IN_NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Database database;
    private final Depot depot;
    private final Supplier<List<String>> keys;
    private final String version;
    private final Clock clock;

    /// @param keys the fingerprints of the master keys in use
    /// @param version ours
    public Backup(
            Database database,
            Depot depot,
            Supplier<List<String>> keys,
            String version,
            Clock clock) {
        this.database = database;
        this.depot = depot;
        this.keys = keys;
        this.version = version;
        this.clock = clock;
    }

    /// Writes a copy of everything, as it is at this moment. All goes on meanwhile; what is said
    /// after this moment is not in it.
    ///
    /// @param out stays open
    Contents write(OutputStream out) throws IOException {
        try (var snapshot = database.snapshot();
                var archive = new Archive(out, manifest(snapshot, version, keys.get(), clock))) {
            for (var table : snapshot.tables()) {
                archive.table(snapshot, table);
            }
            depot.each(
                    snapshot,
                    new Depot.Visitor() {
                        @Override
                        public void file(String name, InputStream in) throws IOException {
                            archive.file(name, in);
                        }

                        @Override
                        public void missing() {
                            archive.missing();
                        }
                    });
            return archive.end();
        }
    }

    /// A copy of the database alone, before its tables are changed; files are not touched by that.
    ///
    /// @param folder where it is put, under a name of its own
    /// @return where it is
    /// @throws UncheckedIOException when it cannot be written, so that nothing is to be changed
    public static Path beforeChange(Snapshot snapshot, Path folder, String version, Clock clock) {
        var name = "before-" + version + "-" + IN_NAMES.format(clock.instant()) + ".zip";
        LOG.info("the tables are about to be changed; a copy of before is written first: " + name);
        var part = folder.resolve(name + ".part");
        try {
            var only = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(only));
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE);
                    var out = Channels.newOutputStream(channel);
                    var archive = new Archive(out, manifest(snapshot, version, List.of(), clock))) {
                for (var table : snapshot.tables()) {
                    archive.table(snapshot, table);
                }
                var _ = archive.end();
                channel.force(true);
            }
            return Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The copy before the tables are changed could not be written to "
                            + folder
                            + ", so nothing was changed: "
                            + e.getMessage(),
                    e);
        } finally {
            remove(part);
        }
    }

    /// Of a copy that was broken off nothing stays: it would fill a disk that is too small for it.
    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException left) {
            LOG.log(Level.WARNING, "half a copy is left: " + part, left);
        }
    }

    /// Whether files can be read, without which a backup would not come to its end.
    boolean canReadFiles() {
        return depot.isReadable();
    }

    /// What a backup of this moment is called.
    String fileName() {
        return "bellhop-" + IN_NAMES.format(clock.instant()) + ".zip";
    }

    Instant now() {
        return clock.instant();
    }

    private static Manifest manifest(
            Snapshot snapshot, String version, List<String> keys, Clock clock) {
        return new Manifest(version, clock.instant(), snapshot.steps(), keys, snapshot.tables());
    }
}
