package dev.bellhop.site;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.people.Tokens;
import dev.bellhop.vault.SealedColumn;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The keeper of `site_secret`: with what each site signs who its customers are. Sealed in the
/// table, and held open in memory, because every hello of a customer asks.
public final class IdentitySecrets {
    /// Where they stand.
    public static final SealedColumn SEALED =
            new SealedColumn("site_secret", "identity_secret", "site_id");

    private final Database database;
    private final Vault vault;
    private final Audit audit;
    private final Clock clock;
    private final Map<Long, Secret> held = new ConcurrentHashMap<>();
    private final Copy copy = new Copy(this::load);

    public IdentitySecrets(Database database, Vault vault, Audit audit, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        load();
    }

    /// What is held of it, to be kept the same at every gateway.
    public Copy copy() {
        return copy;
    }

    private void load() {
        var rows =
                database.read(tx ->
                        tx.query(
                                "SELECT site_id, identity_secret FROM site_secret",
                                row ->
                                        Map.entry(
                                                row.number("site_id"),
                                                row.bytes("identity_secret"))));
        rows.forEach(
                row -> held.put(row.getKey(), vault.open(row.getValue(), place(row.getKey()))));
        held.keySet().retainAll(rows.stream().map(Map.Entry::getKey).toList());
    }

    private static Vault.Place place(long siteId) {
        return new Vault.Place(SEALED.table(), SEALED.column(), siteId);
    }

    /// Makes a new secret for a site; what was signed with the one before is good no more.
    Secret make(Actor actor, long siteId) {
        var secret = Secret.of(Tokens.make());
        database.write(tx -> {
            tx.change(
                    "REPLACE INTO site_secret (site_id, identity_secret, made_at) VALUES (?, ?, ?)",
                    siteId,
                    vault.seal(secret, place(siteId)),
                    clock.instant());
            audit.append(
                    tx,
                    actor,
                    "site.identity_secret_made",
                    "site " + siteId,
                    Json.text(Json.object().put("fingerprint", secret.fingerprint())));
        });
        copy.changed();
        return secret;
    }

    /// Which secret a site has, without the secret.
    Optional<String> fingerprint(long siteId) {
        return Optional.ofNullable(held.get(siteId)).map(Secret::fingerprint);
    }

    /// Whether a site has signed this; a site without a secret signs nothing.
    public boolean vouchesFor(long siteId, Identity identity, String signature) {
        return Optional.ofNullable(held.get(siteId))
                .filter(secret -> identity.isSignedBy(secret, signature))
                .isPresent();
    }
}
