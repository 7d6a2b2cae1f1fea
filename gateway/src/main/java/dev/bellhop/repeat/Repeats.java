package dev.bellhop.repeat;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.vault.SealedColumn;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The keeper of `idempotency_key`: which requests were begun under which keys, and what was
/// answered. Answers may hold secrets that are shown once, and what people wrote, so all of them
/// are sealed.
public final class Repeats {
    /// What is sealed, for whoever seals anew.
    public static final SealedColumn SEALED = new SealedColumn("idempotency_key", "answer", "id");

    /// A key is good for so long.
    static final Duration KEPT = Duration.ofHours(24);

    private static final int FORGET_MAX = 1_000;

    /// What there is under a key.
    sealed interface Found {
        /// Nothing; from now on it is this request's.
        record New(long id) implements Found {}

        /// A request that was begun, and is under way or was cut off.
        record Begun(Instant at) implements Found {}

        /// One that was done.
        ///
        /// @param request what it asked
        /// @param answer empty when it was not kept
        record Done(byte[] request, Optional<KeptAnswer> answer) implements Found {}
    }

    private record Line(
            long id,
            Instant begunAt,
            Optional<Instant> doneAt,
            Optional<byte[]> request,
            Optional<byte[]> answer) {}

    private final Database database;
    private final Vault vault;
    private final Clock clock;

    public Repeats(Database database, Vault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /// Looks what there is under a key and takes it if there is nothing. Of several who do so at
    /// once, at whichever gateway, one gets it.
    Found begin(Key key) {
        var now = clock.instant();
        return database.inTransaction(tx -> {
            tx.change(
                    """
                    DELETE FROM idempotency_key
                    WHERE caller = ? AND key_hash = ? AND begun_at <= ?
                    """,
                    key.caller(),
                    key.hash(),
                    now.minus(KEPT));
            boolean isNew =
                    tx.change(
                                    """
                                    INSERT IGNORE INTO idempotency_key (caller, key_hash, begun_at)
                                    VALUES (?, ?, ?)
                                    """,
                                    key.caller(),
                                    key.hash(),
                                    now)
                            > 0;
            var line = find(tx, key);
            return isNew ? new Found.New(line.id()) : found(line);
        });
    }

    private static Line find(Tx tx, Key key) {
        return tx.one(
                        """
                        SELECT id, begun_at, done_at, request, answer FROM idempotency_key
                        WHERE caller = ? AND key_hash = ?
                        """,
                        Repeats::line,
                        key.caller(),
                        key.hash())
                .orElseThrow();
    }

    private Found found(Line line) {
        if (line.doneAt().isEmpty()) {
            return new Found.Begun(line.begunAt());
        }
        return new Found.Done(
                line.request().orElseThrow(),
                line.answer()
                        .map(sealed ->
                                KeptAnswer.parse(
                                        vault.open(sealed, SEALED.place(line.id())).reveal())));
    }

    /// The request was done.
    ///
    /// @param answer empty when it is not kept
    void done(long id, byte[] request, Optional<KeptAnswer> answer) {
        var sealed = answer.map(it -> vault.seal(Secret.of(it.text()), SEALED.place(id)));
        database.write(tx ->
                tx.change(
                        """
                        UPDATE idempotency_key SET done_at = ?, request = ?, answer = ?
                        WHERE id = ?
                        """,
                        clock.instant(),
                        request,
                        sealed,
                        id));
    }

    /// The request was refused or has failed: the key is free for another try.
    void forget(long id) {
        database.write(tx -> tx.change("DELETE FROM idempotency_key WHERE id = ?", id));
    }

    /// Forgets all answers, in the transaction that erases somebody: their words may be in any of
    /// them. That the requests were done is still known.
    public void forgetAnswers(Tx tx) {
        tx.change("UPDATE idempotency_key SET answer = NULL WHERE answer IS NOT NULL");
    }

    /// Removes keys whose time is over, batch by batch.
    public void forgetOld() {
        long gone;
        do {
            gone =
                    database.inTransaction(tx ->
                            tx.change(
                                    "DELETE FROM idempotency_key WHERE begun_at <= ? LIMIT ?",
                                    clock.instant().minus(KEPT),
                                    FORGET_MAX));
        } while (gone == FORGET_MAX);
    }

    private static Line line(Row row) {
        return new Line(
                row.number("id"),
                row.instant("begun_at"),
                row.instantMaybe("done_at"),
                row.bytesMaybe("request"),
                row.bytesMaybe("answer"));
    }
}
