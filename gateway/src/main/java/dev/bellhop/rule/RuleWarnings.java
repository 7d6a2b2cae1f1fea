package dev.bellhop.rule;

import dev.bellhop.canned.Placeholders;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What is odd about rules, in sentences: nothing that stops them, and mostly a slip.
final class RuleWarnings {
    private RuleWarnings() {}

    /// The warnings of one rule among all.
    static List<String> of(Rule rule, List<Rule> all, Names names) {
        var warnings = new ArrayList<String>();
        all.stream()
                .filter(other -> other.place() < rule.place() && other.active())
                .filter(other -> other.when().covers(rule.when()))
                .findFirst()
                .ifPresent(other ->
                        warnings.add(
                                "It is never reached: whatever fits it fits "
                                        + other.title()
                                        + ", first."));
        if (rule.when().isAlways()) {
            warnings.add("It has no condition, so it fits every conversation that gets to it.");
        }
        warnOfWhatIsGone(warnings, rule, names);
        if (rule.then().isNothing()) {
            warnings.add("It does nothing but keep later rules from what fits it.");
        }
        warnOfHoles(warnings, rule.then(), names);
        return warnings;
    }

    private static void warnOfWhatIsGone(List<String> warnings, Rule rule, Names names) {
        var then = rule.then();
        if (isGone(then.team(), names.teams())) {
            warnings.add("Its team is gone, so no team gets the conversation.");
        }
        if (isGone(then.agent(), names.agents())) {
            warnings.add("Its agent does not answer any more, so nobody gets the conversation.");
        }
        if (isGone(then.label(), names.labels())) {
            warnings.add("The label that it puts on is gone.");
        }
        if (isGone(then.canned(), names.canned())) {
            warnings.add("Its canned response is gone, so nothing is answered.");
        }
        if (isGone(rule.when().label(), names.labels())) {
            warnings.add("It asks for a label that is gone, so it never fits.");
        }
        for (var way : rule.when().ways()) {
            if (way.kind() == Way.Kind.SITE && !names.sites().containsKey(way.id())) {
                warnings.add("It asks for a site that is gone.");
            }
            if (way.kind() == Way.Kind.NUMBER && !names.numbers().containsKey(way.id())) {
                warnings.add("It asks for a number that is gone.");
            }
        }
    }

    private static boolean isGone(OptionalLong id, Map<Long, String> names) {
        return id.isPresent() && !names.containsKey(id.getAsLong());
    }

    /// A response that names somebody who may have no name yet is not sent then.
    private static void warnOfHoles(List<String> warnings, Then then, Names names) {
        if (then.canned().isEmpty()) {
            return;
        }
        var text = names.cannedTexts().getOrDefault(then.canned().getAsLong(), "");
        var holes = Placeholders.fill(text, Map.of("site", "x", "code", "x")).missing();
        if (!holes.isEmpty()) {
            warnings.add(
                    names.canned().getOrDefault(then.canned().getAsLong(), "The response")
                            + " is not sent where nothing is known for {{"
                            + String.join("}}, {{", holes)
                            + "}}; give it other words behind a bar, as in {{first_name|there}}.");
        }
    }
}
