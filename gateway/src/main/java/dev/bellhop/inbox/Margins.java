package dev.bellhop.inbox;

import dev.bellhop.admin.Margin;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Message.Amended.How;
import dev.bellhop.conversation.Reactions.On;
import dev.bellhop.conversation.Reactions.Reaction;
import dev.bellhop.conversation.Via;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the panel draws around a message's words.
final class Margins {
    private Margins() {}

    static Margin of(Message message, On reactions) {
        return new Margin(
                message.note().orElse(""),
                message.amended().filter(it -> it.how() == How.EDITED).isPresent() ? "edited" : "",
                message.isRevoked() || message.kind().equals("unsupported"),
                message.isRevoked() ? List.of() : grouped(reactions.standing()),
                Optional.empty(),
                message.author() == Author.VISITOR
                        && message.via() == Via.WHATSAPP
                        && !message.isRevoked(),
                version(message, reactions));
    }

    private static List<Margin.Reaction> grouped(List<Reaction> reactions) {
        Map<String, List<String>> byEmoji = new LinkedHashMap<>();
        for (var reaction : reactions) {
            byEmoji.computeIfAbsent(reaction.emoji(), _ -> new ArrayList<>())
                    .add(reaction.name().orElse(name(reaction.who())));
        }
        return byEmoji.entrySet().stream()
                .map(one ->
                        new Margin.Reaction(
                                one.getKey(),
                                one.getValue().size(),
                                String.join(", ", one.getValue())))
                .toList();
    }

    private static String name(String who) {
        return who.equals("visitor") ? "the customer" : "the team";
    }

    /// Each part only grows, and so does their sum.
    private static long version(Message message, On reactions) {
        long amended = message.amended().map(it -> it.at().toEpochMilli()).orElse(0L);
        int noted = message.note().isPresent() ? 1 : 0; // a remark is made once and stays
        return amended + (message.isRevoked() ? 1 : 0) + noted + reactions.version();
    }
}
