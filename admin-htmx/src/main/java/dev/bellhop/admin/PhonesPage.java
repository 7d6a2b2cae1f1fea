package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The phones that answer for the business, and the form of one.
///
/// @param mayChange whether this agent may do more than look
/// @param numberless whether there is no business number yet that one could answer for
/// @param notice what was just done; may be empty
public record PhonesPage(
        Settings settings,
        List<Line> lines,
        boolean mayChange,
        boolean numberless,
        Optional<Form> form,
        Optional<Notice> notice)
        implements Fragment {
    public PhonesPage {
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/phones.jte";
    }

    /// A phone in the list.
    ///
    /// @param known by what WhatsApp knows it
    /// @param number the business number that it answers for
    /// @param sites for whose visitors
    /// @param whose the agent's name; empty for a shared one
    /// @param more about its state; may be empty
    /// @param current whether its form is open
    public record Line(
            long id,
            String name,
            String known,
            String number,
            String sites,
            String whose,
            State state,
            String more,
            boolean current) {
        public String path() {
            return Section.INBOX_PHONES.path() + "/" + id;
        }
    }

    /// Whether words get through to it, in a tag.
    ///
    /// @param style of the tag
    public record State(String words, String style) {}

    /// A phone as it was entered.
    ///
    /// @param id empty for a new one
    /// @param mark of what the form was drawn from
    /// @param heading its name as it is kept; empty for a new one
    /// @param facts what is known of it beside what can be entered
    /// @param maySave whether this agent may change it; else it is shown to be read
    /// @param problems what is wrong, by field
    /// @param theirs what stands there now and differs, when somebody changed it meanwhile
    public record Form(
            Optional<Long> id,
            String mark,
            String heading,
            Map<String, String> values,
            List<Choice> numbers,
            List<Choice> sites,
            List<Choice> agents,
            List<Fact> facts,
            boolean maySave,
            Map<String, String> problems,
            List<Fact> theirs) {
        public Form {
            values = Map.copyOf(values);
            numbers = List.copyOf(numbers);
            sites = List.copyOf(sites);
            agents = List.copyOf(agents);
            facts = List.copyOf(facts);
            problems = Map.copyOf(problems);
            theirs = List.copyOf(theirs);
        }

        public String action() {
            return Section.INBOX_PHONES.path() + id.map(it -> "/" + it).orElse("");
        }

        public String title() {
            return heading.isEmpty() ? "Add an inbox phone" : heading;
        }

        public String value(String field) {
            return values.getOrDefault(field, "");
        }

        public String problem(String field) {
            return problems.getOrDefault(field, "");
        }
    }
}
