package dev.bellhop.media;

import dev.bellhop.db.Database;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The keeper of `attachment_copy`: where else a file lies, so that it is not brought there twice.
public final class Copies {
    private final Database database;
    private final Clock clock;

    Copies(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What a place calls its copy, if it has one that is not older.
    public Optional<String> find(long attachmentId, String place, Duration age) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT copy_id FROM attachment_copy
                        WHERE attachment_id = ? AND place = ? AND at > ?
                        """,
                        row -> row.text("copy_id"),
                        attachmentId,
                        place,
                        clock.instant().minus(age)));
    }

    /// A place has a copy.
    public void put(long attachmentId, String place, String copyId) {
        database.write(tx ->
                tx.change(
                        """
                        REPLACE INTO attachment_copy (attachment_id, place, copy_id, at)
                        VALUES (?, ?, ?, ?)
                        """,
                        attachmentId,
                        place,
                        copyId,
                        clock.instant()));
    }
}
