package dev.bellhop.audit;

import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The keeper of `audit_checkpoint`: signs what the log is, from time to time, and says so on one
/// line of the gateway's own log, which may be kept where nobody here can change it.
public final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class.getName());

    /// After so many entries the next checkpoint is due,
    static final int ENTRIES_MAX = 1_000;

    /// or after so long, if there was any entry.
    static final Duration AGE_MAX = Duration.ofDays(1);

    private static final String SELECT =
            """
            SELECT number, entry_id, hash, at, key_id, audit_key.name, signature
            FROM audit_checkpoint JOIN audit_key ON audit_key.id = key_id
            """;

    private record Head(long lastId, byte[] hash) {}

    private final Database database;
    private final SigningKeys keys;
    private final Anchor anchor;
    private final Clock clock;

    Checkpoints(Database database, SigningKeys keys, Anchor anchor, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.anchor = anchor;
        this.clock = clock;
    }

    /// Makes a checkpoint if one is due; asked every few seconds.
    void makeIfDue() {
        var last = last();
        long entries = database.read(Checkpoints::head).lastId();
        long since = entries - last.map(Checkpoint::entryId).orElse(0L);
        boolean old = last.map(it -> !clock.instant().isBefore(it.at().plus(AGE_MAX))).orElse(true);
        if (since >= ENTRIES_MAX || (old && since > 0)) {
            var _ = make();
        }
    }

    /// Makes a checkpoint of what the log is now.
    ///
    /// @return it, or the last one if nothing was appended since; empty if there is no entry at all
    /// @throws Refusal `conflict` when the log lacks what the file beside the database says was
    ///   signed: a further signature would cover up that it was cut off or set back
    synchronized Optional<Checkpoint> make() {
        anchored()
                .filter(mark -> !stands(mark))
                .ifPresent(mark -> {
                    throw Refusal.of(
                            Code.CONFLICT,
                            "The audit log lacks checkpoint %d of entry %d, which %s says was made. Nothing more is signed until somebody has looked into it and moved that file away."
                                    .formatted(mark.number(), mark.entryId(), anchor));
                });
        var key = keys.current();
        var head = database.read(Checkpoints::head);
        var last = last();
        if (head.lastId() == 0 || last.filter(it -> it.entryId() == head.lastId()).isPresent()) {
            return last;
        }
        long number = last.map(Checkpoint::number).orElse(0L) + 1;
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        byte[] signature = key.sign(Checkpoint.statement(number, head.lastId(), head.hash(), at));
        var made =
                new Checkpoint(
                        number, head.lastId(), head.hash(), at, key.id(), key.name(), signature);
        try {
            insert(made);
        } catch (DuplicateKey madeByAnother) {
            return last(); // by another gateway, at the same moment
        }
        LOG.log(Level.INFO, "audit log: {0}", made.line());
        anchor.keep(made);
        return Optional.of(made);
    }

    private void insert(Checkpoint made) {
        database.write(tx ->
                tx.change(
                        """
                        INSERT INTO audit_checkpoint (number, entry_id, hash, at, key_id, signature)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                        made.number(),
                        made.entryId(),
                        made.hash(),
                        made.at(),
                        made.keyId(),
                        made.signature()));
    }

    /// The newest one.
    public Optional<Checkpoint> last() {
        return database.read(
                tx -> tx.one(SELECT + " ORDER BY number DESC LIMIT 1", Checkpoint::of));
    }

    /// A page of them, newest first.
    List<Checkpoint> before(long number, int count) {
        return database.read(tx ->
                tx.query(
                        SELECT + " WHERE number < ? ORDER BY number DESC LIMIT ?",
                        Checkpoint::of,
                        number,
                        count));
    }

    /// Those of entries from one to another, in order.
    List<Checkpoint> between(long from, long to) {
        return database.read(tx ->
                tx.query(
                        SELECT + " WHERE entry_id BETWEEN ? AND ? ORDER BY entry_id, number",
                        Checkpoint::of,
                        from,
                        to));
    }

    private boolean stands(Anchor.Mark mark) {
        return between(mark.entryId(), mark.entryId()).stream()
                .anyMatch(it -> it.number() == mark.number() && it.seal().equals(mark.seal()));
    }

    /// What a file beside the database says was signed last.
    Optional<Anchor.Mark> anchored() {
        return anchor.read();
    }

    /// The keys that may sign, oldest first.
    SigningKeys keys() {
        return keys;
    }

    private static Head head(Tx tx) {
        return tx.one(
                        "SELECT last_id, hash FROM audit_head WHERE id = 1",
                        row -> new Head(row.number("last_id"), row.bytes("hash")))
                .orElseThrow();
    }
}
