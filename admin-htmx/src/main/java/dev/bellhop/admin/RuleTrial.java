package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A conversation that is made up to try the rules, and what they make of it.
///
/// @param values as they were entered, by field
/// @param channels by which it can come
/// @param labels that an earlier conversation can have had
/// @param outcome what the rules decide; empty before anything is tried
public record RuleTrial(
        Map<String, String> values,
        List<Choice> channels,
        List<Choice> labels,
        Optional<Outcome> outcome) {
    /// What can be said of opening hours.
    public static final List<Choice> HOURS =
            List.of(
                    new Choice("", "As it is now"),
                    new Choice("open", "Open"),
                    new Choice("closed", "Closed"));

    public RuleTrial {
        values = Map.copyOf(values);
        channels = List.copyOf(channels);
        labels = List.copyOf(labels);
    }

    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /// What the rules decide.
    ///
    /// @param fits whether a rule does
    /// @param point which one
    /// @param more why, and what it does
    public record Outcome(boolean fits, String point, String more, List<Step> steps) {
        public Outcome {
            steps = List.copyOf(steps);
        }
    }

    /// A rule with how it came out.
    ///
    /// @param words "Does not fit", "Not asked"
    public record Step(String name, String words, List<Check> checks) {
        public Step {
            checks = List.copyOf(checks);
        }
    }

    /// A condition that was held against it.
    public record Check(boolean holds, String words) {}
}
