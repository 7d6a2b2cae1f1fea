package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.people.Tokens;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A desk on a real database, with a site, a business number and two phones, and nobody who sends.
public final class Parlour implements AutoCloseable {
    public final Database.Address address = TestDatabase.fresh();
    public final Database database = Database.open(address);
    public final Clock clock = Clock.systemUTC();
    public final Audit audit = new Audit(database, clock);
    public final Live live = new Live();
    public final Outbox outbox = new Outbox(database, clock);
    public final InboxPhones phones = new InboxPhones(database, audit, clock);
    public final Privacy privacy = new Privacy(database, audit, clock);
    public final Visitors visitors = new Visitors(database, privacy, clock);
    public final Conversations conversations = new Conversations(database, new Random(7));
    public final Messages messages = new Messages(database);

    /// Lanes that were woken.
    public final List<String> woken = new CopyOnWriteArrayList<>();

    /// What the inbox heard.
    public final List<Happening> heard = new CopyOnWriteArrayList<>();

    public final Desk desk =
            new Desk(
                    database,
                    visitors,
                    conversations,
                    messages,
                    phones,
                    new Sites(database, audit, clock),
                    privacy,
                    outbox,
                    live,
                    woken::add,
                    clock);
    public final long channelId;
    public final long siteId;

    public Parlour() {
        channelId =
                insert(
                        "channel (name, phone_number_id, account_id, app_id, display_number,"
                            + " created_at) VALUES ('Shop', '3001', '2001', '1001', '15550001234',"
                            + " NOW(3))");
        siteId =
                insert(
                        "site (site_key, name, channel_id, origins, widget, created_at)"
                                + " VALUES ('shop', 'Shop', "
                                + channelId
                                + ", '[]', '{}', NOW(3))");
        long _ =
                phones.add(
                        Actor.SYSTEM,
                        channelId,
                        new InboxPhones.Draft(
                                "15550002001", "Maya", OptionalLong.empty(), OptionalLong.empty()));
        long _ =
                phones.add(
                        Actor.SYSTEM,
                        channelId,
                        new InboxPhones.Draft(
                                "15550002002",
                                "Tomás",
                                OptionalLong.empty(),
                                OptionalLong.empty()));
        var _ =
                live.listen(
                        Topic.INBOX,
                        news -> {
                            if (news instanceof Happening happening) {
                                heard.add(happening);
                            }
                        });
    }

    private long insert(String rest) {
        return database.inTransaction(tx -> tx.insert("INSERT INTO " + rest + " RETURNING id"));
    }

    /// Somebody new on the site.
    public long visitor() {
        return visitors.arrive(siteId, Tokens.hash(Tokens.make())).id();
    }

    public Desk.Said says(long visitorId, String cid, String text) {
        return desk.say(
                visitorId,
                siteId,
                OptionalLong.of(channelId),
                new Desk.Draft(cid, new Text(text), OptionalInt.empty()));
    }

    public Message says(long visitorId, String text) {
        return says(visitorId, UUID.randomUUID().toString(), text).message();
    }

    /// Maya answers on her phone.
    public Message answers(long conversationId, String text) {
        var wamid = "wamid." + UUID.randomUUID();
        return desk.reply(
                        conversationId,
                        new Voice(OptionalLong.empty(), "Maya", Via.WHATSAPP),
                        Voice.Words.received(channelId, wamid, "text", text))
                .message();
    }

    public Message message(long conversationId, int seq) {
        return messages.find(conversationId, seq).orElseThrow();
    }

    public Conversation conversation(long id) {
        return conversations.find(id).orElseThrow();
    }

    /// The phones that the jobs of a message are for, in their order.
    public List<Long> jobsOf(Message message) {
        return database.read(tx ->
                tx.query(
                        "SELECT payload FROM outbox WHERE conversation_id = ? AND seq = ? ORDER BY"
                                + " id",
                        row -> Json.parse(row.text("payload")).path("phone").asLong(),
                        message.conversationId(),
                        message.seq()));
    }

    public void block(long visitorId) {
        database.write(
                tx -> tx.change("UPDATE visitor SET blocked_at = NOW(3) WHERE id = ?", visitorId));
    }

    @Override
    public void close() {
        desk.close();
        database.close();
    }
}
