package dev.bellhop.relay;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Where a reply from an inbox phone belongs: the pure decision, by what the reply itself says
/// first and by what is open last. It never guesses between two.
sealed interface Placement {

    /// Into this conversation.
    ///
    /// @param text the words without the code in front
    record Into(long conversationId, String text) implements Placement {}

    /// It was said where replies belong that are being held.
    ///
    /// @param heldId which of them; empty for all, where a code alone was written
    record HeldInto(long conversationId, OptionalLong heldId) implements Placement {}

    /// It cannot be told; the phone is asked.
    record Ask() implements Placement {}

    /// What is known about a reply.
    ///
    /// @param quoted the conversation of the relayed message that it quotes
    /// @param coded the conversation whose code it begins with
    /// @param relayedSince open conversations relayed to the phone since its last reply, or on
    ///   their way to it
    /// @param open all open conversations that the phone could mean
    /// @param quotesUnknown whether it quotes a message that is not known: then what was relayed
    ///   last says nothing
    record Facts(
            String text,
            Optional<Long> quoted,
            Optional<Long> coded,
            List<Long> relayedSince,
            List<Long> open,
            boolean quotesUnknown) {}

    /// A conversation's code in front of a reply.
    Pattern CODE = Pattern.compile("^\\s*#\\s?([A-Za-z0-9]{4,8})(?![A-Za-z0-9])[\\s:,.-]*");

    static Placement of(Facts facts) {
        var rest =
                facts.coded().isPresent()
                        ? CODE.matcher(facts.text()).replaceFirst("")
                        : facts.text();
        if (facts.quoted().isPresent()) {
            boolean same = facts.quoted().equals(facts.coded()) && !rest.isBlank();
            return new Into(facts.quoted().get(), same ? rest : facts.text());
        }
        if (facts.coded().isPresent()) {
            return rest.isBlank()
                    ? new HeldInto(facts.coded().get(), OptionalLong.empty())
                    : new Into(facts.coded().get(), rest);
        }
        if (facts.relayedSince().size() == 1 && !facts.quotesUnknown()) {
            return new Into(facts.relayedSince().getFirst(), facts.text());
        }
        if (facts.open().size() == 1) {
            return new Into(facts.open().getFirst(), facts.text());
        }
        return new Ask();
    }
}
