package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One transaction, as keepers see it. Parameters stand for the question marks in their order; an
/// `Instant` is written as UTC, an `Optional` as its value or NULL.
public final class Tx {
    private static final int PREPARED_LENGTH_MAX = 1_000;

    /// The driver's own word for it.
    private static final String WITH_VALUES = "/*client prepare*/";

    private static final int PORTION = 8;

    private final Session session;

    /// Whether what is said is written down at the end.
    private final boolean noted;

    private final List<Note> notes = new ArrayList<>(0);
    private final List<Undoing> undoings = new ArrayList<>(0);
    private long changes;

    /// Takes back what somebody has set aside elsewhere for what a transaction writes.
    public interface Undoing {
        /// Does it.
        ///
        /// @param mayBeStored whether the answer to the commit was lost, so that what was written
        ///   may stand in the tables all the same
        void undo(boolean mayBeStored);
    }

    Tx(Session session, boolean noted) {
        this.session = session;
        this.noted = noted;
    }

    /// Says that something changed; nothing is kept of it while nobody wants to know.
    public void note(Note note) {
        changes++;
        if (noted) {
            notes.add(note);
        }
    }

    /// Whether somebody wants to know what changes, for whoever has to ask the table what it was.
    public boolean isNoted() {
        return noted;
    }

    List<Note> notes() {
        return notes;
    }

    /// Has something taken back if this transaction is not committed, or nobody knows whether it
    /// is. It must not take long, and not ask the database.
    public void unlessCommitted(Undoing undoing) {
        undoings.add(undoing);
    }

    void undo(boolean mayBeStored) {
        undoings.forEach(undoing -> undoing.undo(mayBeStored));
    }

    /// A number that is the same as long as nothing was changed, only asked.
    long changes() {
        return changes;
    }

    /// As many question marks, for a list in `IN (…)`.
    public static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /// As many rows of question marks, for `VALUES`.
    public static String rows(int count, int values) {
        return String.join(", ", Collections.nCopies(count, "(" + marks(values) + ")"));
    }

    /// A condition for rows of which two columns have the values of one of so many pairs.
    public static String pairs(String one, String other, int count) {
        return "("
                + String.join(
                        " OR ",
                        Collections.nCopies(count, "(" + one + " = ? AND " + other + " = ?)"))
                + ")";
    }

    /// What a list in `IN (…)` is asked for, with the last one repeated up to a power of two: so
    /// there are few statements to be prepared.
    public static <T> List<T> padded(List<T> values) {
        int count = values.size();
        int size = count <= 1 ? count : Integer.highestOneBit(count - 1) * 2;
        var padded = new ArrayList<>(values);
        padded.addAll(Collections.nCopies(size - count, values.getLast()));
        return padded;
    }

    /// What is written in portions, for the same reason: of up to eight, or a power of two.
    public static <T> List<List<T>> portions(List<T> values) {
        var portions = new ArrayList<List<T>>();
        for (int done = 0; done < values.size(); ) {
            int left = values.size() - done;
            int size = left <= PORTION ? left : Integer.highestOneBit(left);
            portions.add(values.subList(done, done + size));
            done += size;
        }
        return portions;
    }

    /// A long statement goes with its values in it. Prepared, MariaDB keeps what it made of it, for
    /// each connection by itself: half a megabyte for one about 64 rows, and a gateway has dozens
    /// of them in as many sizes. To read it anew costs little beside what it does.
    private static String sent(String sql) {
        return sql.length() > PREPARED_LENGTH_MAX ? WITH_VALUES + sql : sql;
    }

    /// All rows of a query, which names its columns: where they stand is remembered by its text,
    /// and what `*` stands for may change. Results are read whole, so that none keeps its
    /// connection; a reader must not keep its row.
    public <T> List<T> query(String sql, Function<Row, T> reader, @Nullable Object... parameters) {
        if (!sql.startsWith("SELECT") && !sql.startsWith("WITH")) {
            changes++; // such as INSERT … RETURNING
        }
        return run(
                sql,
                statement -> {
                    try (var rows = statement.executeQuery()) {
                        var row = new Row(rows, Columns.of(sql, rows));
                        var all = new ArrayList<T>();
                        while (rows.next()) {
                            all.add(reader.apply(row));
                        }
                        return Collections.unmodifiableList(all);
                    }
                },
                parameters);
    }

    /// The first row of a query, if there is one.
    public <T> Optional<T> one(
            String sql, Function<Row, T> reader, @Nullable Object... parameters) {
        return query(sql, reader, parameters).stream().findFirst();
    }

    /// Runs an INSERT, UPDATE or DELETE and tells how many rows it touched.
    ///
    /// @throws DuplicateKey when a unique key says no; the transaction goes on
    public long change(String sql, @Nullable Object... parameters) {
        changes++;
        return run(sql, statement -> (long) statement.executeUpdate(), parameters);
    }

    /// Runs an `INSERT … RETURNING id`.
    ///
    /// @throws DuplicateKey when a unique key says no; the transaction goes on
    public long insert(String sql, @Nullable Object... parameters) {
        return one(sql, row -> row.number("id"), parameters)
                .orElseThrow(() -> new IllegalStateException("INSERT returned no id"));
    }

    private interface Execution<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String sql, Execution<T> execution, @Nullable Object... parameters) {
        try {
            return session.lend(connection -> {
                try (var statement = connection.prepareStatement(sent(sql))) {
                    Parameters.set(statement, parameters);
                    return execution.of(statement);
                }
            });
        } catch (SQLException e) {
            throw Failures.translate(new SqlFailure(e));
        } catch (RuntimeException e) {
            throw Failures.translate(e);
        }
    }
}
