package dev.bellhop.media;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The keeper of `attachment`.
public final class Attachments {
    private static final String COLUMNS =
            """
            id, handle, kind, state, mime_type, name, size, width, height, thumb_type, voice,
            channel_id, source_id, source_sha256, reason, created_at
            """;

    private static final int HANDLE_BYTES = 16;

    /// What cannot be one is not looked for: no column of ours could hold it.
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final String NOBODY = "nobody";

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Attachments(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Optional<Attachment> find(long id) {
        return database.read(tx -> find(tx, id));
    }

    public Optional<Attachment> find(Tx tx, long id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM attachment WHERE id = ?", Attachments::attachment, id);
    }

    public Optional<Attachment> byHandle(String handle) {
        return HANDLE.matcher(handle).matches()
                ? database.read(tx -> byHandle(tx, handle))
                : Optional.empty();
    }

    /// What is nobody's any more nobody gets, though it may take a while until it is removed.
    private static Optional<Attachment> byHandle(Tx tx, String handle) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM attachment WHERE handle = ? AND NOT (owner <=> ?)",
                Attachments::attachment,
                handle,
                NOBODY);
    }

    /// Those of these ids that there are, by id.
    public Map<Long, Attachment> findAll(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database
                .read(tx ->
                        tx.query(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM attachment WHERE id IN ("
                                        + Tx.marks(ids.size())
                                        + ")",
                                Attachments::attachment,
                                ids.toArray()))
                .stream()
                .collect(Collectors.toMap(Attachment::id, Function.identity()));
    }

    /// Notes a file that is yet to be fetched; the message that brought it has taken it.
    public Attachment announce(Tx tx, Announced announced) {
        var now = clock.instant();
        long id =
                tx.insert(
                        """
                        INSERT INTO attachment
                          (handle, owner, kind, state, mime_type, name, voice, channel_id, source_id,
                           source_sha256, created_at, taken_at)
                        VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?)
                        RETURNING id
                        """,
                        handle(),
                        "channel:" + announced.channelId(),
                        announced.kind().wireName(),
                        announced.mimeType().map(ContentType::plain).orElse(ContentType.UNKNOWN),
                        announced.name().flatMap(FileName::of),
                        announced.voice(),
                        announced.channelId(),
                        announced.sourceId(),
                        announced.sha256().filter(sum -> Digest.read(sum).isPresent()),
                        now,
                        now);
        return find(tx, id).orElseThrow();
    }

    String handle() {
        byte[] bytes = new byte[HANDLE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Notes an uploaded file, which waits for its message.
    Attachment add(String handle, String owner, Optional<String> name, Stored stored) {
        var now = clock.instant();
        return database.inTransaction(tx -> {
            long id =
                    tx.insert(
                            """
                            INSERT INTO attachment
                              (handle, owner, kind, state, mime_type, name, size, sha256, width, height,
                               thumb_type, voice, created_at, ready_at)
                            VALUES (?, ?, ?, 'ready', ?, ?, ?, ?, ?, ?, ?, FALSE, ?, ?)
                            RETURNING id
                            """,
                            handle,
                            owner,
                            stored.kind().wireName(),
                            stored.mimeType(),
                            name,
                            stored.size(),
                            stored.sha256(),
                            stored.width(),
                            stored.height(),
                            stored.thumbType(),
                            now,
                            now);
            return find(tx, id).orElseThrow();
        });
    }

    /// Gives an uploaded file to a message, once: empty when there is none of this owner's that no
    /// message has yet.
    public Optional<Attachment> take(Tx tx, String handle, String owner) {
        if (!HANDLE.matcher(handle).matches()) {
            return Optional.empty();
        }
        long taken =
                tx.change(
                        """
                        UPDATE attachment SET taken_at = ?
                        WHERE handle = ? AND owner = ? AND taken_at IS NULL AND state = 'ready'
                        """,
                        clock.instant(),
                        handle,
                        owner);
        return taken == 0 ? Optional.empty() : byHandle(tx, handle);
    }

    /// A fetched file is there.
    void arrived(Tx tx, long id, Stored stored) {
        tx.change(
                """
                UPDATE attachment
                SET kind = ?, state = 'ready', mime_type = ?, size = ?, sha256 = ?, width = ?,
                    height = ?, thumb_type = ?, reason = NULL, ready_at = ?
                WHERE id = ? AND state = 'waiting'
                """,
                stored.kind().wireName(),
                stored.mimeType(),
                stored.size(),
                stored.sha256(),
                stored.width(),
                stored.height(),
                stored.thumbType(),
                clock.instant(),
                id);
    }

    /// A file cannot be had.
    public void failed(Tx tx, long id, String reason) {
        tx.change(
                "UPDATE attachment SET state = 'failed', reason = ? WHERE id = ? AND state ="
                        + " 'waiting'",
                cut(reason, 300),
                id);
    }

    /// A file is nobody's business any more: it is served no more, and fetched no more.
    public void withdraw(Tx tx, long id, String reason) {
        tx.change(
                "UPDATE attachment SET state = 'failed', reason = ?, source_id = NULL WHERE id = ?",
                cut(reason, 300),
                id);
    }

    /// Some files that came with messages before a time and are still there, oldest first.
    ///
    /// @param skipped so many of the first are left out
    public List<Long> olderThan(Instant before, int skipped, int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT id FROM attachment WHERE state = 'ready' AND taken_at < ?"
                                + " ORDER BY taken_at LIMIT ? OFFSET ?",
                        row -> row.number("id"),
                        before,
                        count,
                        skipped));
    }

    /// How many there are, counted no further than `atMost`.
    public long countOlderThan(Instant before, int atMost) {
        return database.read(tx ->
                tx.one(
                                "SELECT COUNT(*) AS n FROM (SELECT 1 FROM attachment WHERE state ="
                                        + " 'ready' AND taken_at < ? LIMIT ?) AS some",
                                row -> row.number("n"),
                                before,
                                atMost)
                        .orElse(0L));
    }

    /// The bytes of a file go, and its message stays and says why. They are given up under their
    /// old handle, so that whoever is killed before they are removed does it later.
    ///
    /// @return whether it was there
    public boolean discard(Tx tx, long id, String reason) {
        var handle =
                tx.one(
                        "SELECT handle FROM attachment WHERE id = ? AND state = 'ready' FOR UPDATE",
                        row -> row.text("handle"),
                        id);
        if (handle.isEmpty()) {
            return false;
        }
        tx.change(
                """
                UPDATE attachment
                SET handle = ?, state = 'failed', reason = ?, source_id = NULL, sha256 = NULL,
                    thumb_type = NULL
                WHERE id = ?
                """,
                handle(),
                cut(reason, 300),
                id);
        tx.change(
                """
                INSERT INTO attachment
                  (handle, owner, kind, state, mime_type, voice, created_at)
                VALUES (?, ?, 'document', 'failed', ?, FALSE, ?)
                """,
                handle.get(),
                NOBODY,
                ContentType.UNKNOWN,
                Instant.EPOCH);
        tx.change("DELETE FROM attachment_copy WHERE attachment_id = ?", id);
        return true;
    }

    /// A file that could not be had is to be fetched once more; whether there is one.
    public boolean again(Tx tx, long id) {
        return tx.change(
                        """
                        UPDATE attachment SET state = 'waiting', reason = NULL
                        WHERE id = ? AND state = 'failed' AND source_id IS NOT NULL
                        """,
                        id)
                > 0;
    }

    /// The messages of these files are erased: nobody has them any more.
    public void giveUp(Tx tx, List<Long> ids) {
        for (long id : ids) {
            tx.change("DELETE FROM attachment_copy WHERE attachment_id = ?", id);
            tx.change(
                    "UPDATE attachment SET owner = ?, name = NULL, taken_at = NULL, created_at = ?"
                            + " WHERE id = ?",
                    NOBODY,
                    Instant.EPOCH,
                    id);
        }
    }

    /// What somebody uploaded and no message took is nobody's.
    ///
    /// @return how many there were
    public int giveUpUploads(Tx tx, String owner) {
        var ids =
                tx.query(
                        "SELECT id FROM attachment WHERE taken_at IS NULL AND owner = ?",
                        row -> row.number("id"),
                        owner);
        giveUp(tx, ids);
        return ids.size();
    }

    /// Whether a file is nobody's any more, or its row is gone.
    boolean isForgotten(long id) {
        return database.read(tx ->
                        tx.one(
                                "SELECT id FROM attachment WHERE id = ? AND NOT (owner <=> ?)",
                                row -> row.number("id"),
                                id,
                                NOBODY))
                .isEmpty();
    }

    /// The handles of files that were given up.
    List<String> givenUp(int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT handle FROM attachment WHERE taken_at IS NULL AND created_at = ?"
                                + " AND owner = ? LIMIT ?",
                        row -> row.text("handle"),
                        Instant.EPOCH,
                        NOBODY,
                        count));
    }

    void remove(String handle) {
        database.write(tx -> tx.change("DELETE FROM attachment WHERE handle = ?", handle));
    }

    /// Gives up uploads that no message took since.
    ///
    /// @return how many
    int giveUpUntaken(Instant before, int count) {
        return database.inTransaction(tx -> {
            var ids =
                    tx.query(
                            """
                            SELECT id FROM attachment
                            WHERE taken_at IS NULL AND created_at > ? AND created_at < ?
                            ORDER BY created_at LIMIT ?
                            FOR UPDATE
                            """,
                            row -> row.number("id"),
                            Instant.EPOCH,
                            before,
                            count);
            giveUp(tx, ids);
            return ids.size();
        });
    }

    private static OptionalInt small(OptionalLong number) {
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    private static String cut(String text, int charactersMax) {
        return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
    }

    private static Attachment attachment(Row row) {
        return new Attachment(
                row.number("id"),
                row.text("handle"),
                Kind.read(row.text("kind")),
                State.read(row.text("state")),
                row.text("mime_type"),
                row.textMaybe("name"),
                row.numberMaybe("size"),
                small(row.numberMaybe("width")),
                small(row.numberMaybe("height")),
                row.textMaybe("thumb_type"),
                row.flag("voice"),
                row.textMaybe("source_id")
                        .map(id ->
                                new Attachment.Source(
                                        row.number("channel_id"),
                                        id,
                                        row.textMaybe("source_sha256"))),
                row.textMaybe("reason"),
                row.instant("created_at"));
    }
}
