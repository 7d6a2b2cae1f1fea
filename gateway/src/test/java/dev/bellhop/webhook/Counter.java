package dev.bellhop.webhook;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Reactions;
import dev.bellhop.conversation.Text;
import dev.bellhop.conversation.Via;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.conversation.Voice;
import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.live.Live;
import dev.bellhop.media.Attachment;
import dev.bellhop.media.Media;
import dev.bellhop.media.Store;
import dev.bellhop.meter.Meters;
import dev.bellhop.outbox.Lanes;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.people.Agents;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.relay.Backoff;
import dev.bellhop.relay.PairRate;
import dev.bellhop.relay.Relay;
import dev.bellhop.site.Sites;
import dev.bellhop.trace.Span;
import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limits;
import dev.bellhop.web.RefusalBook;
import dev.bellhop.whatsapp.AccountListener;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.GraphMedia;
import dev.bellhop.whatsapp.Item;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Everything behind Meta's door on a real database: notifications go in, threads and the monitor
/// tell what became of them. Its numbers are those of the reference notifications.
final class Counter implements AutoCloseable {
    private static final List<String> TABLES =
            List.of(
                    "message",
                    "reaction",
                    "message_version",
                    "enclosure",
                    "attachment",
                    "relayed",
                    "early_status",
                    "outbox",
                    "webhook_delivery",
                    "conversation",
                    "visitor");

    /// Nothing is sent: the lanes are not started.
    private static final Graph.Settings NOWHERE =
            new Graph.Settings(
                    () -> URI.create("http://127.0.0.1:1"),
                    "v26.0",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    new Graph.Breaker(10, 100, Duration.ofSeconds(1)),
                    80,
                    8);

    final Database database = Database.open(TestDatabase.fresh());
    private final Clock clock = Clock.systemUTC();
    private final Audit audit = new Audit(database, clock);
    private final Conversations conversations = new Conversations(database, new Random(7));
    private final Messages messages = new Messages(database);
    private final Privacy privacy = new Privacy(database, audit, clock);
    private final Visitors visitors = new Visitors(database, privacy, clock);
    private final Deliveries deliveries = new Deliveries(database, clock);
    private final DeliveryLists lists = new DeliveryLists(database);
    private final Outbox outbox = new Outbox(database, clock);
    private final Lanes lanes =
            new Lanes(
                    outbox,
                    clock,
                    new Lanes.Timing(
                            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    private final Intake intake;
    private final Desk desk;
    private final long channelId;

    /// What was told about accounts, numbers and templates.
    final List<String> heard = new CopyOnWriteArrayList<>();

    /// @param folder for the key and for files
    Counter(Path folder) throws IOException {
        var vault = new Vault(database, MasterKeys.in(folder.resolve("key")), clock);
        var channels = new Channels(database, vault, audit, clock);
        channelId = channels.add(Actor.SYSTEM, draft("300000000000001", "15550001234"));
        long _ = channels.add(Actor.SYSTEM, draft("300000000000002", "15550005678"));
        var phones = new InboxPhones(database, audit, clock);
        long _ =
                phones.add(
                        Actor.SYSTEM,
                        channelId,
                        new InboxPhones.Draft(
                                "15550008888", "Maya", OptionalLong.empty(), OptionalLong.empty()));
        desk =
                new Desk(
                        database,
                        visitors,
                        conversations,
                        messages,
                        phones,
                        new Sites(database, audit, clock),
                        privacy,
                        outbox,
                        new Live(),
                        lanes::wake,
                        clock);
        var meters = new Meters();
        var graph = new Graph(NOWHERE, clock);
        var relay =
                new Relay(
                        new Relay.Ground(
                                database,
                                audit,
                                channels,
                                phones,
                                new Sites(database, audit, clock),
                                new Agents(database, audit, clock),
                                visitors,
                                conversations,
                                messages,
                                desk,
                                outbox,
                                lanes,
                                graph,
                                Media.open(
                                        database,
                                        Store.folder(folder.resolve("media")),
                                        vault.derive("media links"),
                                        () -> URI.create("http://127.0.0.1"),
                                        new Limits(Map.of(), RefusalBook.NONE),
                                        clock),
                                new GraphMedia(NOWHERE),
                                Webhook.backlog(database),
                                meters,
                                clock,
                                new Random(7)),
                        new Relay.Timing(
                                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                                Duration.ofSeconds(1),
                                new PairRate(45, Duration.ofSeconds(6))),
                        (_, _, _) -> Optional.empty());
        intake =
                new Intake(
                        deliveries,
                        new HourlyFigures(database, new DoorMeter(meters), clock),
                        new InboundRecipients(channels, relay.inbound(), new Ears()),
                        Intake.Bounds.USUAL,
                        () -> false,
                        Tracing.OFF,
                        clock);
        intake.start();
    }

    private static Channels.Draft draft(String phoneNumberId, String displayNumber) {
        return new Channels.Draft(
                displayNumber,
                phoneNumberId,
                "200000000000001",
                "100000000000001",
                displayNumber,
                Secret.of("token"),
                Secret.of("secret"),
                Secret.of("verify"));
    }

    private final class Ears implements AccountListener {
        @Override
        public void templateChanged(long id, Item.TemplateChange change) {
            heard.add(change.news().getClass().getSimpleName());
        }

        @Override
        public void accountChanged(long id, Item.AccountChange change) {
            heard.add(change.news().getClass().getSimpleName());
        }
    }

    /// A notification comes and is over.
    ///
    /// @return what the monitor says
    String takes(byte[] body) {
        var document = Json.tryRead(body);
        if (document.isEmpty()) {
            return "not JSON"; // the door has turned it away
        }
        var items = Intake.read(document.get());
        var arrival = new Deliveries.Arrival(channelId, clock.instant(), body, Verdict.over(items));
        long id = deliveries.accept(List.of(arrival)).getFirst();
        intake.take(id, channelId, arrival.at(), items, Span.NONE);
        Await.until("the notification is over", () -> deliveries.waiting(0, 1).isEmpty());
        return lists.find(id).orElseThrow().delivery().outcome().orElse("");
    }

    String takes(JsonNode document) {
        return takes(Json.bytes(document));
    }

    /// An agent answers in somebody's newest conversation, and Meta has taken it under these ids.
    void answers(String name, String words, List<String> wamids) {
        long conversationId =
                database.read(tx ->
                                tx.one(
                                        """
                                        SELECT conversation.id FROM conversation
                                        JOIN visitor ON visitor.id = visitor_id
                                        WHERE visitor.name = ? ORDER BY conversation.id LIMIT 1
                                        """,
                                        row -> row.number("id"),
                                        name))
                        .orElseThrow();
        var said =
                desk.reply(
                        conversationId,
                        new Voice(OptionalLong.empty(), "Tomás", Via.PANEL),
                        Voice.Words.typed(1, UUID.randomUUID().toString(), new Text(words)));
        database.write(tx -> {
            for (String wamid : wamids) {
                tx.change(
                        """
                        INSERT INTO relayed
                          (channel_id, wamid_hash, wamid, conversation_id, seq, inbox_phone_id,
                           lane, own_job, outbox_id, step, job_at, status, at)
                        SELECT ?, ?, ?, conversation_id, seq, NULL, lane, id, id, 0, created_at, 10,
                               NOW(3)
                        FROM outbox WHERE conversation_id = ? AND seq = ?
                        """,
                        channelId,
                        OnceKey.ofWamid(channelId, wamid),
                        wamid,
                        conversationId,
                        said.message().seq());
            }
            tx.change("DELETE FROM outbox");
        });
    }

    /// What stands in all threads, a line each.
    List<String> threads() {
        var lines = new ArrayList<String>();
        for (var conversation :
                conversations.page(Optional.empty(), OptionalLong.empty(), 100).reversed()) {
            var visitor = visitors.find(conversation.visitorId()).orElseThrow();
            var page = messages.after(conversation.id(), 0, 1_000);
            var reactions = messages.reactionsOn(page);
            var files = desk.enclosures().of(page);
            for (var message : page) {
                lines.add(
                        visitor.shownName()
                                + ": "
                                + line(
                                        message,
                                        Optional.ofNullable(files.get(message.seq())),
                                        reactions.getOrDefault(message.seq(), Reactions.On.NONE)));
            }
        }
        return lines;
    }

    private static String line(Message message, Optional<Attachment> file, Reactions.On reactions) {
        var line =
                message.author().wireName()
                        + (message.kind().equals("text") ? "" : " " + message.kind())
                        + message.note().map(it -> " [" + it + "]").orElse("")
                        + file.map(it -> " {" + it.label() + ", " + it.state().wireName() + "}")
                                .orElse("")
                        + " "
                        + message.text().replace("\n", " / ")
                        + (message.replyTo().isPresent() ? " >" + message.replyTo().getAsInt() : "")
                        + message.amended().map(it -> " (" + it.how().wireName() + ")").orElse("")
                        + (message.author() == Author.AGENT
                                ? " " + message.status().wireName()
                                : "")
                        + message.failure().map(it -> " " + it).orElse("")
                        + reactions.standing().stream()
                                .map(it -> " " + it.emoji())
                                .collect(Collectors.joining());
        return line.strip();
    }

    /// Whether anybody waits for an answer.
    boolean isAnybodyWaiting() {
        return conversations.tally().waiting() > 0;
    }

    /// Who people are: number, user id and name of each.
    List<String> people() {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT wa_id, wa_user_id, name FROM visitor
                        WHERE joined_into IS NULL ORDER BY id
                        """,
                        row ->
                                row.textMaybe("wa_id").orElse("")
                                        + "/"
                                        + row.textMaybe("wa_user_id").orElse("")
                                        + " "
                                        + row.textMaybe("name").orElse("")));
    }

    /// Forgets everything that was taken in.
    void clear() {
        database.write(tx -> {
            for (String table : TABLES) {
                tx.change("DELETE FROM " + table);
            }
        });
        heard.clear();
    }

    @Override
    public void close() {
        intake.close();
        desk.close();
        lanes.close();
        database.close();
    }
}
