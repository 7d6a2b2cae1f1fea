package dev.bellhop.channel;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The statements of [Channels]: how a row is read and written, and how its secrets are sealed,
/// each bound to its row and column.
final class ChannelRows {
    private static final String TABLE = "channel";
    private static final String SELECT =
            """
            SELECT id, name, phone_number_id, account_id, app_id, display_number, graph_version,
                   access_token, app_secret, verify_token, previous_access_token,
                   previous_app_secret, rotated_at, rotation_until, relay_template,
                   relay_template_language, created_at
            FROM channel
            """;

    private final Vault vault;

    ChannelRows(Vault vault) {
        this.vault = vault;
    }

    /// Every channel, in the order in which they were added.
    List<Channel> all(Tx tx) {
        return tx.query(SELECT + "ORDER BY id", this::read);
    }

    /// The channel, so that nobody else changes it before this transaction ends.
    Optional<Channel> locked(Tx tx, long id) {
        return tx.one(SELECT + "WHERE id = ? FOR UPDATE", this::read, id);
    }

    long insert(Tx tx, Channels.Draft draft, Instant now) {
        return tx.insert(
                """
                INSERT INTO channel
                  (name, phone_number_id, account_id, app_id, display_number, graph_version,
                   created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                RETURNING id
                """,
                draft.name(),
                draft.phoneNumberId(),
                draft.accountId(),
                draft.appId(),
                draft.displayNumber(),
                draft.graphVersion(),
                now);
    }

    void write(Tx tx, long id, ChannelDetails details) {
        tx.change(
                """
                UPDATE channel
                SET name = ?, phone_number_id = ?, account_id = ?, app_id = ?, display_number = ?,
                    graph_version = ?, relay_template = ?, relay_template_language = ?
                WHERE id = ?
                """,
                details.name(),
                details.phoneNumberId(),
                details.accountId(),
                details.appId(),
                details.displayNumber(),
                details.graphVersion(),
                details.relayTemplate().map(TemplateName::name),
                details.relayTemplate().map(TemplateName::language),
                id);
    }

    void writeSecrets(Tx tx, long id, Optional<Secret> token, Optional<Secret> appSecret) {
        tx.change(
                "UPDATE channel SET access_token = ?, app_secret = ? WHERE id = ?",
                seal(token, "access_token", id),
                seal(appSecret, "app_secret", id),
                id);
    }

    void writeVerifyToken(Tx tx, long id, Optional<Secret> token) {
        tx.change(
                "UPDATE channel SET verify_token = ? WHERE id = ?",
                seal(token, "verify_token", id),
                id);
    }

    void keepPrevious(Tx tx, long id, Channel.Rotation rotation) {
        tx.change(
                """
                UPDATE channel
                SET previous_access_token = ?, previous_app_secret = ?, rotated_at = ?,
                    rotation_until = ?
                WHERE id = ?
                """,
                seal(rotation.accessToken(), "previous_access_token", id),
                seal(rotation.appSecret(), "previous_app_secret", id),
                rotation.at(),
                rotation.until(),
                id);
    }

    void forgetPrevious(Tx tx, long id) {
        tx.change(
                """
                UPDATE channel
                SET previous_access_token = NULL, previous_app_secret = NULL, rotated_at = NULL,
                    rotation_until = NULL
                WHERE id = ?
                """,
                id);
    }

    void delete(Tx tx, long id) {
        tx.change("DELETE FROM channel WHERE id = ?", id);
    }

    private Channel read(Row row) {
        long id = row.number("id");
        return new Channel(
                id,
                row.text("name"),
                row.text("phone_number_id"),
                row.text("account_id"),
                row.text("app_id"),
                row.text("display_number"),
                row.textMaybe("graph_version"),
                secret(row, "access_token", id),
                secret(row, "app_secret", id),
                secret(row, "verify_token", id),
                row.instantMaybe("rotated_at")
                        .map(at ->
                                new Channel.Rotation(
                                        secret(row, "previous_access_token", id),
                                        secret(row, "previous_app_secret", id),
                                        at,
                                        row.instant("rotation_until"))),
                row.textMaybe("relay_template")
                        .map(name -> new TemplateName(name, row.text("relay_template_language"))),
                row.instant("created_at"));
    }

    private Optional<byte[]> seal(Optional<Secret> secret, String column, long id) {
        return secret.map(clear -> vault.seal(clear, new Vault.Place(TABLE, column, id)));
    }

    private Optional<Secret> secret(Row row, String column, long id) {
        return row.bytesMaybe(column)
                .map(sealed -> vault.open(sealed, new Vault.Place(TABLE, column, id)));
    }
}
