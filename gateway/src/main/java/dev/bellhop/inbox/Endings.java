package dev.bellhop.inbox;

import dev.bellhop.admin.Choice;
import dev.bellhop.conversation.Ending;
import dev.bellhop.conversation.Outcome;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads how a conversation ended.
final class Endings {
    /// What can be chosen.
    static final List<Choice> CHOICES =
            Arrays.stream(Outcome.values())
                    .map(outcome -> new Choice(outcome.wireName(), outcome.words()))
                    .toList();

    private Endings() {}

    /// @param outcome empty when nobody said it
    /// @throws Refusal `invalid` for an outcome that is none
    static Ending of(String outcome, String note) {
        var named = Outcome.named(outcome);
        if (named.isEmpty() && !outcome.isEmpty()) {
            throw Refusal.of(Code.INVALID, "There is no such outcome.");
        }
        return new Ending(outcome.isEmpty() ? Optional.empty() : named, note);
    }
}
