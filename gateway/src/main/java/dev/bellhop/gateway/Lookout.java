package dev.bellhop.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Finds messages that were written at other gateways, while nobody tells of them: one question of
/// an index, and one for each conversation in which something was said that is not known here.
///
/// What is not found so is shown when a page is read anew, and all of it when the bus is back: who
/// has a conversation, that it was closed, ticks, notes, that somebody types.
final class Lookout {
    /// The clocks of two machines may differ by so much.
    private static final Duration SLACK = Duration.ofSeconds(30);

    private static final int MOST = 500;
    private static final int PAGE = 200;

    private final Conversations conversations;
    private final Messages messages;
    private final Live live;
    private final Clock clock;

    /// Up to which message of a conversation everybody here was told.
    private final Cache<Long, Integer> told =
            Caffeine.newBuilder()
                    .maximumSize(50_000)
                    .expireAfterWrite(SLACK.multipliedBy(4))
                    .build();

    private Instant since = Instant.EPOCH;

    Lookout(Conversations conversations, Messages messages, Live live, Clock clock) {
        this.conversations = conversations;
        this.messages = messages;
        this.live = live;
        this.clock = clock;
    }

    /// Hears what everybody here is told.
    void hear(News news) {
        if (news instanceof Happening.MessageAdded(var message)) {
            note(message.conversationId(), message.seq());
        }
    }

    private void note(long conversationId, int seq) {
        told.asMap().merge(conversationId, seq, Math::max);
    }

    /// From now on nothing is told.
    void begin() {
        since = clock.instant().minus(SLACK);
    }

    void look() {
        var from = clock.instant().minus(SLACK);
        for (var conversation : conversations.lively(from.isAfter(since) ? from : since, MOST)) {
            look(conversation);
        }
    }

    private void look(Conversation conversation) {
        var known = Optional.ofNullable(told.getIfPresent(conversation.id()));
        if (known.filter(seq -> seq >= conversation.lastSeq()).isPresent()) {
            return;
        }
        int after = known.orElse(Math.max(0, conversation.lastSeq() - PAGE));
        messages.after(conversation.id(), after, PAGE).stream()
                .filter(message -> known.isPresent() || message.at().isAfter(since))
                .forEach(message -> tell(conversation, message));
        note(conversation.id(), conversation.lastSeq());
    }

    private void tell(Conversation conversation, Message message) {
        var news = new Happening.MessageAdded(message);
        live.toldElsewhere(Topic.visitor(conversation.visitorId()), news);
        live.toldElsewhere(Topic.INBOX, news);
    }
}
