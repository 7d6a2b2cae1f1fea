package dev.bellhop.relay;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Forms;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Receipts;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.trace.Span;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outgoing;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Carries what the business answers to customers on WhatsApp: words, files, templates, places,
/// buttons, reactions; all in one lane for each customer.
final class ToCustomers {
    private static final String NOBODY = "Nobody knows this person's number or user id any more.";
    private static final String NO_NUMBER = "The business number of this conversation was removed.";

    private final Database database;
    private final Channels channels;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Forms forms;
    private final Receipts receipts = new Receipts();
    private final Sendings sendings;
    private final Dispatch dispatch;
    private final Parcels parcels;

    ToCustomers(Relay.Ground ground, Sendings sendings, Dispatch dispatch, Parcels parcels) {
        this.database = ground.database();
        this.channels = ground.channels();
        this.visitors = ground.visitors();
        this.conversations = ground.conversations();
        this.messages = ground.messages();
        this.forms = new Forms(ground.database());
        this.sendings = sendings;
        this.dispatch = dispatch;
        this.parcels = parcels;
    }

    /// Carries one answer.
    Settlement answer(Job job) {
        var message = messages.find(job.conversationId(), job.seq());
        var conversation = conversations.find(job.conversationId());
        if (message.isEmpty() || conversation.isEmpty()) {
            return Settlement.of(new End.Dead("the message is gone"));
        }
        Span.current().is(Span.CODE, conversation.get().code());
        var person = visitors.findJoined(personId(job, conversation.get()));
        var channel = channel(conversation.get().channelId());
        var recipient = person.flatMap(it -> address(job, it));
        if (recipient.isEmpty()) {
            return dispatch.failed(job, List.of(), NOBODY);
        }
        if (channel.isEmpty()) {
            return dispatch.failed(job, List.of(), NO_NUMBER);
        }
        var form = forms.of(message.get());
        return form.isPresent()
                ? parcels.sendForm(
                        job,
                        message.get(),
                        form.get(),
                        channel.get(),
                        parts -> send(job, message.get(), channel.get(), recipient.get(), parts))
                : parcels.send(
                        job,
                        message.get(),
                        Letter.pieces(message.get().text()),
                        channel.get(),
                        parts -> send(job, message.get(), channel.get(), recipient.get(), parts));
    }

    private Settlement send(
            Job job, Message message, Channel channel, Address to, List<Outgoing> parts) {
        return dispatch.send(
                job,
                channel,
                to,
                _ ->
                        new Post(
                                channel,
                                parts,
                                quote(job, message),
                                OptionalLong.empty(),
                                List.of()));
    }

    /// What the answer quotes, as the customer's own chat knows it: what they wrote there, or what
    /// they were sent. What they never had on WhatsApp is not quoted.
    private Optional<String> quote(Job job, Message message) {
        if (message.replyTo().isEmpty()) {
            return Optional.empty();
        }
        var quoted = new Spot(message.conversationId(), message.replyTo().getAsInt());
        var person = visitors.findJoined(Json.parse(job.payload()).path("visitor").asLong());
        if (person.isEmpty()) {
            return Optional.empty();
        }
        long personId = person.get().id();
        return database
                .read(tx -> sendings.inChats(tx, quoted.conversationId(), quoted.seq()))
                .stream()
                .filter(sent -> isNow(sent.personId(), personId))
                .map(Sendings.InChat::wamid)
                .findFirst()
                .or(() ->
                        database.read(tx -> receipts.find(tx, quoted))
                                .filter(receipt -> isNow(receipt.personId(), personId))
                                .map(Receipts.Receipt::wamid));
    }

    /// Whether a row means a person, or did until the two were joined.
    private boolean isNow(long rowId, long personId) {
        return rowId == personId
                || visitors.findJoined(rowId).filter(person -> person.id() == personId).isPresent();
    }

    /// Carries a reaction, or that it was taken away.
    Settlement react(Job job) {
        var payload = Json.parse(job.payload());
        var recipient = visitors.findJoined(payload.path("visitor").asLong()).flatMap(Address::of);
        var channel = channel(OptionalLong.of(payload.path("channel").asLong()));
        if (recipient.isEmpty() || channel.isEmpty()) {
            return dispatch.failed(job, List.of(), recipient.isEmpty() ? NOBODY : NO_NUMBER);
        }
        return dispatch.send(
                job,
                channel.get(),
                recipient.get(),
                _ -> new Post(channel.get(), reaction(payload), Optional.empty()));
    }

    private static Outgoing reaction(JsonNode payload) {
        return new Outgoing.Reaction(
                payload.path("wamid").asText(), payload.path("emoji").asText());
    }

    /// An answer that failed for the person's number is repeated by their user id.
    private static Optional<Address> address(Job job, Visitor person) {
        return Address.of(person)
                .map(it -> Setbacks.isByUserId(job) ? it.byUserId(person.userId()) : it);
    }

    /// Mostly whose conversation it is; else somebody who goes on with it on WhatsApp.
    private static long personId(Job job, Conversation conversation) {
        return Json.parse(job.payload()).path("visitor").asLong(conversation.visitorId());
    }

    private Optional<Channel> channel(OptionalLong id) {
        return id.isPresent() ? channels.find(id.getAsLong()) : Optional.empty();
    }
}
