package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outgoing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What Bellhop says to a phone by itself: which chat was meant, which chats there are.
final class Questions {
    /// As many rows as a list of WhatsApp's has.
    private static final int ROWS_MAX = 10;

    private static final int LISTED_MAX = 30;
    private static final int TITLE_MAX = 24;
    private static final int DESCRIPTION_MAX = 72;

    /// The id of a row: a chat's code, and which kept reply was asked about.
    private static final Pattern CHOSEN = Pattern.compile("chat:([A-Z0-9]{4,8}):([0-9]{1,18})");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    private final Conversations conversations;
    private final Visitors visitors;
    private final Outbox outbox;
    private final Consumer<String> wakeLane;

    Questions(
            Conversations conversations,
            Visitors visitors,
            Outbox outbox,
            Consumer<String> wakeLane) {
        this.conversations = conversations;
        this.visitors = visitors;
        this.outbox = outbox;
        this.wakeLane = wakeLane;
    }

    static String lane(InboxPhone phone) {
        return Desk.RELAY + ":" + phone.id();
    }

    /// A row of a list of ours that was chosen.
    ///
    /// @param code of the conversation
    /// @param heldId which kept reply is meant for it
    record Choice(String code, long heldId) {}

    /// The choice that a row's id stands for; empty when the row is none of ours.
    static Optional<Choice> choice(String rowId) {
        var matcher = CHOSEN.matcher(rowId);
        return matcher.matches()
                ? Optional.of(new Choice(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /// Asks a phone which conversation a kept reply is for; [#wake] follows after the commit.
    ///
    /// @param quote the id of the reply on WhatsApp
    void askWhich(Tx tx, InboxPhone phone, long heldId, String quote) {
        var open =
                conversations.openOfChannel(tx, phone.channelId(), phone.siteId(), LISTED_MAX + 1);
        say(tx, phone, which(tx, open, heldId), quote);
    }

    /// Says something to a phone; [#wake] follows after the commit.
    void say(Tx tx, InboxPhone phone, Question question, String quote) {
        outbox.put(
                tx,
                new Outbox.Order(
                        lane(phone),
                        Outbound.ASK,
                        OptionalLong.of(phone.channelId()),
                        0,
                        0,
                        Json.text(question.payload(phone.id(), quote))));
    }

    void wake(InboxPhone phone) {
        wakeLane.accept(lane(phone));
    }

    private Question which(Tx tx, List<Conversation> open, long heldId) {
        if (open.isEmpty()) {
            return new Question(
                    "No chat is open, so your words were kept and not passed on. Quote a message"
                            + " to answer it.");
        }
        if (open.size() <= ROWS_MAX) {
            return new Question(
                    "Which chat is this for? Your words are kept.",
                    open.stream().map(each -> row(tx, each, heldId)).toList());
        }
        return new Question(
                "Which chat is this for? Your words are kept. Answer with its code alone, and all"
                        + " that is kept goes there:"
                        + lines(tx, open));
    }

    private Outgoing.Row row(Tx tx, Conversation conversation, long heldId) {
        return new Outgoing.Row(
                "chat:" + conversation.code() + ":" + heldId,
                cut(conversation.code() + " " + name(tx, conversation), TITLE_MAX),
                Optional.of(cut(conversation.lastText(), DESCRIPTION_MAX))
                        .filter(words -> !words.isEmpty()));
    }

    /// The chats that are open, as a text.
    Question list(Tx tx, InboxPhone phone) {
        var open =
                conversations.openOfChannel(tx, phone.channelId(), phone.siteId(), LISTED_MAX + 1);
        return new Question(open.isEmpty() ? "No chat is open." : "Open chats:" + lines(tx, open));
    }

    private String lines(Tx tx, List<Conversation> open) {
        var lines = new StringBuilder();
        for (var conversation : open.subList(0, Math.min(open.size(), LISTED_MAX))) {
            lines.append("\n#")
                    .append(conversation.code())
                    .append(' ')
                    .append(cut(name(tx, conversation), TITLE_MAX))
                    .append(": ")
                    .append(cut(conversation.lastText(), DESCRIPTION_MAX));
        }
        return open.size() > LISTED_MAX ? lines + "\n…" : lines.toString();
    }

    private String name(Tx tx, Conversation conversation) {
        return visitors.find(tx, conversation.visitorId())
                .map(Visitor::shownName)
                .orElse("Visitor");
    }

    private static String cut(String text, int charactersMax) {
        var line = BLANKS.matcher(text).replaceAll(" ").strip();
        return line.codePointCount(0, line.length()) <= charactersMax
                ? line
                : line.substring(0, line.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }
}
