package dev.bellhop.backup;

import dev.bellhop.db.Database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The keeper of `backup_run`: the backups that came to their end, so that everybody can see how
/// old the newest is. Where they are kept, only those know who took them.
public final class BackupRuns {
    private static final int KEPT = 100;

    /// A backup.
    ///
    /// @param at the moment that it shows
    /// @param missing files that its rows name and that it does not have
    public record Run(Instant at, long bytes, long rows, long files, long missing) {}

    private final Database database;

    public BackupRuns(Database database) {
        this.database = database;
    }

    void add(Run run) {
        database.write(tx -> {
            tx.change(
                    """
                    INSERT INTO backup_run (at, bytes, kept_rows, files, missing_files)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                    run.at(),
                    run.bytes(),
                    run.rows(),
                    run.files(),
                    run.missing());
            tx.change(
                    """
                    DELETE FROM backup_run WHERE id <= (
                      SELECT id FROM (
                        SELECT id FROM backup_run ORDER BY id DESC LIMIT 1 OFFSET ?) AS oldest)
                    """,
                    KEPT);
        });
    }

    /// Newest first.
    List<Run> newest(int count) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT at, bytes, kept_rows, files, missing_files FROM backup_run
                        ORDER BY id DESC LIMIT ?
                        """,
                        row ->
                                new Run(
                                        row.instant("at"),
                                        row.number("bytes"),
                                        row.number("kept_rows"),
                                        row.number("files"),
                                        row.number("missing_files")),
                        count));
    }

    /// The last one that came to its end.
    public Optional<Run> last() {
        return newest(1).stream().findFirst();
    }
}
