package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Tx;
import dev.bellhop.rule.OpeningHours;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.Sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Asks customers on WhatsApp how they were served when the team closes their chat, and takes what
/// they choose. Visitors of a site are asked by the widget.
///
/// A chat is asked about once, if somebody of the team answered in it and the customer may still be
/// written to. What is chosen is no message: it opens nothing again.
final class RatingRequest {
    /// Meta's limit for the words above a list.
    private static final int WORDS_MAX = 1_024;

    private static final int BEST = 5;

    /// Read in any language.
    private static final String BUTTON = "★ 1 – 5";

    private static final Pattern CHOSEN = Pattern.compile("rating:([0-9]{1,18}):([1-5])");

    private final Pen pen;
    private final Conversations conversations;
    private final Visitors visitors;
    private final People people;
    private final Receipts receipts;
    private final Forms forms;
    private final Sites sites;
    private final AutoReply autoReply;

    RatingRequest(
            Pen pen,
            Conversations conversations,
            Visitors visitors,
            People people,
            Receipts receipts,
            Forms forms,
            Sites sites,
            AutoReply autoReply) {
        this.pen = pen;
        this.conversations = conversations;
        this.visitors = visitors;
        this.people = people;
        this.receipts = receipts;
        this.forms = forms;
        this.sites = sites;
        this.autoReply = autoReply;
    }

    /// What a row of the list stands for.
    private record Choice(long conversationId, int score) {
        static Optional<Choice> read(String rowId) {
            var matcher = CHOSEN.matcher(rowId);
            return matcher.matches()
                    ? Optional.of(
                            new Choice(
                                    Long.parseLong(matcher.group(1)),
                                    Integer.parseInt(matcher.group(2))))
                    : Optional.empty();
        }

        Outgoing.Row row() {
            return new Outgoing.Row(
                    "rating:" + conversationId + ":" + score,
                    score + " " + "★".repeat(score),
                    Optional.empty());
        }
    }

    /// Asks, if the site wants it.
    ///
    /// @param conversation as it is now, about to be closed, its row locked
    void ask(Tx tx, Conversation conversation, Afterwards after) {
        var site = OpeningHours.siteOf(sites, conversation.siteId(), conversation.channelId());
        var words = site.flatMap(it -> it.followUp().rating());
        if (words.isEmpty() || conversation.kind() != Kind.WHATSAPP) {
            return;
        }
        visitors.find(tx, conversation.visitorId())
                .filter(visitor -> !visitor.blocked() && mayBeWrittenTo(tx, visitor))
                .flatMap(visitor -> SelfSaid.to(visitor, site.get(), words.get()))
                .filter(_ -> conversations.markAsked(tx, conversation.id(), pen.now()))
                .ifPresent(text -> ask(tx, conversation, site.get(), text, after));
    }

    private boolean mayBeWrittenTo(Tx tx, Visitor visitor) {
        return new Window(receipts.newestBy(tx, visitor.id()).map(Receipts.Receipt::at))
                .isOpen(pen.now());
    }

    private void ask(Tx tx, Conversation conversation, Site site, Text text, Afterwards after) {
        var asked = new Text(Text.cut(text.value(), WORDS_MAX));
        var message = autoReply.give(tx, conversation, asked, Optional.of(site.name()), after);
        forms.put(tx, message, list(conversation.id(), asked));
    }

    private static Outgoing list(long conversationId, Text text) {
        List<Outgoing.Row> rows =
                IntStream.rangeClosed(1, BEST)
                        .map(score -> BEST + 1 - score)
                        .mapToObj(score -> new Choice(conversationId, score).row())
                        .toList();
        return new Outgoing.Menu(text.value(), BUTTON, BUTTON, rows, Optional.empty());
    }

    /// Takes what somebody chose from a list. A later choice replaces an earlier one, in whichever
    /// order they are brought.
    ///
    /// @param at when they chose it
    /// @return what they said of their chat; empty when it is no answer to what is asked here, or
    ///   nobody's whom the chat is with
    OptionalInt take(long channelId, Sender customer, String rowId, Instant at) {
        var choice = Choice.read(rowId);
        return choice.isPresent() && isTheirs(channelId, customer, choice.get())
                ? take(choice.get(), at)
                : OptionalInt.empty();
    }

    private boolean isTheirs(long channelId, Sender customer, Choice choice) {
        return pen.read(tx -> {
            var person = people.find(tx, channelId, customer);
            return conversations
                    .find(tx, choice.conversationId())
                    .filter(it -> person.filter(known -> known.id() == it.visitorId()).isPresent())
                    .isPresent();
        });
    }

    private OptionalInt take(Choice choice, Instant at) {
        pen.change(
                choice.conversationId(),
                _ -> true,
                (tx, conversation, after) ->
                        rate(tx, conversation, choice.score(), Optional.empty(), at, after));
        return OptionalInt.of(choice.score());
    }

    /// Keeps what a customer says of a conversation, and tells the team in its thread.
    void rate(
            Tx tx,
            Conversation conversation,
            int score,
            Optional<String> comment,
            Instant at,
            Afterwards after) {
        if (!conversations.rate(tx, conversation.id(), score, comment, at)) {
            return;
        }
        pen.aside(
                tx,
                conversation,
                Aside.Kind.RATED,
                Actor.SYSTEM,
                "The customer rated this chat "
                        + score
                        + " of "
                        + BEST
                        + comment.map(it -> ": " + it).orElse(""),
                after);
    }
}
