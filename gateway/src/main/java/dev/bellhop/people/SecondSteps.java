package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.vault.SealedColumn;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import org.apache.commons.codec.binary.Base32;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The keeper of `second_step` and `recovery_code`: authenticator apps, and what lets in without
/// them. A code is taken once, and none that is older than one that was taken.
public final class SecondSteps {
    /// Where the apps' keys stand.
    public static final SealedColumn SEALED =
            new SealedColumn("second_step", "sealed_key", "agent_id");

    static final int CODES = 10;
    private static final int CODE_BYTES = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Vault vault;
    private final Audit audit;
    private final Clock clock;
    private final Brief<Draft> drafts;

    public SecondSteps(Database database, Vault vault, Audit audit, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        this.drafts = new Brief<>(clock);
    }

    private record Draft(long agentId, Secret key) {}

    private record Held(Secret key, long lastStep) {}

    /// A key that nobody has confirmed yet.
    ///
    /// @param token under which it waits
    /// @param key in base 32, for the app
    record Offer(String token, String key) {}

    /// Since when somebody has one, and how many recovery codes are left.
    record Standing(Instant since, int codesLeft) {}

    Optional<Standing> of(long agentId) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT since,
                               (SELECT COUNT(*) FROM recovery_code
                                WHERE agent_id = second_step.agent_id AND used_at IS NULL) AS codes
                        FROM second_step WHERE agent_id = ?
                        """,
                        row -> new Standing(row.instant("since"), row.integer("codes")),
                        agentId));
    }

    boolean isOn(long agentId) {
        return of(agentId).isPresent();
    }

    /// A fresh key for an app.
    Offer offer(long agentId) {
        var key = Totp.freshKey();
        return new Offer(drafts.keep(new Draft(agentId, key)), key.reveal());
    }

    /// The key of an offer, to show it again.
    Optional<Offer> again(long agentId, String token) {
        return drafts.look(token)
                .filter(it -> it.agentId() == agentId)
                .map(it -> new Offer(token, it.key().reveal()));
    }

    /// A key of which an app has shown that it holds it.
    ///
    /// @param step whose code it showed
    record Confirmed(Secret key, long step, Codes codes) {}

    /// Fresh recovery codes. To hash them takes half a second, so that is done before a transaction
    /// begins.
    record Codes(byte[] salt, List<String> clear, List<byte[]> hashes) {
        static Codes make() {
            byte[] salt = freshSalt();
            var clear = Stream.generate(SecondSteps::code).distinct().limit(CODES).toList();
            return new Codes(
                    salt,
                    clear,
                    clear.stream().map(code -> Passwords.hash(plain(code), salt)).toList());
        }
    }

    /// The key of an offer, if this is a code of it.
    ///
    /// @throws Refusal `gone` when the offer is too old
    Optional<Confirmed> confirm(Caller caller, String token, String code) {
        var draft =
                drafts.look(token)
                        .filter(it -> it.agentId() == caller.id())
                        .orElseThrow(
                                () -> Refusal.of(Code.GONE, "That took too long. Begin anew."));
        var step = Totp.step(draft.key(), plain(code), clock.instant(), Long.MIN_VALUE);
        return step.isPresent()
                ? Optional.of(new Confirmed(draft.key(), step.getAsLong(), Codes.make()))
                : Optional.empty();
    }

    /// Turns it on with a key that was confirmed.
    ///
    /// @return the recovery codes, in clear this once
    List<String> turnOn(Tx tx, Caller caller, Confirmed confirmed) {
        var codes = confirmed.codes();
        tx.change(
                """
                REPLACE INTO second_step (agent_id, sealed_key, last_step, since, code_salt)
                VALUES (?, ?, ?, ?, ?)
                """,
                caller.id(),
                vault.seal(confirmed.key(), place(caller.id())),
                confirmed.step(),
                clock.instant(),
                codes.salt());
        put(tx, caller.id(), codes);
        note(tx, Actor.of(caller), "second_step.turned_on", caller.id());
        return codes.clear();
    }

    /// Makes other recovery codes; the old ones are void.
    List<String> newCodes(Caller caller) {
        var fresh = Codes.make(); // slow, so before anything is held
        database.write(tx -> {
            long changed =
                    tx.change(
                            "UPDATE second_step SET code_salt = ? WHERE agent_id = ?",
                            fresh.salt(),
                            caller.id());
            if (changed == 0) {
                throw Refusal.of(Code.NOT_FOUND, "There is no second step to make codes for.");
            }
            put(tx, caller.id(), fresh);
            note(tx, Actor.of(caller), "second_step.codes_made", caller.id());
        });
        return fresh.clear();
    }

    /// Turns it off, with its recovery codes.
    ///
    /// @return whether it was on
    boolean turnOff(Tx tx, Actor actor, long agentId) {
        tx.change("DELETE FROM recovery_code WHERE agent_id = ?", agentId);
        if (tx.change("DELETE FROM second_step WHERE agent_id = ?", agentId) == 0) {
            return false;
        }
        note(tx, actor, "second_step.turned_off", agentId);
        return true;
    }

    /// Takes a code of the app.
    ///
    /// @return whether it is good, and was not used
    boolean takes(long agentId, String code) {
        return database.inTransaction(tx ->
                held(tx, agentId)
                        .filter(it -> {
                            var step =
                                    Totp.step(
                                            it.key(), plain(code), clock.instant(), it.lastStep());
                            return step.isPresent() && used(tx, agentId, step.getAsLong());
                        })
                        .isPresent());
    }

    private Optional<Held> held(Tx tx, long agentId) {
        return tx.one(
                "SELECT sealed_key, last_step FROM second_step WHERE agent_id = ? FOR UPDATE",
                row ->
                        new Held(
                                vault.open(row.bytes("sealed_key"), place(agentId)),
                                row.number("last_step")),
                agentId);
    }

    private static boolean used(Tx tx, long agentId, long step) {
        return tx.change(
                        """
                        UPDATE second_step SET last_step = ? WHERE agent_id = ? AND last_step < ?
                        """,
                        step,
                        agentId,
                        step)
                == 1;
    }

    /// Takes a recovery code, which is void after it.
    boolean takesRecovery(long agentId, String code) {
        var salt =
                database.read(tx ->
                        tx.one(
                                "SELECT code_salt FROM second_step WHERE agent_id = ?",
                                row -> row.bytes("code_salt"),
                                agentId));
        if (salt.isEmpty() || plain(code).length() != CODE_BYTES * 8 / 5) {
            return false;
        }
        byte[] hash = Passwords.hash(plain(code), salt.get());
        return database.inTransaction(tx ->
                tx.change(
                                """
                                UPDATE recovery_code SET used_at = ?
                                WHERE agent_id = ? AND code_hash = ? AND used_at IS NULL
                                """,
                                clock.instant(),
                                agentId,
                                hash)
                        == 1);
    }

    /// As it was meant, however it was typed.
    private static String plain(String code) {
        return code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private static void put(Tx tx, long agentId, Codes codes) {
        tx.change("DELETE FROM recovery_code WHERE agent_id = ?", agentId);
        for (byte[] hash : codes.hashes()) {
            tx.change(
                    "INSERT INTO recovery_code (agent_id, code_hash) VALUES (?, ?)", agentId, hash);
        }
    }

    /// Such as `7kqd-m2xa`.
    private static String code() {
        byte[] bytes = new byte[CODE_BYTES];
        RANDOM.nextBytes(bytes);
        var letters = new Base32().encodeToString(bytes).toLowerCase(Locale.ROOT);
        return letters.substring(0, 4) + "-" + letters.substring(4);
    }

    private static byte[] freshSalt() {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return salt;
    }

    private static Vault.Place place(long agentId) {
        return SEALED.place(agentId);
    }

    private void note(Tx tx, Actor actor, String action, long agentId) {
        audit.append(tx, actor, action, "agent " + agentId, "{}");
    }
}
