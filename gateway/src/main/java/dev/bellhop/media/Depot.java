package dev.bellhop.media;

import dev.bellhop.db.Snapshot;
import dev.bellhop.db.Tx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Files with their rows. A file is in its store before its row says that it is there, and it is
/// nobody's before it goes, so that no row promises what is not there. What no row names, because
/// somebody was killed in between, stays: which database a file belongs to nothing says, and to
/// remove what another one names would be worse.
public final class Depot {
    private static final Logger LOG = Logger.getLogger(Depot.class.getName());
    private static final int REMOVED_AT_ONCE = 200;

    private final Attachments attachments;
    private final Store store;
    private final Clock clock;

    /// @param store where the bytes are
    public Depot(Attachments attachments, Store store, Clock clock) {
        this.attachments = attachments;
        this.store = store;
        this.clock = clock;
        // What was to go while it was away.
        store.whenBack(this::removeGivenUp);
    }

    /// Why no file can be put into its place just now, in words for whoever runs the gateway; empty
    /// while all is well.
    public Optional<String> trouble() {
        var condition = store.condition();
        return condition.isUp()
                ? Optional.empty()
                : Optional.of(condition.trouble().orElse("files cannot be written"));
    }

    /// Whether what is there can be read, as far as is known.
    public boolean isReadable() {
        return store.condition().reach() != Condition.Reach.AWAY;
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
                store.store(handle, new Claim(plain, mimeType, Optional.empty(), bytesMax), in);
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
        return store.store(
                attachment.handle(),
                new Claim(attachment.name(), Optional.of(attachment.mimeType()), sum, bytesMax),
                in);
    }

    /// Notes that an announced file is there.
    public void arrived(Tx tx, Attachment attachment, Stored stored) {
        attachments.arrived(tx, attachment.id(), stored);
    }

    /// Removes the content of a file that is nobody's: its message was erased while it was being
    /// fetched.
    public void removeIfForgotten(Attachment attachment) {
        if (!attachments.isForgotten(attachment.id())) {
            return;
        }
        try {
            store.remove(attachment.handle());
        } catch (IOException e) {
            later("a file that was erased is swept away later", e);
        }
    }

    /// The bytes of a file that is ready.
    public InputStream open(Attachment attachment) throws IOException {
        var content = content(attachment, Links.Variant.FULL);
        return content.part(0, content.size());
    }

    Content content(Attachment attachment, Links.Variant variant) throws IOException {
        return switch (variant) {
            case FULL -> store.open(attachment.handle(), attachment.size());
            case THUMB ->
                    store.open(FilePlace.thumbnail(attachment.handle()), OptionalLong.empty());
        };
    }

    /// Shows every file that a snapshot's rows name, its thumbnail after it.
    public void each(Snapshot snapshot, Visitor visitor) throws IOException {
        try {
            snapshot.query(
                    "SELECT handle, thumb_type FROM attachment WHERE state = 'ready'"
                            + " AND NOT (owner <=> 'nobody') ORDER BY id",
                    row -> {
                        show(row[0], visitor);
                        if (row[1] != null) {
                            show(FilePlace.thumbnail(row[0]), visitor);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void show(String name, Visitor visitor) {
        try (var content = store.open(name, OptionalLong.empty())) {
            visitor.file(name, content.part(0, content.size()));
        } catch (NoSuchFileException erasedMeanwhile) {
            visitor.missing();
        } catch (AccessDeniedException ours) {
            throw new IllegalStateException(
                    "a file cannot be read by this user: " + ours.getFile(), ours);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Who is shown the files.
    public interface Visitor {
        /// A file.
        ///
        /// @param name by which [Store#takeBack] knows it
        void file(String name, InputStream in) throws IOException;

        /// A row names a file that is not there: it was erased after the snapshot.
        void missing();
    }

    /// Removes files whose messages were erased, each before its row: as long as there is one,
    /// somebody comes again.
    public void removeGivenUp() {
        try {
            long removed;
            do {
                removed = removeSome();
            } while (removed == REMOVED_AT_ONCE);
        } catch (StoreAway away) {
            later("files that were erased are removed later", away);
        }
    }

    /// One that cannot be removed keeps no other from it.
    private long removeSome() throws StoreAway {
        long removed = 0;
        for (String handle : attachments.givenUp(REMOVED_AT_ONCE)) {
            try {
                store.remove(handle);
                attachments.remove(handle);
                removed++;
            } catch (StoreAway away) {
                throw away;
            } catch (IOException e) {
                later("a file that was erased is removed later", e);
            }
        }
        return removed;
    }

    /// Of a store that is away, its words say all.
    private static void later(String what, IOException e) {
        if (e instanceof StoreAway) {
            LOG.warning(what + ": " + e.getMessage());
        } else {
            LOG.log(Level.WARNING, what, e);
        }
    }

    /// Removes uploads that no message took within a time, and what a kill left half written.
    public void forgetUntaken(Duration age) {
        var before = clock.instant().minus(age);
        try {
            store.removeParts(before);
        } catch (IOException e) {
            later("what a kill left half written could not be removed", e);
        }
        int count;
        do {
            count = attachments.giveUpUntaken(before, REMOVED_AT_ONCE);
        } while (count == REMOVED_AT_ONCE);
        removeGivenUp();
    }
}
