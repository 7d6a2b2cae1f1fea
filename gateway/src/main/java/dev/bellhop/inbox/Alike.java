package dev.bellhop.inbox;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds people who may be one with somebody: by address, number or name.
final class Alike {
    private static final int SHOWN_MAX = 5;

    private final Conversations conversations;

    Alike(Conversations conversations) {
        this.conversations = conversations;
    }

    /// The newest conversation of each of them; those with the same address or number come first.
    List<Conversation> to(Visitor visitor) {
        return Stream.of(
                        visitor.email(),
                        visitor.phone(),
                        visitor.waId(),
                        visitor.name().filter(name -> name.strip().length() > 2))
                .flatMap(Optional::stream)
                .flatMap(this::people)
                .distinct()
                .filter(id -> id != visitor.id())
                .limit(SHOWN_MAX)
                .flatMap(id -> conversations.newestOf(id).stream())
                .toList();
    }

    /// A name that very many share says nothing.
    private Stream<Long> people(String said) {
        try {
            var found = conversations.search().people(said, SHOWN_MAX + 2);
            return found.size() > SHOWN_MAX + 1 ? Stream.empty() : found.stream();
        } catch (Refusal refusal) {
            if (refusal.code() != Code.INVALID) {
                throw refusal;
            }
            return Stream.empty();
        }
    }
}
