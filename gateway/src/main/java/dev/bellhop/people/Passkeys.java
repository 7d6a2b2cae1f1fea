package dev.bellhop.people;

import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The keeper of `passkey`: the public halves of keys that agents' devices hold.
public final class Passkeys {
    /// As many as anybody has devices.
    static final int MANY = 20;

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public Passkeys(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// A passkey as its agent sees it.
    record Entry(long id, String name, Instant createdAt, Optional<Instant> usedAt) {}

    /// A passkey as its signatures are verified.
    ///
    /// @param signCount how often it had signed when it last did; always 0 for those that do not
    ///   count
    record Held(long id, long agentId, AttestedCredentialData attested, long signCount) {}

    List<Entry> of(long agentId) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, name, created_at, used_at FROM passkey
                        WHERE agent_id = ? ORDER BY id
                        """,
                        row ->
                                new Entry(
                                        row.number("id"),
                                        row.text("name"),
                                        row.instant("created_at"),
                                        row.instantMaybe("used_at")),
                        agentId));
    }

    /// Under which ids an agent's devices hold theirs.
    List<byte[]> credentials(long agentId) {
        return database.read(tx ->
                tx.query(
                        "SELECT credential_id FROM passkey WHERE agent_id = ? ORDER BY id",
                        row -> row.bytes("credential_id"),
                        agentId));
    }

    boolean has(long agentId) {
        return !credentials(agentId).isEmpty();
    }

    Optional<Held> find(byte[] credentialId) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT id, agent_id, attested, sign_count FROM passkey
                        WHERE credential_id = ?
                        """,
                        Passkeys::held,
                        credentialId));
    }

    private static Held held(Row row) {
        return new Held(
                row.number("id"),
                row.number("agent_id"),
                WebAuthn.attested(row.bytes("attested")),
                row.number("sign_count"));
    }

    /// @throws Refusal `conflict` when the device's key is known already, or there are too many
    void add(Tx tx, Caller caller, String name, AttestedCredentialData attested, long signCount) {
        long many =
                tx.one(
                                "SELECT COUNT(*) AS n FROM passkey WHERE agent_id = ?",
                                row -> row.number("n"),
                                caller.id())
                        .orElseThrow();
        if (many >= MANY) {
            throw Refusal.of(Code.CONFLICT, "That is a passkey too many. Remove one first.");
        }
        try {
            tx.change(
                    """
                    INSERT INTO passkey
                      (agent_id, credential_id, attested, sign_count, name, created_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    caller.id(),
                    attested.getCredentialId(),
                    WebAuthn.bytes(attested),
                    signCount,
                    name,
                    clock.instant());
        } catch (DuplicateKey known) {
            throw Refusal.of(Code.CONFLICT, "This passkey is known already.");
        }
        note(tx, Actor.of(caller), "passkey.added", caller.id(), name);
    }

    /// Takes in how often a key has signed by now.
    ///
    /// @return whether that is more than before; else it may be a copy of the key
    boolean signed(Tx tx, Held passkey, long signCount) {
        return tx.change(
                        """
                        UPDATE passkey SET sign_count = ?, used_at = ?
                        WHERE id = ? AND (sign_count < ? OR sign_count = 0 AND ? = 0)
                        """,
                        signCount,
                        clock.instant(),
                        passkey.id(),
                        signCount,
                        signCount)
                == 1;
    }

    /// @throws Refusal `not_found` when they have no such passkey
    void remove(Caller caller, long id) {
        database.write(tx -> {
            var name =
                    tx.one(
                                    "SELECT name FROM passkey WHERE id = ? AND agent_id = ?",
                                    row -> row.text("name"),
                                    id,
                                    caller.id())
                            .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
            tx.change("DELETE FROM passkey WHERE id = ?", id);
            note(tx, Actor.of(caller), "passkey.removed", caller.id(), name);
        });
    }

    /// Removes all of somebody's.
    ///
    /// @return whether there were any
    boolean removeAll(Tx tx, Actor actor, long agentId) {
        if (tx.change("DELETE FROM passkey WHERE agent_id = ?", agentId) == 0) {
            return false;
        }
        note(tx, actor, "passkey.all_removed", agentId, "");
        return true;
    }

    private void note(Tx tx, Actor actor, String action, long agentId, String name) {
        var detail = Json.object();
        if (!name.isEmpty()) {
            detail.put("name", name);
        }
        audit.append(tx, actor, action, "agent " + agentId, Json.text(detail));
    }
}
