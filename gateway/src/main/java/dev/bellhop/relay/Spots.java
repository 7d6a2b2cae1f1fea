package dev.bellhop.relay;

import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Spot;
import dev.bellhop.db.Tx;

import java.util.List;
import java.util.Optional;

/// Finds the message that one of Meta's ids means in a customer's own conversations, and in those
/// of a site that they go on with: what they wrote, what was sent to them, what the business wrote
/// on its phone.
final class Spots {
    private record Sent(String wamid, Spot spot) {}

    private final Messages messages;
    private final Sendings sendings = new Sendings();

    Spots(Messages messages) {
        this.messages = messages;
    }

    /// Where the message stands; empty when it is not known, or is in somebody else's conversation.
    Optional<Spot> find(Tx tx, long channelId, long visitorId, String wamid) {
        return messages.known(tx, OnceKey.ofWamid(channelId, wamid))
                .map(message -> new Spot(message.conversationId(), message.seq()))
                .or(() ->
                        sendings.find(tx, channelId, wamid).stream()
                                .findFirst()
                                .map(sent -> new Spot(sent.conversationId(), sent.seq())))
                .filter(spot -> isOf(tx, spot, visitorId))
                .or(() -> byToken(tx, visitorId, wamid));
    }

    private static boolean isOf(Tx tx, Spot spot, long visitorId) {
        return tx.one(
                        """
                        SELECT id FROM conversation WHERE id = ? AND visitor_id = ?
                        UNION
                        SELECT conversation_id FROM handover
                        WHERE conversation_id = ? AND person_id = ?
                        """,
                        row -> row.number("id"),
                        spot.conversationId(),
                        visitorId,
                        spot.conversationId(),
                        visitorId)
                .isPresent();
    }

    /// Meta may name a message by another id than its send returned; then the token inside the ids
    /// is the same, and is looked for among the newest that the customer got or wrote.
    private static Optional<Spot> byToken(Tx tx, long visitorId, String wamid) {
        var token = WamidToken.of(wamid);
        return token.isEmpty()
                ? Optional.empty()
                : only(
                        newest(tx, visitorId).stream()
                                .filter(sent -> WamidToken.of(sent.wamid()).equals(token))
                                .toList());
    }

    /// Of two that it could be none is it; several messages may have gone under one id.
    private static Optional<Spot> only(List<Sent> sent) {
        return sent.stream().map(Sent::wamid).distinct().count() == 1
                ? Optional.of(sent.getFirst().spot())
                : Optional.empty();
    }

    private static List<Sent> newest(Tx tx, long visitorId) {
        return tx.query(
                """
                (SELECT relayed.wamid, relayed.conversation_id, relayed.seq
                 FROM (
                   SELECT id FROM conversation WHERE visitor_id = ?
                   UNION
                   SELECT conversation_id FROM handover WHERE person_id = ?
                 ) AS theirs
                 JOIN relayed ON relayed.conversation_id = theirs.id
                 WHERE relayed.inbox_phone_id IS NULL
                 ORDER BY relayed.id DESC
                 LIMIT 500)
                UNION ALL
                (SELECT wamid, conversation_id, seq FROM received
                 WHERE person_id = ?
                 ORDER BY at DESC
                 LIMIT 500)
                """,
                row ->
                        new Sent(
                                row.text("wamid"),
                                new Spot(row.number("conversation_id"), row.integer("seq"))),
                visitorId,
                visitorId,
                visitorId);
    }
}
