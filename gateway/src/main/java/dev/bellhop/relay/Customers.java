package dev.bellhop.relay;

import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Voice;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Context;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Sender;

import java.util.Optional;

/// Takes in what customers and the business say to each other on WhatsApp, and what WhatsApp tells
/// about customers. Each is told with a few words for the monitor.
final class Customers {
    /// What became of words that are not to come back.
    static final String ERASED = "passed over: its chat was erased";

    private final Desk desk;
    private final Quotes quotes;

    Customers(Desk desk, Quotes quotes) {
        this.desk = desk;
        this.quotes = quotes;
    }

    /// A customer said something.
    ///
    /// @throws NotYet when it is to be brought again soon
    String said(long channelId, Item.Inbound item, Content.Said said) {
        if (said instanceof Content.Choice choice
                && desk.rate(channelId, item.from(), choice.id(), item.at()).isPresent()) {
            return "a customer's rating";
        }
        var words = words(channelId, item.wamid(), said, item.from(), item.context());
        return desk.receive(channelId, item.from(), words, item.at())
                .map(stored -> stored.repeated() ? "repeated message" : "message of a customer")
                .orElse(ERASED);
    }

    /// The business said something from its own phone. What it sends through us is not echoed; if
    /// that ever changes, it is known by its id.
    String echoed(long channelId, Sender customer, Item.Echo echo, Content.Said said) {
        if (quotes.find(channelId, customer, echo.wamid()).isPresent()) {
            return "repeated echo";
        }
        var words = words(channelId, echo.wamid(), said, customer, echo.context());
        return desk.echo(channelId, customer, words, echo.at())
                .map(stored ->
                        stored.repeated() ? "repeated echo" : "answer from the business's phone")
                .orElse(ERASED);
    }

    private Voice.Words words(
            long channelId, String wamid, Content.Said said, Sender customer, Context context) {
        var wording = Wording.of(said);
        var words = Voice.Words.received(channelId, wamid, wording.kind(), wording.text());
        return Files.with(words, Files.coming(channelId, said))
                .with(
                        Wording.note(context),
                        context.quoted()
                                .flatMap(it -> quotes.find(channelId, customer, it, wamid)));
    }

    /// WhatsApp tells that a customer is known otherwise from now on.
    String system(long channelId, Item.SystemMessage message) {
        var key = OnceKey.ofWamid(channelId, message.wamid());
        boolean changesNumber = message.type().equals("user_changed_number");
        boolean renames = changesNumber || message.type().equals("user_changed_user_id");
        var now = sender(message.waId(), message.userId());
        var until = sender(message.oldWaId(), message.oldUserId().or(message::userId));
        boolean told;
        if (renames && now.isPresent()) {
            told =
                    desk.rename(
                            channelId,
                            key,
                            message.oldWaId(),
                            message.oldUserId(),
                            now.get(),
                            !changesNumber,
                            line(message));
        } else {
            told =
                    until.or(() -> now)
                            .filter(customer -> desk.note(channelId, key, customer, line(message)))
                            .isPresent();
        }
        return told
                ? "system message " + message.type()
                : "system message " + message.type() + " about nobody known here, or repeated";
    }

    private static Optional<Sender> sender(Optional<String> waId, Optional<String> userId) {
        return waId.isEmpty() && userId.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sender(waId, userId, Optional.empty()));
    }

    private static String line(Item.SystemMessage message) {
        return switch (message.type()) {
            case "user_changed_number" ->
                    "Changed the phone number"
                            + message.oldWaId().map(digits -> " from +" + digits).orElse("")
                            + message.waId().map(digits -> " to +" + digits).orElse("");
            case "user_changed_user_id" -> "Has a new user id on WhatsApp";
            case "customer_identity_changed" ->
                    "Has a new security code on WhatsApp: it may be a new phone, or somebody else";
            default -> "WhatsApp tells: " + message.type().replace('_', ' ');
        };
    }

    /// A customer stops or resumes a kind of messages.
    String preference(long channelId, Item.Preference wish) {
        var what = wish.category().replace('_', ' ');
        var line =
                switch (wish.value()) {
                    case "stop" -> "Wants no more " + what;
                    case "resume" -> "Wants " + what + " again";
                    default -> "Wishes for " + what + ": " + wish.value();
                };
        boolean told =
                desk.note(channelId, OnceKey.ofWamid(channelId, wish.key()), wish.from(), line);
        return "user preference: "
                + what
                + " "
                + wish.value()
                + (told ? "" : ", of nobody known here, or repeated");
    }
}
