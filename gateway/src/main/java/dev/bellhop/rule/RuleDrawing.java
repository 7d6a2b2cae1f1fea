package dev.bellhop.rule;

import dev.bellhop.admin.Choice;
import dev.bellhop.admin.RuleForm;
import dev.bellhop.admin.RuleTrial;
import dev.bellhop.admin.RulesPage;
import dev.bellhop.rule.Decision.Verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Turns rules into what the panel draws.
///
/// @param all the rules, in their order
record RuleDrawing(List<Rule> all, Names names, RuleWords words) {
    RuleDrawing(List<Rule> all, Names names) {
        this(all, names, new RuleWords(names));
    }

    /// @param current the rule whose form is open
    /// @param decision what was tried
    /// @param used how many conversations each has decided
    List<RulesPage.Line> lines(
            Optional<Long> current, Optional<Decision> decision, RuleCounts used) {
        var hit = decision.flatMap(Decision::rule).map(Rule::id);
        return all.stream()
                .map(rule ->
                        new RulesPage.Line(
                                rule.id(),
                                rule.place(),
                                rule.name(),
                                rule.active(),
                                rule.active() ? used.words(rule.id()) : "",
                                words.conditions(rule.when()),
                                words.actions(rule.then()),
                                RuleWarnings.of(rule, all, names),
                                current.filter(id -> id == rule.id()).isPresent(),
                                hit.filter(id -> id == rule.id()).isPresent()))
                .toList();
    }

    /// @param rule as it is kept; empty for a new one
    /// @param theirs how it stands now, when somebody changed it meanwhile
    RuleForm form(
            Optional<Rule> rule,
            int version,
            RuleDraft draft,
            Map<String, String> problems,
            Optional<Rule> theirs,
            boolean maySave) {
        return new RuleForm(
                rule.map(Rule::id),
                version,
                rule.map(Rule::name).orElse(""),
                draft.active(),
                RuleEntry.values(draft),
                boxes(draft.when().ways()),
                choices(RuleEntry.values(draft)),
                maySave,
                problems,
                theirs.map(this::theirs));
    }

    private RuleForm.Theirs theirs(Rule now) {
        var conditions = words.conditions(now.when());
        var actions = words.actions(now.then());
        return new RuleForm.Theirs(
                now.name() + (now.active() ? "" : " (off)"),
                conditions.isEmpty() ? "always" : String.join(" and ", conditions),
                actions.isEmpty() ? "it stays as it is" : String.join(", ", actions));
    }

    /// Those that are gone meanwhile stay while they are ticked.
    private List<RuleForm.Box> boxes(List<Way> ticked) {
        return Stream.concat(RuleEntry.ways(names).stream(), ticked.stream())
                .distinct()
                .map(way ->
                        new RuleForm.Box(
                                RuleEntry.WAY + way.wireName(),
                                words.way(way),
                                ticked.contains(way)))
                .toList();
    }

    /// @param values what is chosen; what is gone meanwhile stays while it is
    private Map<String, List<Choice>> choices(Map<String, String> values) {
        return Map.of(
                "hours", List.of(new Choice("open", "Open"), new Choice("closed", "Closed")),
                "returning",
                        List.of(
                                new Choice("known", "Was here before"),
                                new Choice("new", "Is here for the first time")),
                "had", choices(names.labels(), values.getOrDefault("had", "")),
                "team", choices(names.teams(), values.getOrDefault("team", "")),
                "agent", choices(names.agents(), values.getOrDefault("agent", "")),
                "label", choices(names.labels(), values.getOrDefault("label", "")),
                "priority", List.of(new Choice("high", "High"), new Choice("urgent", "Urgent")),
                "canned", choices(names.canned(), values.getOrDefault("canned", "")));
    }

    private static List<Choice> choices(Map<Long, String> named, String chosen) {
        var there =
                named.entrySet().stream()
                        .map(one -> new Choice(Long.toString(one.getKey()), one.getValue()))
                        .toList();
        boolean gone =
                !chosen.isEmpty() && there.stream().noneMatch(it -> it.value().equals(chosen));
        return gone
                ? Stream.concat(there.stream(), Stream.of(new Choice(chosen, "One that is gone")))
                        .toList()
                : there;
    }

    /// @param values as they were entered
    RuleTrial trial(Map<String, String> values, Optional<Decision> decision) {
        var channels =
                RuleEntry.ways(names).stream()
                        .map(way -> new Choice(way.wireName(), words.way(way)))
                        .toList();
        return new RuleTrial(
                values,
                channels,
                choices(names.labels(), values.getOrDefault("had", "")),
                decision.map(this::outcome));
    }

    private RuleTrial.Outcome outcome(Decision decision) {
        return new RuleTrial.Outcome(
                decision.rule().isPresent(),
                decision.rule().map(Rule::title).orElse("No rule fits"),
                Trying.why(decision, words),
                decision.verdicts().stream().map(this::step).toList());
    }

    private RuleTrial.Step step(Verdict verdict) {
        var checks =
                verdict.checks().stream()
                        .map(check ->
                                new RuleTrial.Check(
                                        check.holds(), words.check(verdict.rule(), check)))
                        .toList();
        var outcome =
                switch (verdict.outcome()) {
                    case FITS -> "fits";
                    case DOES_NOT_FIT -> "does not fit";
                    case NOT_ASKED -> "not asked, one above it fits";
                    case OFF -> "off";
                };
        return new RuleTrial.Step(verdict.rule().title(), outcome, checks);
    }
}
