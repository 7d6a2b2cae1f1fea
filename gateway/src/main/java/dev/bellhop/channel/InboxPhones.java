package dev.bellhop.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Changes;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// The keeper of `inbox_phone`; who is who on WhatsApp stands in [PhoneIdentities], which is a part
/// of it.
public final class InboxPhones {
    /// Meta's customer service window.
    private static final Duration WINDOW = Duration.ofHours(24);

    static final String COLUMNS =
            """
            id, channel_id, site_id, wa_id, wa_user_id, by_user_id, lost_wa_id, name, agent_id,
            window_until, last_reply_at
            """;

    private final Database database;
    private final Audit audit;
    private final PhoneRoster roster;
    private final PhoneIdentities identities;
    private final Clock clock;
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();

    public InboxPhones(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.roster = new PhoneRoster(database);
        this.identities = new PhoneIdentities(database, audit, clock, roster, this::changed);
        this.clock = clock;
    }

    /// A phone as somebody enters it: by its number, its user id, or both.
    ///
    /// @param siteId the one site it answers for; empty for all of the channel's
    /// @param agentId whose it is; empty for a shared one
    public record Draft(
            Optional<String> waId,
            Optional<String> userId,
            String name,
            OptionalLong siteId,
            OptionalLong agentId) {
        public Draft(String waId, String name, OptionalLong siteId, OptionalLong agentId) {
            this(Optional.of(waId), Optional.empty(), name, siteId, agentId);
        }
    }

    /// What is held of their names, to be kept the same at every gateway.
    public Copy copy() {
        return roster.copy();
    }

    /// By what they are known on WhatsApp.
    public PhoneIdentities identities() {
        return identities;
    }

    /// Calls the listener with a channel after its phones or their names changed.
    public void onChange(LongConsumer listener) {
        listeners.add(listener);
    }

    private void changed(long channelId) {
        listeners.forEach(listener -> listener.accept(channelId));
    }

    /// Adds a phone that answers for a channel.
    ///
    /// @throws Refusal `conflict` when the number or user id answers for it already
    public long add(Actor actor, long channelId, Draft draft) {
        long added = insert(actor, channelId, draft);
        changed(channelId);
        return added;
    }

    private long insert(Actor actor, long channelId, Draft draft) {
        return alter(
                channelId,
                tx -> {
                    long id =
                            tx.insert(
                                    """
                                    INSERT INTO inbox_phone
                                      (channel_id, site_id, wa_id, wa_user_id, name, agent_id,
                                       created_at)
                                    VALUES (?, ?, ?, ?, ?, ?, ?)
                                    RETURNING id
                                    """,
                                    channelId,
                                    draft.siteId(),
                                    draft.waId(),
                                    draft.userId(),
                                    draft.name(),
                                    draft.agentId(),
                                    clock.instant());
                    audit(tx, actor, "inbox_phone.added", id, draft, channelId);
                    return id;
                });
    }

    /// Changes a phone. With other names nothing is known of its window.
    ///
    /// @param wanted how it is to be, by how it is while nobody else can change it
    /// @throws Refusal `conflict` when the number or user id answers for the channel already,
    ///   `stale` when it is not what was read, `not_found` when it was removed meanwhile; whatever
    ///   `wanted` refuses
    public void change(
            Actor actor, InboxPhone phone, IfMatch read, Function<InboxPhone, Draft> wanted) {
        boolean _ =
                alter(
                        phone.channelId(),
                        tx -> {
                            var now = locked(tx, phone.id());
                            read.check(now.state());
                            change(tx, actor, now, wanted.apply(now));
                            return true;
                        });
        changed(phone.channelId());
    }

    private void change(Tx tx, Actor actor, InboxPhone now, Draft draft) {
        tx.change(
                "UPDATE inbox_phone SET site_id = ?, name = ?, agent_id = ? WHERE id = ?",
                draft.siteId(),
                draft.name(),
                draft.agentId(),
                now.id());
        boolean isOther =
                !now.names().waId().equals(draft.waId())
                        || !now.names().userId().equals(draft.userId());
        if (isOther) {
            call(tx, now.id(), draft);
        }
        var changes =
                Changes.between(json(draft(now), now.channelId()), json(draft, now.channelId()));
        audit.append(
                tx,
                actor,
                "inbox_phone.changed",
                "inbox phone " + now.id(),
                Json.text(changes.put("phone", now.name())));
    }

    private void call(Tx tx, long id, Draft draft) {
        tx.change(
                """
                UPDATE inbox_phone
                SET wa_id = ?, wa_user_id = ?, by_user_id = FALSE, lost_wa_id = NULL, named_at = ?,
                    window_until = NULL
                WHERE id = ?
                """,
                draft.waId(),
                draft.userId(),
                clock.instant(),
                id);
    }

    /// Removes a phone: nothing is relayed to it any more, and what it writes is a customer's.
    ///
    /// @throws Refusal `stale` when it is not what was read, `not_found` when it was removed
    ///   already
    public void remove(Actor actor, InboxPhone phone, IfMatch read) {
        boolean _ =
                alter(
                        phone.channelId(),
                        tx -> {
                            var now = locked(tx, phone.id());
                            read.check(now.state());
                            tx.change("DELETE FROM inbox_phone WHERE id = ?", phone.id());
                            audit(
                                    tx,
                                    actor,
                                    "inbox_phone.removed",
                                    now.id(),
                                    draft(now),
                                    now.channelId());
                            return true;
                        });
        changed(phone.channelId());
    }

    private static InboxPhone locked(Tx tx, long id) {
        return tx.one(
                        "SELECT " + COLUMNS + " FROM inbox_phone WHERE id = ? FOR UPDATE",
                        InboxPhones::phone,
                        id)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such phone any more."));
    }

    private void audit(Tx tx, Actor actor, String action, long id, Draft draft, long channelId) {
        audit.append(tx, actor, action, "inbox phone " + id, Json.text(json(draft, channelId)));
    }

    private static Draft draft(InboxPhone phone) {
        return new Draft(
                phone.names().waId(),
                phone.names().userId(),
                phone.name(),
                phone.siteId(),
                phone.agentId());
    }

    private static ObjectNode json(Draft draft, long channelId) {
        return Json.object()
                .put("name", draft.name())
                .put("number", PhoneIdentities.number(draft.waId()))
                .put("user_id", draft.userId().orElse(null))
                .put("channel", channelId)
                .put("site", Json.number(draft.siteId()))
                .put("agent", Json.number(draft.agentId()));
    }

    /// Changes a channel's phones; a commit whose answer is lost may have worked.
    ///
    /// @throws Refusal `conflict` when one answers for the channel already
    private <T> T alter(long channelId, Function<Tx, T> change) {
        try {
            return database.inTransaction(change);
        } catch (DuplicateKey known) {
            throw Refusal.of(Code.CONFLICT, "This phone answers for the channel already.");
        } finally {
            roster.forget(channelId);
        }
    }

    /// Whether an agent answers on a phone of their own.
    public boolean hasOne(Tx tx, long agentId) {
        return tx.one(
                        "SELECT id FROM inbox_phone WHERE agent_id = ? LIMIT 1",
                        row -> row.number("id"),
                        agentId)
                .isPresent();
    }

    /// The phones of a channel that are asked by chats of the sites as they are now: those whose
    /// agent is disabled are not, nor those for a site that uses another number.
    List<InboxPhone> asked(long channelId) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT %s FROM inbox_phone
                        WHERE channel_id = ?
                          AND NOT EXISTS
                            (SELECT 1 FROM agent
                             WHERE agent.id = inbox_phone.agent_id AND disabled_at IS NOT NULL)
                          AND (site_id IS NULL OR EXISTS
                            (SELECT 1 FROM site
                             WHERE site.id = inbox_phone.site_id
                               AND site.channel_id = inbox_phone.channel_id))
                        ORDER BY id
                        """
                                .formatted(COLUMNS),
                        InboxPhones::phone,
                        channelId));
    }

    public List<InboxPhone> all(Tx tx) {
        return tx.query(
                "SELECT " + COLUMNS + " FROM inbox_phone ORDER BY channel_id, id",
                InboxPhones::phone);
    }

    /// Whether the phone answers for nobody now, because its agent is disabled. It is no phone of
    /// ours meanwhile: nothing is relayed to it, and what it writes is a customer's.
    public boolean isLeftOut(InboxPhone phone) {
        return phone.agentId().isPresent()
                && database.read(tx ->
                                tx.one(
                                        """
                                        SELECT id FROM agent
                                        WHERE id = ? AND disabled_at IS NOT NULL
                                        """,
                                        row -> row.number("id"),
                                        phone.agentId().getAsLong()))
                        .isPresent();
    }

    /// The phones of agents as people read them, by agent.
    public Map<Long, List<String>> wordsByAgent() {
        return database.read(this::all).stream()
                .filter(phone -> phone.agentId().isPresent())
                .collect(
                        Collectors.groupingBy(
                                phone -> phone.agentId().orElseThrow(),
                                Collectors.mapping(
                                        phone -> phone.names().words(), Collectors.toList())));
    }

    /// The phones that a channel relays to.
    List<InboxPhone> ofChannel(long channelId) {
        return database.read(tx -> ofChannel(tx, channelId));
    }

    /// The same, in the caller's transaction.
    public List<InboxPhone> ofChannel(Tx tx, long channelId) {
        return tx.query(
                "SELECT " + COLUMNS + " FROM inbox_phone WHERE channel_id = ? ORDER BY id",
                InboxPhones::phone,
                channelId);
    }

    /// Those of these ids that there are.
    public Map<Long, InboxPhone> find(Tx tx, Collection<Long> ids) {
        var asked = Tx.padded(List.copyOf(ids));
        return tx
                .query(
                        "SELECT "
                                + COLUMNS
                                + " FROM inbox_phone WHERE id IN ("
                                + Tx.marks(asked.size())
                                + ")",
                        InboxPhones::phone,
                        asked.toArray())
                .stream()
                .collect(Collectors.toMap(InboxPhone::id, Function.identity()));
    }

    public Optional<InboxPhone> find(Tx tx, long id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM inbox_phone WHERE id = ?", InboxPhones::phone, id);
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

    /// Meta says that the phone's window was closed for what was sent then. It says nothing when
    /// the phone has written since, however late Meta tells.
    ///
    /// @param sentAt when that was sent
    public void windowIsShut(Tx tx, long id, Instant sentAt, Instant now) {
        tx.change(
                """
                UPDATE inbox_phone SET window_until = LEAST(COALESCE(window_until, ?), ?)
                WHERE id = ? AND (window_until IS NULL OR window_until <= ?)
                """,
                now,
                now,
                id,
                sentAt.plus(WINDOW));
    }

    /// The phone answered a conversation: what was relayed before no longer decides where its next
    /// words go.
    public void replied(Tx tx, long id, Instant at) {
        tx.change(
                """
                UPDATE inbox_phone SET last_reply_at = GREATEST(COALESCE(last_reply_at, ?), ?)
                WHERE id = ?
                """,
                at,
                at,
                id);
    }

    static InboxPhone phone(Row row) {
        return new InboxPhone(
                row.number("id"),
                row.number("channel_id"),
                row.numberMaybe("site_id"),
                new PhoneNames(
                        row.textMaybe("wa_id"),
                        row.textMaybe("wa_user_id"),
                        row.flag("by_user_id"),
                        row.textMaybe("lost_wa_id")),
                row.text("name"),
                row.numberMaybe("agent_id"),
                row.instantMaybe("window_until"),
                row.instantMaybe("last_reply_at"));
    }
}
