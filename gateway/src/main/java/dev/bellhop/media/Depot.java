package dev.bellhop.media;

import dev.bellhop.db.Snapshot;
import dev.bellhop.db.Tx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Files with their rows. A file is on the disk before its row says that it is there, and its row
/// is gone before the file is, so that no row promises what is not there.
public final class Depot {
    private static final Logger LOG = Logger.getLogger(Depot.class.getName());
    private static final int REMOVED_AT_ONCE = 200;

    private final Attachments attachments;
    private final Folder folder;
    private final Clock clock;

    /// @param folder where the files are; it is made if it is not there
    public Depot(Attachments attachments, Path folder, Clock clock) throws IOException {
        this.attachments = attachments;
        this.folder = new Folder(folder);
        this.clock = clock;
    }

    /// Keeps an upload until a message takes it.
    ///
    /// @param owner who may give it to a message
    /// @param name as the sender calls it
    /// @param mimeType as the sender claims
    /// @throws Unfit when it is empty or larger than that
    public Attachment keep(
            String owner,
            Optional<String> name,
            Optional<String> mimeType,
            long bytesMax,
            InputStream in)
            throws IOException {
        var handle = attachments.handle();
        var plain = name.flatMap(FileName::of);
        var stored =
                folder.store(
                        handle, new Folder.Claim(plain, mimeType, Optional.empty(), bytesMax), in);
        return attachments.add(handle, owner, plain, stored);
    }

    /// Puts the content of an announced file into its place.
    ///
    /// @param sha256 what it must come to, in hex or base64, beside what was announced
    /// @throws Unfit when it is not what was announced, or larger than that
    public Stored store(
            Attachment attachment, Optional<String> sha256, long bytesMax, InputStream in)
            throws IOException {
        var sum =
                attachment
                        .source()
                        .flatMap(Attachment.Source::sha256)
                        .or(() -> sha256)
                        .flatMap(Digest::read);
        return folder.store(
                attachment.handle(),
                new Folder.Claim(
                        attachment.name(), Optional.of(attachment.mimeType()), sum, bytesMax),
                in);
    }

    /// Notes that an announced file is there.
    public void arrived(Tx tx, Attachment attachment, Stored stored) {
        attachments.arrived(tx, attachment.id(), stored);
    }

    /// Removes the content of a file whose row is gone: its message was erased while it was being
    /// fetched.
    public void removeIfForgotten(Attachment attachment) {
        if (attachments.find(attachment.id()).isPresent()) {
            return;
        }
        try {
            folder.remove(attachment.handle());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a file that was erased is still on the disk", e);
        }
    }

    /// The bytes of a file that is ready.
    public InputStream open(Attachment attachment) throws IOException {
        return Files.newInputStream(folder.place(attachment.handle()));
    }

    /// Shows every file that a snapshot's rows name, its thumbnail after it.
    public void each(Snapshot snapshot, Visitor visitor) throws IOException {
        try {
            snapshot.query(
                    "SELECT handle, thumb_type FROM attachment WHERE state = 'ready' ORDER BY id",
                    row -> {
                        show(folder.place(row[0]), visitor);
                        if (row[1] != null) {
                            show(folder.thumbnail(row[0]), visitor);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void show(Path file, Visitor visitor) {
        try (var in = Files.newInputStream(file)) {
            visitor.file(file.getFileName().toString(), in);
        } catch (NoSuchFileException erasedMeanwhile) {
            visitor.missing();
        } catch (AccessDeniedException ours) {
            throw new IllegalStateException("a file cannot be read by this user: " + file, ours);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Who is shown the files.
    public interface Visitor {
        /// A file.
        ///
        /// @param name by which [#takeBack] knows it
        void file(String name, InputStream in) throws IOException;

        /// A row names a file that is not there: it was erased after the snapshot.
        void missing();
    }

    /// Puts a file back where [#each] found it.
    ///
    /// @param folder where the files are; it is made if it is not there
    /// @throws IllegalArgumentException when no file can be called that
    public static void takeBack(Path folder, String name, InputStream in) throws IOException {
        new Folder(folder).takeBack(name, in);
    }

    Path path(Attachment attachment, Links.Variant variant) {
        return switch (variant) {
            case FULL -> folder.place(attachment.handle());
            case THUMB -> folder.thumbnail(attachment.handle());
        };
    }

    /// Removes files whose messages were erased, each before its row: as long as there is one,
    /// somebody comes again.
    public void removeGivenUp() {
        try {
            List<String> handles;
            do {
                handles = attachments.givenUp(REMOVED_AT_ONCE);
                for (String handle : handles) {
                    folder.remove(handle);
                    attachments.remove(handle);
                }
            } while (handles.size() == REMOVED_AT_ONCE);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "files that were erased are still on the disk", e);
        }
    }

    /// Removes uploads that no message took within a time, and what a kill left half written.
    public void forgetUntaken(Duration age) {
        var before = clock.instant().minus(age);
        try {
            folder.removeParts(before);
            removeGivenUp();
            List<String> handles;
            do {
                handles = attachments.removeUntaken(before, REMOVED_AT_ONCE);
                for (String handle : handles) {
                    folder.remove(handle);
                }
            } while (handles.size() == REMOVED_AT_ONCE);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "files that nobody needs could not be removed", e);
        }
    }
}
