package dev.bellhop.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.conversation.Reactions.Reaction;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.OutgoingCheck;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What those who answer for the business tell a customer without words: a reaction, and that they
/// have read. At the [Desk] it says what is promised.
///
/// Its jobs are about no message of their own: nothing that becomes of them changes how far a
/// message got.
final class AgentSigns {
    private static final List<String> TEAM = List.of("agent:", "token:");

    private final Pen pen;
    private final Conversations conversations;
    private final Messages messages;
    private final Reactions reactions;
    private final Receipts receipts;
    private final Visitors visitors;
    private final Handovers handovers;
    private final Outbox outbox;

    AgentSigns(
            Pen pen,
            Conversations conversations,
            Messages messages,
            Reactions reactions,
            Receipts receipts,
            Visitors visitors,
            Handovers handovers,
            Outbox outbox) {
        this.pen = pen;
        this.conversations = conversations;
        this.messages = messages;
        this.reactions = reactions;
        this.receipts = receipts;
        this.visitors = visitors;
        this.handovers = handovers;
        this.outbox = outbox;
    }

    Message react(Spot spot, String who, String name, Optional<String> emoji) {
        emoji.flatMap(it -> OutgoingCheck.problem(new Outgoing.Reaction("to be found", it)))
                .ifPresent(problem -> {
                    throw Refusal.of(Code.INVALID, problem);
                });
        return pen.store((tx, after) -> {
            var conversation =
                    conversations
                            .lock(tx, spot.conversationId())
                            .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
            var message =
                    messages.find(tx, spot.conversationId(), spot.seq())
                            .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
            if (message.author() != Author.VISITOR || message.isRevoked()) {
                throw Refusal.of(
                        Code.CONFLICT,
                        "Only what a customer wrote, and has not deleted, takes an emoji.");
            }
            var before = reactions.on(tx, spot).standing();
            if (!emoji.equals(ofOne(before, who))) {
                var key = OnceKey.ofReaction(who, UUID.randomUUID().toString());
                boolean _ = reactions.add(tx, spot, key, who, Optional.of(name), emoji, pen.now());
                after.told(conversation.visitorId(), new Happening.MessageChanged(message));
                var now = ofTeam(reactions.on(tx, spot).standing());
                if (!now.equals(ofTeam(before))) {
                    carry(tx, conversation, spot, now, after);
                }
            }
            return message;
        });
    }

    private static Optional<String> ofOne(List<Reaction> standing, String who) {
        return standing.stream()
                .filter(reaction -> reaction.who().equals(who))
                .map(Reaction::emoji)
                .findFirst();
    }

    /// On WhatsApp the business has one reaction.
    private static Optional<String> ofTeam(List<Reaction> standing) {
        return standing.reversed().stream()
                .filter(reaction -> TEAM.stream().anyMatch(reaction.who()::startsWith))
                .map(Reaction::emoji)
                .findFirst();
    }

    /// To whoever wrote the message on WhatsApp, after what was said to them before.
    private void carry(
            Tx tx, Conversation conversation, Spot spot, Optional<String> emoji, Afterwards after) {
        receipts.find(tx, spot)
                .ifPresent(receipt -> {
                    var payload =
                            Json.object()
                                    .put("emoji", emoji.orElse(""))
                                    .put("conversation", spot.conversationId())
                                    .put("seq", spot.seq());
                    put(tx, conversation, Desk.DIRECT, Desk.REACT, receipt, payload, after);
                });
    }

    /// In a lane of its own: nothing waits for it, and it waits for nothing. Who is blocked is not
    /// shown that anybody reads.
    void showRead(Tx tx, Conversation conversation, int seq, Afterwards after) {
        for (long person : handovers.onWhatsApp(tx, conversation)) {
            if (visitors.find(tx, person).filter(Visitor::blocked).isPresent()) {
                continue;
            }
            receipts.mark(tx, conversation.id(), seq, person)
                    .ifPresent(newest ->
                            put(
                                    tx,
                                    conversation,
                                    Desk.MARK,
                                    Desk.MARK,
                                    newest,
                                    Json.object(),
                                    after));
        }
    }

    private void put(
            Tx tx,
            Conversation conversation,
            String lanes,
            String kind,
            Receipts.Receipt receipt,
            ObjectNode payload,
            Afterwards after) {
        if (conversation.channelId().isEmpty()) {
            return; // the business number was removed
        }
        var lane = lanes + ":" + receipt.personId();
        payload.put("channel", conversation.channelId().getAsLong())
                .put("visitor", receipt.personId())
                .put("wamid", receipt.wamid());
        outbox.put(
                tx,
                new Outbox.Order(lane, kind, conversation.channelId(), 0, 0, Json.text(payload)));
        after.wake(lane);
    }
}
