package dev.bellhop.gateway;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Happening;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;
import dev.bellhop.meter.Counts;
import dev.bellhop.meter.Meters;

import java.util.Set;

/// Counts what is said, as it is told after its commit.
final class MessageMeter implements Live.Listener {
    /// Meta invents new ones now and then; each would be another series.
    private static final Set<String> KINDS =
            Set.of(
                    "text",
                    "image",
                    "audio",
                    "video",
                    "document",
                    "sticker",
                    "location",
                    "contacts");

    private final Counts messages;

    private MessageMeter(Meters meters) {
        this.messages =
                meters.counts(
                        "bellhop_messages",
                        "Messages stored: in from visitors and customers, out from the business.",
                        "direction",
                        "kind");
        for (String kind : KINDS) {
            messages.begin("in", kind);
            messages.begin("out", kind);
        }
    }

    static void listen(Live live, Meters meters) {
        live.listenHere(Topic.INBOX, new MessageMeter(meters));
    }

    @Override
    public void hear(News news) {
        if (news instanceof Happening.MessageAdded(var message)
                && message.author() != Author.SYSTEM) {
            messages.add(
                    message.author() == Author.VISITOR ? "in" : "out",
                    KINDS.contains(message.kind()) ? message.kind() : "other");
        }
    }
}
