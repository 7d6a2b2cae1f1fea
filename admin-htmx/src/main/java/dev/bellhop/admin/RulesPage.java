package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The routing rules, the form of one, and a box to try them.
///
/// @param lines in the order in which they are asked
/// @param undecided how often no rule fitted lately, in words; may be empty
/// @param mayChange whether this agent may do more than look
/// @param moved the rule that was just moved; empty when none was
/// @param notice what was just done; may be empty
public record RulesPage(
        Settings settings,
        List<Line> lines,
        String undecided,
        boolean mayChange,
        Optional<Moved> moved,
        Optional<RuleForm> form,
        RuleTrial trial,
        Optional<Notice> notice)
        implements Fragment {
    public RulesPage {
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/rules.jte";
    }

    /// The order as it is drawn, which whoever moves a rule says they saw.
    public String seen() {
        return lines.stream()
                .map(line -> Long.toString(line.id()))
                .collect(Collectors.joining(" "));
    }

    /// Whether the focus goes to a button of a rule: the one that moved it, or the other one where
    /// that has nowhere left to go.
    public boolean focuses(Line line, String button) {
        if (moved.filter(it -> it.id() == line.id()).isEmpty()) {
            return false;
        }
        boolean isFirst = line.place() == 1;
        boolean isLast = line.place() == lines.size();
        return switch (moved.get().by()) {
            case "up" -> button.equals(isFirst ? "down" : "up");
            case "down" -> button.equals(isLast ? "up" : "down");
            default -> button.equals(moved.get().by());
        };
    }

    /// A rule that was just moved or switched.
    ///
    /// @param by the button that moved it: `up`, `down`, `grip`, `switch`
    public record Moved(long id, String by) {}

    /// A rule in the list.
    ///
    /// @param used how often it has decided lately, in words; may be empty
    /// @param conditions each in words; none for a rule that always fits
    /// @param actions each in words; none for a rule that leaves all as it is
    /// @param warnings what is odd about it, in sentences
    /// @param current whether its form is open
    /// @param hit whether what was tried fits it, first
    public record Line(
            long id,
            int place,
            String name,
            boolean active,
            String used,
            List<String> conditions,
            List<String> actions,
            List<String> warnings,
            boolean current,
            boolean hit) {
        public Line {
            conditions = List.copyOf(conditions);
            actions = List.copyOf(actions);
            warnings = List.copyOf(warnings);
        }

        public String path() {
            return Section.RULES.path() + "/" + id;
        }

        public String style() {
            return "rule" + (active ? "" : " is-off") + (hit || current ? " is-hit" : "");
        }
    }
}
