package dev.bellhop.rule;

import dev.bellhop.rule.Decision.Outcome;
import dev.bellhop.site.Sites;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Facts of a conversation that nobody has had, to see what the rules would make of it.
final class Trying {
    private final Sites sites;
    private final Clock clock;

    Trying(Sites sites, Clock clock) {
        this.sites = sites;
        this.clock = clock;
    }

    /// @param way by which it comes; without a certain site or number it is none that there is
    /// @param open within opening hours or not; left out, as it is now
    Facts facts(
            String words,
            Optional<String> page,
            Optional<String> referrer,
            Optional<String> language,
            Way way,
            Optional<Boolean> open,
            boolean returning,
            Set<Long> labels) {
        boolean onWhatsApp = way.kind() == Way.Kind.WHATSAPP || way.kind() == Way.Kind.NUMBER;
        var siteId = id(way, Way.Kind.SITE);
        var channelId = id(way, Way.Kind.NUMBER);
        return new Facts(
                words,
                page.filter(it -> !it.isBlank()),
                referrer.filter(it -> !it.isBlank()),
                Optional.empty(),
                language.filter(it -> !it.isBlank()),
                onWhatsApp,
                siteId,
                channelId,
                open.orElseGet(
                        () -> OpeningHours.isOpen(sites, siteId, channelId, clock.instant())),
                returning,
                labels);
    }

    private static OptionalLong id(Way way, Way.Kind kind) {
        return way.kind() == kind ? OptionalLong.of(way.id()) : OptionalLong.empty();
    }

    /// The decision in a sentence or two.
    static String words(Decision decision, RuleWords words) {
        return decision.rule().map(rule -> rule.title() + ": ").orElse("") + why(decision, words);
    }

    /// The same without the rule's name.
    static String why(Decision decision, RuleWords words) {
        var rule = decision.rule();
        if (rule.isEmpty()) {
            return decision.verdicts().isEmpty()
                    ? "There are no rules, so it is everybody’s."
                    : "No rule fits, so it is everybody’s.";
        }
        var checks =
                decision.verdicts().stream()
                        .filter(it -> it.outcome() == Outcome.FITS)
                        .flatMap(it -> it.checks().stream())
                        .toList();
        var actions = words.actions(rule.get().then());
        return words.why(rule.get(), checks)
                + ". "
                + (actions.isEmpty()
                        ? "It stays as it is."
                        : "It gets " + String.join(", ", actions) + ".");
    }
}
