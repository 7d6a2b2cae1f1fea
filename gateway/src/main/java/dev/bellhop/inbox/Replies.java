package dev.bellhop.inbox;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Enclosure;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Text;
import dev.bellhop.conversation.Via;
import dev.bellhop.conversation.Voice;
import dev.bellhop.inbox.Compositions.Composed;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Refusal;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// Answers for the business, in the voice of whoever calls. The caller names each answer by an id
/// of its own, so that an answer that is sent twice is said once.
final class Replies {
    private final Desk desk;
    private final Limits limits;

    Replies(Desk desk, Limits limits) {
        this.desk = desk;
        this.limits = limits;
    }

    /// What a caller wants to have said.
    ///
    /// @param attachment the handle of a file that the caller uploaded; without one there are words
    /// @param replyTo the number of the message that is quoted
    /// @param seen up to which message the caller saw the thread; left out, it does not matter who
    ///   has answered meanwhile
    /// @param composed what it is when it is more than words, which are empty then
    record Draft(
            String cid,
            String text,
            Optional<String> attachment,
            OptionalInt replyTo,
            OptionalInt seen,
            Optional<Composed> composed) {
        Draft(
                String cid,
                String text,
                Optional<String> attachment,
                OptionalInt replyTo,
                OptionalInt seen) {
            this(cid, text, attachment, replyTo, seen, Optional.empty());
        }
    }

    /// Says it.
    ///
    /// @throws Refusal `empty`, `too_long`, `invalid` for an id that is no UUID or what WhatsApp
    ///   would not take, `conflict` for an id that was used in another conversation or for somebody
    ///   who is blocked, `overtaken`, `rate_limited`
    Desk.Said say(Caller caller, Conversation conversation, Draft draft) {
        limits.check(Limit.ANSWERS, caller);
        var quoted =
                draft.replyTo().isPresent()
                        ? Optional.of(new Spot(conversation.id(), draft.replyTo().getAsInt()))
                        : Optional.<Spot>empty();
        var words = words(caller, uuid(draft.cid()), draft).with(Optional.empty(), quoted);
        var said = desk.answer(conversation.id(), voice(caller), words, draft.seen());
        if (said.message().conversationId() != conversation.id()) {
            throw Refusal.of(Code.CONFLICT, "This id was used in another conversation.");
        }
        return said;
    }

    /// Puts an emoji on what a customer wrote, in the caller's name, or takes it away.
    ///
    /// @throws Refusal `not_found`, `conflict`, `invalid`, `rate_limited`
    Message react(Caller caller, Conversation conversation, int seq, Optional<String> emoji) {
        limits.check(Limit.ANSWERS, caller);
        var kind =
                switch (caller.kind()) {
                    case AGENT -> "agent:";
                    case TOKEN -> "token:";
                };
        return desk.reactAsTeam(conversation.id(), seq, kind + caller.id(), caller.name(), emoji);
    }

    private static Voice.Words words(Caller caller, String cid, Draft draft) {
        if (draft.composed().isPresent()) {
            var composed = draft.composed().get();
            var said =
                    Voice.Words.composed(
                            speaker(caller),
                            cid,
                            composed.kind(),
                            composed.text(),
                            composed.form());
            return draft.attachment()
                    .map(handle ->
                            said.with(new Enclosure.Upload(handle, UploadsApi.owner(caller))))
                    .orElse(said);
        }
        var text = draft.text();
        var attachment = draft.attachment();
        if (attachment.isEmpty()) {
            return Voice.Words.typed(speaker(caller), cid, new Text(text));
        }
        return Voice.Words.enclosing(
                speaker(caller),
                cid,
                text.isBlank() ? Optional.empty() : Optional.of(new Text(text)),
                new Enclosure.Upload(attachment.get(), UploadsApi.owner(caller)));
    }

    private static Voice voice(Caller caller) {
        return switch (caller.kind()) {
            case AGENT -> new Voice(OptionalLong.of(caller.id()), caller.name(), Via.PANEL);
            case TOKEN -> new Voice(OptionalLong.empty(), caller.name(), Via.API);
        };
    }

    /// Agents and tokens are numbered each by themselves; a token's number is turned round, so that
    /// two of them never share an answer's key.
    private static long speaker(Caller caller) {
        return caller.kind() == Caller.Kind.TOKEN ? -caller.id() : caller.id();
    }

    static String uuid(String cid) {
        try {
            var uuid = UUID.fromString(cid).toString();
            if (uuid.equalsIgnoreCase(cid)) {
                return uuid;
            }
        } catch (IllegalArgumentException notAUuid) {
            throw Refusal.of(Code.INVALID, "The id of the message is not a UUID.");
        }
        throw Refusal.of(Code.INVALID, "The id of the message is not a UUID.");
    }
}
