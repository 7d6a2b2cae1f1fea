package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `inbox_phone`.
public final class InboxPhones {
    /// Meta's customer service window.
    private static final Duration WINDOW = Duration.ofHours(24);

    private static final String COLUMNS =
            "id, channel_id, wa_id, name, agent_id, window_until, last_reply_at";

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public InboxPhones(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// Adds a phone that answers for a channel.
    public long add(Actor actor, long channelId, String waId, String name, OptionalLong agentId) {
        return database.inTransaction(tx -> {
            long id =
                    tx.insert(
                            """
                            INSERT INTO inbox_phone (channel_id, wa_id, name, agent_id, created_at)
                            VALUES (?, ?, ?, ?, ?)
                            RETURNING id
                            """,
                            channelId,
                            waId,
                            name,
                            agentId.isPresent() ? agentId.getAsLong() : null,
                            clock.instant());
            audit.append(
                    tx,
                    actor,
                    "inbox_phone.added",
                    "inbox phone " + id,
                    Json.text(Json.object().put("name", name).put("channel", channelId)));
            return id;
        });
    }

    /// The phones that a channel relays to, in the caller's transaction.
    public List<InboxPhone> ofChannel(Tx tx, long channelId) {
        return tx.query(
                "SELECT " + COLUMNS + " FROM inbox_phone WHERE channel_id = ? ORDER BY id",
                InboxPhones::phone,
                channelId);
    }

    public Optional<InboxPhone> find(Tx tx, long id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM inbox_phone WHERE id = ?", InboxPhones::phone, id);
    }

    public Optional<InboxPhone> byWaId(Tx tx, long channelId, String waId) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM inbox_phone WHERE channel_id = ? AND wa_id = ?",
                InboxPhones::phone,
                channelId,
                waId);
    }

    /// The phone wrote to the business number: its window is open for another 24 hours. An older
    /// message that arrives late does not shorten it.
    public void wrote(Tx tx, long id, Instant at) {
        tx.change(
                """
                UPDATE inbox_phone
                SET window_until = GREATEST(COALESCE(window_until, ?), ?)
                WHERE id = ?
                """,
                at.plus(WINDOW),
                at.plus(WINDOW),
                id);
    }

    /// The phone answered a conversation: what was relayed before no longer decides where its next
    /// words go.
    public void replied(Tx tx, long id, Instant at) {
        tx.change("UPDATE inbox_phone SET last_reply_at = ? WHERE id = ?", at, id);
    }

    private static InboxPhone phone(Row row) {
        return new InboxPhone(
                row.number("id"),
                row.number("channel_id"),
                row.text("wa_id"),
                row.text("name"),
                row.numberMaybe("agent_id"),
                row.instantMaybe("window_until"),
                row.instantMaybe("last_reply_at"));
    }
}
