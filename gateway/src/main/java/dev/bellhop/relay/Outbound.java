package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.Recipient;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Carries messages out: a visitor's to the inbox phones, an agent's to a customer on WhatsApp,
/// Bellhop's own words to a phone. One job at a time in each lane; a job is done when Meta accepted
/// it.
public final class Outbound {
    /// Jobs that say something to a phone on Bellhop's behalf.
    public static final String ASK = "ask";

    private final Database database;
    private final Channels channels;
    private final InboxPhones phones;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Sendings sendings;
    private final Dispatch dispatch;
    private final Enclosing enclosing;
    private final Bundles bundles;
    private final Waits waits;
    private final FallbackTemplate fallback;
    private final Clock clock;

    Outbound(
            Database database,
            Channels channels,
            InboxPhones phones,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Sendings sendings,
            Dispatch dispatch,
            Enclosing enclosing,
            Bundles bundles,
            Waits waits,
            FallbackTemplate fallback,
            Clock clock) {
        this.database = database;
        this.channels = channels;
        this.phones = phones;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.sendings = sendings;
        this.dispatch = dispatch;
        this.enclosing = enclosing;
        this.bundles = bundles;
        this.waits = waits;
        this.fallback = fallback;
        this.clock = clock;
    }

    /// A visitor's message on its way to one phone.
    private record Errand(
            Job job,
            Message message,
            Conversation conversation,
            Visitor visitor,
            InboxPhone phone,
            Channel channel) {}

    /// Carries a visitor's message to one inbox phone.
    public Settlement relay(Job job) {
        var message = messages.find(job.conversationId(), job.seq());
        var conversation = conversations.find(job.conversationId());
        if (message.isEmpty() || conversation.isEmpty()) {
            return Settlement.of(new End.Dead("the message is gone"));
        }
        long phoneId = Json.parse(job.payload()).path("phone").asLong();
        var phone = database.read(tx -> phones.find(tx, phoneId));
        if (phone.isEmpty()) {
            return Settlement.of(new End.Done()); // the phone no longer answers for the business
        }
        return relay(
                new Errand(
                        job,
                        message.get(),
                        conversation.get(),
                        visitors.find(conversation.get().visitorId()).orElseThrow(),
                        phone.get(),
                        channels.find(phone.get().channelId()).orElseThrow()));
    }

    private Settlement relay(Errand errand) {
        var phone = errand.phone();
        boolean shut = phone.isShut(clock.instant());
        if (shut
                && template(errand, List.of()).isEmpty()
                && dispatch.told(errand.job()).isEmpty()) {
            return Settlement.of(waits.forWindow(phone.name()));
        }
        if (shut || !enclosing.has(errand.message())) {
            return relayWords(errand, shut);
        }
        return withFile(
                errand.job(),
                errand.message(),
                Letter.compose(
                        errand.conversation().code(), errand.visitor(), List.of(errand.message())),
                errand.channel(),
                parts ->
                        dispatch.send(
                                errand.job(),
                                errand.channel(),
                                Recipient.ofNumber(phone.waId()),
                                _ ->
                                        new Post(
                                                errand.channel(),
                                                Recipient.ofNumber(phone.waId()),
                                                parts,
                                                quoteOn(errand.message(), phone.id()),
                                                OptionalLong.of(phone.id()),
                                                List.of())));
    }

    private Settlement relayWords(Errand errand, boolean shut) {
        var phone = errand.phone();
        return dispatch.send(
                errand.job(),
                errand.channel(),
                Recipient.ofNumber(phone.waId()),
                scarce -> {
                    var carried = bundles.of(errand.job(), errand.message(), scarce);
                    var parts = shut ? template(errand, carried) : Optional.<Outgoing>empty();
                    return new Post(
                            errand.channel(),
                            Recipient.ofNumber(phone.waId()),
                            parts.map(List::of).orElseGet(() -> letter(errand, carried)),
                            quoteOn(errand.message(), phone.id()),
                            OptionalLong.of(phone.id()),
                            carried.stream().map(Bundles.Carried::job).toList());
                });
    }

    private static List<Outgoing> letter(Errand errand, List<Bundles.Carried> carried) {
        var letter =
                Letter.compose(
                        errand.conversation().code(), errand.visitor(), all(errand, carried));
        return letter.stream().<Outgoing>map(part -> new Outgoing.Text(part, false)).toList();
    }

    private Optional<Outgoing> template(Errand errand, List<Bundles.Carried> carried) {
        return fallback.fill(
                        errand.channel().id(),
                        Letter.who(errand.conversation().code(), errand.visitor()),
                        Letter.folded(all(errand, carried)))
                .map(filled -> filled);
    }

    private static List<Message> all(Errand errand, List<Bundles.Carried> carried) {
        var all = new ArrayList<>(List.of(errand.message()));
        carried.forEach(other -> all.add(other.message()));
        return all;
    }

    /// Carries an agent's answer to a customer on WhatsApp.
    public Settlement direct(Job job) {
        var message = messages.find(job.conversationId(), job.seq());
        var conversation = conversations.find(job.conversationId());
        if (message.isEmpty() || conversation.isEmpty()) {
            return Settlement.of(new End.Dead("the message is gone"));
        }
        var person = visitors.find(personId(job, conversation.get()));
        var channel = channel(conversation.get());
        var recipient = person.flatMap(Outbound::address);
        if (recipient.isEmpty()) {
            return dispatch.failed(
                    job, List.of(), "Nobody knows this person's number or user id any more.");
        }
        if (channel.isEmpty()) {
            return dispatch.failed(
                    job, List.of(), "The business number of this conversation was removed.");
        }
        return withFile(
                job,
                message.get(),
                List.of(message.get().text()),
                channel.get(),
                parts ->
                        dispatch.send(
                                job,
                                channel.get(),
                                recipient.get(),
                                _ ->
                                        new Post(
                                                channel.get(),
                                                recipient.get(),
                                                parts,
                                                Optional.empty(),
                                                OptionalLong.empty(),
                                                List.of())));
    }

    /// A person who shows no number is written to by their user id.
    private static Optional<Recipient> address(Visitor person) {
        return person.waId().isEmpty() && person.userId().isEmpty()
                ? Optional.empty()
                : Optional.of(new Recipient(person.waId(), person.userId()));
    }

    /// Sends a message's words with its file, once Meta has a copy of that.
    private Settlement withFile(
            Job job,
            Message message,
            List<String> words,
            Channel channel,
            Function<List<Outgoing>, Settlement> send) {
        var number = channel.number();
        if (number.isEmpty()) {
            return Settlement.of(waits.forChannel("The channel has no access token."));
        }
        return switch (enclosing.of(message, words, number.get())) {
            case Enclosing.Ready.Parts(var parts) -> send.apply(parts);
            case Enclosing.Ready.Later(var why) -> Settlement.of(waits.forFile(job, why));
            case Enclosing.Ready.Never(var why) -> dispatch.failed(job, List.of(), why);
        };
    }

    /// Mostly whose conversation it is; else somebody who goes on with it on WhatsApp.
    private static long personId(Job job, Conversation conversation) {
        return Json.parse(job.payload()).path("visitor").asLong(conversation.visitorId());
    }

    /// Says to a phone what Bellhop wants to know or to tell.
    public Settlement ask(Job job) {
        var payload = Json.parse(job.payload());
        long phoneId = payload.path("phone").asLong();
        var phone = database.read(tx -> phones.find(tx, phoneId));
        if (phone.isEmpty()) {
            return Settlement.of(new End.Done());
        }
        var channel = channels.find(phone.get().channelId()).orElseThrow();
        var recipient = Recipient.ofNumber(phone.get().waId());
        return dispatch.send(
                job,
                channel,
                recipient,
                _ ->
                        new Post(
                                channel,
                                recipient,
                                Question.read(payload),
                                Json.string(payload, "quote")));
    }

    private Optional<Channel> channel(Conversation conversation) {
        return conversation.channelId().isPresent()
                ? channels.find(conversation.channelId().getAsLong())
                : Optional.empty();
    }

    private Optional<String> quoteOn(Message message, long phoneId) {
        if (message.replyTo().isEmpty()) {
            return Optional.empty();
        }
        return database.read(tx ->
                sendings.wamidOn(
                        tx, message.conversationId(), message.replyTo().getAsInt(), phoneId));
    }
}
