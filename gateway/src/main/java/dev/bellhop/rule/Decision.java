package dev.bellhop.rule;

import dev.bellhop.rule.When.Check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which rule decides about a conversation, and how each of them came out.
///
/// @param rule the first that fits; empty when none does
/// @param verdicts one for each rule, in their order
public record Decision(Optional<Rule> rule, List<Verdict> verdicts) {
    public Decision {
        verdicts = List.copyOf(verdicts);
    }

    /// How a rule came out.
    public enum Outcome {
        FITS,
        DOES_NOT_FIT,
        /// A rule above it fits.
        NOT_ASKED,
        OFF
    }

    /// A rule with how it came out.
    ///
    /// @param checks of a rule that was asked: each of its conditions
    public record Verdict(Rule rule, Outcome outcome, List<Check> checks) {
        public Verdict {
            checks = List.copyOf(checks);
        }
    }

    /// Decides. Nothing counts but the rules and the facts; the same ones always give the same
    /// decision.
    ///
    /// @param rules in the order in which they are asked
    public static Decision decide(List<Rule> rules, Facts facts) {
        var verdicts = new ArrayList<Verdict>();
        var first = Optional.<Rule>empty();
        var text = Fold.of(facts.words());
        for (var rule : rules) {
            if (!rule.active()) {
                verdicts.add(new Verdict(rule, Outcome.OFF, List.of()));
            } else if (first.isPresent()) {
                verdicts.add(new Verdict(rule, Outcome.NOT_ASKED, List.of()));
            } else {
                var checks = rule.when().checks(facts, text);
                boolean fits = checks.stream().allMatch(Check::holds);
                var outcome = fits ? Outcome.FITS : Outcome.DOES_NOT_FIT;
                verdicts.add(new Verdict(rule, outcome, checks));
                first = fits ? Optional.of(rule) : Optional.empty();
            }
        }
        return new Decision(first, verdicts);
    }
}
