package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The keeper of `channel`. Channels are few and asked for with every notification and every send,
/// so they are held in memory, opened, and read again when one changes.
public final class Channels {
    private static final String TABLE = "channel";

    /// A channel before it has an id.
    public record Draft(
            String name,
            String phoneNumberId,
            String accountId,
            String appId,
            String displayNumber,
            Secret accessToken,
            Secret appSecret,
            Secret verifyToken) {}

    private final Database database;
    private final Vault vault;
    private final Audit audit;
    private final Clock clock;
    private final Map<Long, Channel> held = new ConcurrentHashMap<>();

    public Channels(Database database, Vault vault, Audit audit, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        load();
    }

    public Optional<Channel> find(long id) {
        return Optional.ofNullable(held.get(id));
    }

    public List<Channel> all() {
        return held.values().stream()
                .sorted(java.util.Comparator.comparingLong(Channel::id))
                .toList();
    }

    /// Adds a channel; its secrets are sealed before the row is complete.
    public long add(Actor actor, Draft draft) {
        long id = database.inTransaction(tx -> insert(tx, actor, draft));
        load();
        return id;
    }

    private long insert(Tx tx, Actor actor, Draft draft) {
        long id =
                tx.insert(
                        """
                        INSERT INTO channel
                          (name, phone_number_id, account_id, app_id, display_number, created_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        RETURNING id
                        """,
                        draft.name(),
                        draft.phoneNumberId(),
                        draft.accountId(),
                        draft.appId(),
                        draft.displayNumber(),
                        clock.instant());
        tx.change(
                "UPDATE channel SET access_token = ?, app_secret = ?, verify_token = ? WHERE id ="
                        + " ?",
                vault.seal(draft.accessToken(), place("access_token", id)),
                vault.seal(draft.appSecret(), place("app_secret", id)),
                vault.seal(draft.verifyToken(), place("verify_token", id)),
                id);
        audit.append(
                tx,
                actor,
                "channel.added",
                "channel " + id,
                Json.text(
                        Json.object()
                                .put("name", draft.name())
                                .put("phone_number_id", draft.phoneNumberId())));
        return id;
    }

    private void load() {
        var channels =
                database.read(tx ->
                        tx.query(
                                """
                                SELECT id, name, phone_number_id, account_id, app_id, display_number,
                                       access_token, app_secret, verify_token
                                FROM channel
                                """,
                                this::channel));
        channels.forEach(channel -> held.put(channel.id(), channel));
        held.keySet().retainAll(channels.stream().map(Channel::id).toList());
    }

    private Channel channel(Row row) {
        long id = row.number("id");
        return new Channel(
                id,
                row.text("name"),
                row.text("phone_number_id"),
                row.text("account_id"),
                row.text("app_id"),
                row.text("display_number"),
                secret(row, "access_token", id),
                secret(row, "app_secret", id),
                secret(row, "verify_token", id));
    }

    private Optional<Secret> secret(Row row, String column, long id) {
        return row.bytesMaybe(column).map(sealed -> vault.open(sealed, place(column, id)));
    }

    private static Vault.Place place(String column, long id) {
        return new Vault.Place(TABLE, column, id);
    }
}
