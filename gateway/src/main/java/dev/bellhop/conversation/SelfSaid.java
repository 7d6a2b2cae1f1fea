package dev.bellhop.conversation;

import dev.bellhop.canned.Placeholders;
import dev.bellhop.site.AwayMessage;
import dev.bellhop.site.Site;
import dev.bellhop.site.Wordings;

import java.util.Optional;

/// The words that Bellhop says by itself, for one customer.
final class SelfSaid {
    private SelfSaid() {}

    /// What would have a hole in it is not said.
    static Optional<Text> to(Visitor visitor, Site site, Wordings words) {
        var facts = AwayMessage.facts(Optional.empty(), visitor.name(), Optional.of(site.name()));
        var filled = Placeholders.fill(words.forReaderOf(visitor.locale()).text(), facts);
        return filled.missing().isEmpty()
                ? Optional.of(filled.text()).filter(it -> !it.isBlank()).map(Text::new)
                : Optional.empty();
    }
}
