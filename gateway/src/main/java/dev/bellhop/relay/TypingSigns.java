package dev.bellhop.relay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Receipts;
import dev.bellhop.conversation.Window;
import dev.bellhop.db.Database;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Reply;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Shows customers on WhatsApp that somebody types an answer, as long as their window is open. Best
/// effort: nothing is stored, and while many are under way further ones are left out.
final class TypingSigns implements Live.Listener {
    private static final Logger LOG = Logger.getLogger(TypingSigns.class.getName());

    /// Meta shows it for 25 seconds, or until the next message.
    private static final Duration PAUSE = Duration.ofSeconds(20);

    private static final int UNDER_WAY_MAX = 8;

    private final Database database;
    private final Channels channels;
    private final Conversations conversations;
    private final Desk desk;
    private final Receipts receipts = new Receipts();
    private final Graph graph;
    private final Clock clock;
    private final Semaphore free = new Semaphore(UNDER_WAY_MAX);

    /// Conversations whose customers have just been shown it, or have none on WhatsApp.
    private final Cache<Long, Boolean> shown =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(PAUSE).build();

    TypingSigns(Relay.Ground ground) {
        this.database = ground.database();
        this.channels = ground.channels();
        this.conversations = ground.conversations();
        this.desk = ground.desk();
        this.graph = ground.graph();
        this.clock = ground.clock();
    }

    @Override
    public void hear(News news) {
        if (news instanceof Happening.Typing(var conversationId, var author, _, var on)
                && author == Author.AGENT
                && on
                && shown.asMap().putIfAbsent(conversationId, true) == null
                && free.tryAcquire()) {
            Thread.ofVirtual()
                    .name("typing")
                    .start(() -> {
                        try {
                            show(conversationId);
                        } catch (RuntimeException e) {
                            LOG.log(Level.INFO, "a customer is not shown that somebody types", e);
                        } finally {
                            free.release();
                        }
                    });
        }
    }

    private void show(long conversationId) {
        var conversation = conversations.find(conversationId);
        var number =
                conversation
                        .filter(it -> it.channelId().isPresent())
                        .flatMap(it -> channels.find(it.channelId().getAsLong()))
                        .flatMap(Channel::number);
        if (number.isEmpty() || !graph.view(number.get().phoneNumberId()).passes()) {
            return;
        }
        var since = clock.instant().minus(Window.LASTS);
        for (var receipt : newest(desk.onWhatsApp(conversation.get()))) {
            if (receipt.at().isAfter(since)
                    && graph.markRead(number.get(), receipt.wamid(), true)
                            instanceof Reply.Refused refused) {
                LOG.log(
                        Level.INFO,
                        "a customer is not shown that somebody types: {0}",
                        refused.failure().line());
            }
        }
    }

    private List<Receipts.Receipt> newest(List<Long> people) {
        return database.read(tx ->
                people.stream()
                        .map(person -> receipts.newestBy(tx, person))
                        .flatMap(Optional::stream)
                        .toList());
    }
}
