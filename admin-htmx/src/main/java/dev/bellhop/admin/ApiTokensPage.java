package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What programs sign in with, the form of a new one, and what it is, once.
///
/// @param mayChange whether this agent may do more than look
/// @param made a token that was just made
/// @param notice what was just done; may be empty
public record ApiTokensPage(
        Settings settings,
        List<Line> lines,
        boolean mayChange,
        Optional<Form> form,
        Optional<Made> made,
        Optional<Notice> notice)
        implements Fragment {
    public ApiTokensPage {
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/api-tokens.jte";
    }

    /// A token in the list.
    ///
    /// @param hint how it ends
    /// @param may what it may do, as the table of roles names it
    /// @param madeBy who made it, in words
    /// @param until when it ends, in words
    /// @param ending whether that is soon
    /// @param mayRotate whether this agent may have another take its place
    /// @param mayRevoke whether this agent may end it
    public record Line(
            long id,
            String name,
            String hint,
            List<String> may,
            String madeBy,
            Stamp made,
            Optional<Stamp> used,
            String until,
            boolean ending,
            boolean mayRotate,
            boolean mayRevoke) {
        public Line {
            may = List.copyOf(may);
        }

        public String path() {
            return Section.API_TOKENS.path() + "/" + id;
        }
    }

    /// The form of a new one, as it was entered.
    ///
    /// @param problems what is wrong, by field
    public record Form(
            String name, List<Choice> choices, List<Life> lives, Map<String, String> problems) {
        public Form {
            choices = List.copyOf(choices);
            lives = List.copyOf(lives);
            problems = Map.copyOf(problems);
        }

        public String problem(String field) {
            return problems.getOrDefault(field, "");
        }
    }

    /// Something that it may do.
    ///
    /// @param field what the form calls it
    /// @param name as the API calls it
    /// @param open whether this agent may give it
    public record Choice(String field, String name, String words, boolean open, boolean chosen) {}

    /// How long it is good.
    ///
    /// @param days empty for good
    public record Life(String days, String words, boolean chosen) {}

    /// A token that was just made, shown this once.
    public record Made(String name, String text) {}
}
