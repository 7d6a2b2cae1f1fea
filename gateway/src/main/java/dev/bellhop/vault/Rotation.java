package dev.bellhop.vault;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Gives the vault new keys and seals everything anew while all goes on. Values open by whichever
/// key their first bytes name, so nothing waits for it, and what is cut off goes on at the next
/// turn.
public final class Rotation {
    private static final Logger LOG = Logger.getLogger(Rotation.class.getName());
    private static final int BATCH = 100;

    /// A gateway that has not seen a rotation yet may seal by an older key for so long; each looks
    /// every hour.
    static final Duration RETIREMENT = Duration.ofDays(7);

    /// What a rotation has done.
    ///
    /// @param resealed how many values
    /// @param damaged where values stand that no key opens, as `table.column row`; they stay as
    ///   they are
    record Outcome(long resealed, List<String> damaged) {}

    private record Value(long id, byte[] sealed) {}

    private final Database database;
    private final Vault vault;
    private final List<SealedColumn> columns;
    private final Audit audit;
    private final Clock clock;
    private final ReentrantLock one = new ReentrantLock();

    public Rotation(
            Database database, Vault vault, List<SealedColumn> columns, Audit audit, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.columns = List.copyOf(columns);
        this.audit = audit;
        this.clock = clock;
    }

    /// Makes new keys and seals every value by them.
    Outcome rotate(Actor actor) {
        one.lock();
        try {
            boolean master = vault.rows().masters().canMake();
            vault.rotate(tx ->
                    audit.append(
                            tx,
                            actor,
                            "vault.key_rotated",
                            "vault",
                            Json.text(Json.object().put("master_key_too", master))));
            return reseal();
        } finally {
            one.unlock();
        }
    }

    /// What is sealed by each key: `id` to number of values.
    long sealedBy(int key) {
        return columns.stream().mapToLong(column -> count(column, key)).sum();
    }

    private long count(SealedColumn column, int key) {
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS n FROM %s WHERE LEFT(%s, 5) = ?"
                                        .formatted(column.table(), column.column()),
                                row -> row.number("n"),
                                (Object) Sealing.mark(key)))
                .orElseThrow();
    }

    /// Goes on where a rotation was cut off, and removes keys that nothing is sealed by any more.
    /// Has its turn once an hour.
    public void tidy() {
        one.lock();
        try {
            vault.refresh();
            var outcome = reseal();
            if (!outcome.damaged().isEmpty()) {
                LOG.log(Level.WARNING, "sealed values that no key opens: {0}", outcome.damaged());
            }
            var old = clock.instant().minus(RETIREMENT);
            for (var key : vault.rows().all()) {
                boolean forgotten =
                        key.retiredAt().filter(at -> at.isBefore(old)).isPresent()
                                && sealedBy(key.id()) == 0;
                if (forgotten) {
                    vault.rows().remove(key.id());
                }
            }
        } finally {
            one.unlock();
        }
    }

    private Outcome reseal() {
        long resealed = 0;
        var damaged = new ArrayList<String>();
        for (var column : columns) {
            long after = -1;
            while (after < Long.MAX_VALUE) {
                long from = after;
                var step = database.inTransaction(tx -> step(tx, column, from));
                resealed += step.resealed();
                damaged.addAll(step.damaged());
                after = step.last();
            }
        }
        return new Outcome(resealed, damaged);
    }

    private record Step(long last, long resealed, List<String> damaged) {}

    private Step step(Tx tx, SealedColumn column, long after) {
        var names = new Object[] {column.id(), column.column(), column.table()};
        var values =
                tx.query(
                        """
                        SELECT %1$s AS id, %2$s AS sealed FROM %3$s
                        WHERE %1$s > ? AND %2$s IS NOT NULL AND LEFT(%2$s, 5) <> ?
                        ORDER BY %1$s
                        LIMIT ?
                        FOR UPDATE
                        """
                                .formatted(names),
                        row -> new Value(row.number("id"), row.bytes("sealed")),
                        after,
                        Sealing.mark(vault.ring().current()),
                        BATCH);
        long resealed = 0;
        var damaged = new ArrayList<String>();
        for (var value : values) {
            var place = column.place(value.id());
            try {
                tx.change(
                        "UPDATE %3$s SET %2$s = ? WHERE %1$s = ?".formatted(names),
                        vault.seal(vault.open(value.sealed(), place), place),
                        value.id());
                resealed++;
            } catch (WrongKey e) {
                damaged.add(column.table() + "." + column.column() + " " + value.id());
            }
        }
        return new Step(
                values.size() < BATCH ? Long.MAX_VALUE : values.getLast().id(), resealed, damaged);
    }
}
