package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The form of one routing rule, as it was entered.
///
/// @param id empty for a new one
/// @param version of the rule when the form was drawn
/// @param heading the name as it is kept; empty for a new one
/// @param values what the fields hold, by name
/// @param channels sites and numbers, each a box to tick
/// @param choices what can be chosen, by field
/// @param maySave whether this agent may change it; else it is shown to be read
/// @param problems what is wrong, by field
/// @param theirs how it reads now, when somebody changed it meanwhile
public record RuleForm(
        Optional<Long> id,
        int version,
        String heading,
        boolean active,
        Map<String, String> values,
        List<Box> channels,
        Map<String, List<Choice>> choices,
        boolean maySave,
        Map<String, String> problems,
        Optional<Theirs> theirs) {
    public RuleForm {
        values = Map.copyOf(values);
        channels = List.copyOf(channels);
        choices = Map.copyOf(choices);
        problems = Map.copyOf(problems);
    }

    /// Something to tick.
    ///
    /// @param field what the form calls it
    public record Box(String field, String words, boolean on) {}

    /// What somebody else saved in the meantime.
    ///
    /// @param conditions in words
    /// @param actions in words
    public record Theirs(String name, String conditions, String actions) {}

    public String action() {
        return Section.RULES.path() + id.map(it -> "/" + it).orElse("");
    }

    public String title() {
        return heading.isEmpty() ? "New rule" : heading;
    }

    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }

    /// What a field offers; what it holds and what is gone meanwhile stays, and says so.
    public List<Choice> choices(String field) {
        var offered = choices.getOrDefault(field, List.of());
        var value = value(field);
        return value.isEmpty() || offered.stream().anyMatch(it -> it.value().equals(value))
                ? offered
                : Stream.concat(offered.stream(), Stream.of(new Choice(value, "Gone meanwhile")))
                        .toList();
    }
}
