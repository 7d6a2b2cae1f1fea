package dev.bellhop.conversation;

import dev.bellhop.canned.Placeholders;
import dev.bellhop.site.AwayMessage;
import dev.bellhop.site.Site;
import dev.bellhop.site.Wordings;

import java.util.Optional;

/// The words that Bellhop says by itself, for one customer.
final class SelfSaid {
    private static final int LENGTH_MAX = 4_096;

    private SelfSaid() {}

    /// Their words; what is not known of them is left out.
    static Optional<Text> to(Visitor visitor, Site site, Wordings words) {
        var facts = AwayMessage.facts(Optional.empty(), visitor.name(), Optional.of(site.name()));
        return text(Placeholders.say(words.forReaderOf(visitor.locale()).text(), facts));
    }

    /// Cut to what fits: whatever is wrong with it must not keep the customer's own words from
    /// being stored. Empty where nothing is left.
    static Optional<Text> text(String said) {
        return Optional.of(Text.cut(said, LENGTH_MAX)).filter(it -> !it.isEmpty()).map(Text::new);
    }
}
