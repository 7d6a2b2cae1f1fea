package dev.bellhop.conversation;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What speaks against an answer at the moment at which it is written: that nobody would get it, or
/// that somebody else was faster.
final class Objections {
    /// As many newer answers are looked through for one of somebody else's.
    private static final int NEWER_MAX = 100;

    private record Newer(OptionalLong agentId, Optional<String> by, Via via) {
        private boolean isOf(Voice voice) {
            return voice.agentId().isPresent()
                    ? agentId.equals(voice.agentId())
                    : agentId.isEmpty()
                            && via == voice.via()
                            && by.equals(Optional.of(voice.name()));
        }
    }

    private Objections() {}

    /// Raises what there is, in the transaction of the answer, whose conversation is locked.
    ///
    /// @param seen up to which message its writer saw the thread; left out, newer answers do not
    ///   matter
    /// @throws Refusal `conflict` for somebody who is blocked; `overtaken`
    static void raise(
            Tx tx, long conversationId, Voice voice, Voice.Words words, OptionalInt seen) {
        boolean blocked =
                tx.one(
                                """
                                SELECT visitor.id FROM conversation
                                JOIN visitor ON visitor.id = conversation.visitor_id
                                WHERE conversation.id = ? AND visitor.blocked_at IS NOT NULL
                                """,
                                row -> row.number("id"),
                                conversationId)
                        .isPresent();
        if (blocked) {
            throw Refusal.of(Code.CONFLICT, "They are blocked. Unblock them to answer.");
        }
        if (seen.isPresent()) {
            refuseOvertaken(tx, conversationId, voice, words, seen.getAsInt());
        }
    }

    private static void refuseOvertaken(
            Tx tx, long conversationId, Voice voice, Voice.Words words, int seen) {
        tx
                .query(
                        """
                        SELECT agent_id, author_name, via FROM message
                        WHERE conversation_id = ? AND seq > ? AND author = 'agent'
                          AND once_key <> ?
                        ORDER BY seq DESC
                        LIMIT ?
                        """,
                        Objections::newer,
                        conversationId,
                        seen,
                        words.onceKey(),
                        NEWER_MAX)
                .stream()
                .filter(answer -> !answer.isOf(voice))
                .findFirst()
                .ifPresent(answer -> {
                    throw Refusal.of(
                            Code.OVERTAKEN,
                            answer.by().orElse("The team") + " has answered in the meantime.");
                });
    }

    private static Newer newer(Row row) {
        return new Newer(
                row.numberMaybe("agent_id"),
                row.textMaybe("author_name"),
                Via.read(row.text("via")));
    }
}
