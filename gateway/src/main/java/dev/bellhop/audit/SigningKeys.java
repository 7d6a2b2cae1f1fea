package dev.bellhop.audit;

import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The keeper of `audit_key`. Keys are opened each time that they are needed, which is seldom: one
/// that somebody put into the table does not open, and so signs nothing and vouches for nothing.
final class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class.getName());

    private final Database database;
    private final Audit audit;
    private final Sealing sealing;
    private final Clock clock;

    SigningKeys(Database database, Audit audit, Sealing sealing, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.sealing = sealing;
        this.clock = clock;
    }

    private record Sealed(int id, byte[] bytes) {
        static Sealed of(Row row) {
            return new Sealed(row.integer("id"), row.bytes("sealed"));
        }
    }

    /// All keys, oldest first.
    List<SigningKey> all() {
        return database.read(SigningKeys::sealed).stream()
                .map(this::open)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<SigningKey> open(Sealed sealed) {
        try {
            var text = sealing.open(sealed.bytes(), sealed.id());
            return Optional.of(SigningKey.read(sealed.id(), text));
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "key {0} of the audit log does not open, so what it signed is not vouched for",
                    sealed.id());
            return Optional.empty();
        }
    }

    /// The key that signs now; made when there is none, by whichever gateway is first.
    SigningKey current() {
        try {
            return database.inTransaction(this::current);
        } catch (DuplicateKey madeByAnother) {
            return database.inTransaction(this::current);
        }
    }

    private SigningKey current(Tx tx) {
        var all = sealed(tx);
        return all.reversed().stream()
                .map(this::open)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> make(tx, Actor.SYSTEM, next(all)));
    }

    /// Makes another key, which signs from now on; what earlier ones signed stays good.
    SigningKey renew(Actor actor) {
        return database.inTransaction(tx -> {
            return make(tx, actor, next(sealed(tx)));
        });
    }

    private static int next(List<Sealed> all) {
        return all.stream().mapToInt(Sealed::id).max().orElse(0) + 1;
    }

    private SigningKey make(Tx tx, Actor actor, int id) {
        var key = SigningKey.make(id);
        tx.change(
                "INSERT INTO audit_key (id, name, sealed, made_at) VALUES (?, ?, ?, ?)",
                id,
                key.name(),
                sealing.seal(key.text(), id),
                clock.instant());
        audit.append(
                tx,
                actor,
                "audit.key_made",
                "audit key " + key.name(),
                Json.text(Json.object().put("public_key", key.publicText())));
        return key;
    }

    Optional<SigningKey> find(List<SigningKey> keys, Checkpoint checkpoint) {
        return keys.stream()
                .filter(key -> key.id() == checkpoint.keyId())
                .filter(key -> key.name().equals(checkpoint.key()))
                .findFirst();
    }

    private static List<Sealed> sealed(Tx tx) {
        return tx.query("SELECT id, sealed FROM audit_key ORDER BY id", Sealed::of);
    }
}
