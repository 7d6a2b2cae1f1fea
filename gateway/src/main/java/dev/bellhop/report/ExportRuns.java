package dev.bellhop.report;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `report_export`: which files were written or are being written. Whoever writes one
/// has a lease on its row, so that two gateways on one database do not both write it, and one that
/// was killed is taken over from.
final class ExportRuns {
    static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration AGAIN = Duration.ofMinutes(15);
    private static final int ERROR_MAX = 300;

    /// What a file is of.
    record Key(String report, LocalDate from, LocalDate to, String zone, String format) {
        /// Says all of it, so that no two are called alike.
        String fileName() {
            return "bellhop-%s-%s-%s-%s.%s"
                    .formatted(report, from, to, zone.replace('/', '_'), format);
        }
    }

    /// @param state `running`, `done` or `failed`
    /// @param bytes of the file, when it is there
    record Run(
            Key key,
            String state,
            Instant startedAt,
            Optional<Instant> endedAt,
            OptionalLong bytes,
            Optional<String> error) {
        private static Run read(Row row) {
            return new Run(
                    new Key(
                            row.text("report"),
                            LocalDate.parse(row.text("period_from")),
                            LocalDate.parse(row.text("period_to")),
                            row.text("zone"),
                            row.text("format")),
                    row.text("state"),
                    row.instant("started_at"),
                    row.instantMaybe("ended_at"),
                    row.numberMaybe("bytes"),
                    row.textMaybe("error"));
        }
    }

    private final Database database;

    ExportRuns(Database database) {
        this.database = database;
    }

    /// Takes the lease on a file that nobody has, that is not there, and that did not fail a moment
    /// ago.
    ///
    /// @param holder says who
    /// @param atOnce whether one that failed is tried again without a pause
    boolean take(Key key, String holder, Instant now, boolean atOnce) {
        // First the row that is there: to have found it by inserting, and to change it then, makes
        // deadlocks of whoever does the same.
        return database.inTransaction(tx -> {
            long changed =
                    tx.change(
                            """
                            UPDATE report_export
                            SET state = 'running', holder = ?, leased_until = ?,
                                started_at = ?, ended_at = NULL
                            WHERE report = ? AND period_from = ? AND period_to = ?
                              AND zone = ? AND format = ?
                              AND (state = 'running' AND leased_until < ?
                                OR state = 'failed' AND (leased_until < ? OR ?))
                            """,
                            holder,
                            now.plus(LEASE),
                            now,
                            key.report(),
                            key.from(),
                            key.to(),
                            key.zone(),
                            key.format(),
                            now,
                            now,
                            atOnce);
            return changed == 1 || make(tx, key, holder, now);
        });
    }

    private static boolean make(Tx tx, Key key, String holder, Instant now) {
        return tx.change(
                        """
                        INSERT IGNORE INTO report_export
                          (report, period_from, period_to, zone, format, state, holder,
                           leased_until, started_at)
                        VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?)
                        """,
                        key.report(),
                        key.from(),
                        key.to(),
                        key.zone(),
                        key.format(),
                        holder,
                        now.plus(LEASE),
                        now)
                == 1;
    }

    /// Keeps the lease for longer.
    ///
    /// @return whether it is still this holder's
    boolean renew(String holder, Instant now) {
        return database.inTransaction(tx ->
                tx.change(
                        """
                        UPDATE report_export SET leased_until = ?
                        WHERE holder = ? AND state = 'running'
                        """,
                        now.plus(LEASE).plusMillis(1),
                        holder))
                == 1;
    }

    void done(String holder, long bytes, Instant now) {
        database.write(tx ->
                tx.change(
                        """
                        UPDATE report_export
                        SET state = 'done', ended_at = ?, bytes = ?, error = NULL
                        WHERE holder = ? AND state = 'running'
                        """,
                        now,
                        bytes,
                        holder));
    }

    /// Notes that it could not be written, and when to try again.
    ///
    /// @return whether that is news: it had not failed before
    boolean failed(String holder, String error, Instant now) {
        return database.inTransaction(tx -> {
            boolean isNews =
                    tx.one(
                                    "SELECT error FROM report_export WHERE holder = ?",
                                    row -> row.textMaybe("error").isEmpty(),
                                    holder)
                            .orElse(false);
            long _ =
                    tx.change(
                            """
                            UPDATE report_export
                            SET state = 'failed', ended_at = ?, leased_until = ?, error = ?
                            WHERE holder = ? AND state = 'running'
                            """,
                            now,
                            now.plus(AGAIN),
                            error.substring(0, Math.min(error.length(), ERROR_MAX)),
                            holder);
            return isNews;
        });
    }

    /// The last day that a report was written for, or tried.
    Optional<LocalDate> last(String report, String zone, String format) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT MAX(period_to) AS last FROM report_export
                                WHERE report = ? AND zone = ? AND format = ?
                                """,
                                row -> row.textMaybe("last"),
                                report,
                                zone,
                                format))
                .flatMap(last -> last)
                .map(LocalDate::parse);
    }

    /// Those that are not there yet, though they were begun.
    List<Run> unfinished() {
        return runs("WHERE state <> 'done' ORDER BY id");
    }

    /// The newest first.
    List<Run> newest(int most) {
        return runs("ORDER BY id DESC LIMIT " + most);
    }

    private List<Run> runs(String which) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT report, CAST(period_from AS CHAR) AS period_from,
                               CAST(period_to AS CHAR) AS period_to, zone, format, state,
                               started_at, ended_at, bytes, error
                        FROM report_export
                        """
                                + which,
                        Run::read));
    }

    int failing() {
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS failing FROM report_export WHERE error IS NOT"
                                        + " NULL AND state <> 'done'",
                                row -> row.integer("failing")))
                .orElse(0);
    }
}
