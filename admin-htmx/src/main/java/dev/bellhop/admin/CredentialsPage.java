package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The business numbers and what it takes to use them.
///
/// @param mayChange whether this agent may do more than look
/// @param sandbox whether the numbers are the sandbox's, so that no account at Meta is needed
public record CredentialsPage(
        Settings settings,
        List<Card> cards,
        boolean mayChange,
        boolean sandbox,
        Optional<Form> form,
        Optional<Notice> notice)
        implements Fragment {
    public CredentialsPage {
        cards = List.copyOf(cards);
    }

    @Override
    public String template() {
        return "settings/credentials.jte";
    }

    /// A number.
    ///
    /// @param number as people read it, or empty while Meta has not told it
    /// @param ids and fingerprints, to be compared letter by letter
    /// @param facts how it sends, who uses it
    /// @param warnings what needs a look
    /// @param sends whether what is sent goes out, so that it can be paused
    /// @param rotation what a rotation replaced, while it can be put back
    /// @param verdict of the last look, with its steps
    public record Card(
            long id,
            String name,
            String number,
            Standing standing,
            List<Fact> ids,
            List<Fact> facts,
            List<Alarm> warnings,
            boolean sends,
            Optional<Notice> rotation,
            Optional<TestVerdict> verdict,
            List<TestStep> steps) {
        public Card {
            ids = List.copyOf(ids);
            facts = List.copyOf(facts);
            warnings = List.copyOf(warnings);
            steps = List.copyOf(steps);
        }

        public String path() {
            return Section.CREDENTIALS.path() + "/" + id;
        }
    }

    /// Something that needs a look.
    ///
    /// @param ways where it is mended
    /// @param releases whether the number can be let go on
    public record Alarm(Notice notice, List<Way> ways, boolean releases) {
        public Alarm {
            ways = List.copyOf(ways);
        }
    }

    /// A page on which something is mended.
    public record Way(String words, String path) {}

    /// How a number is, in a tag.
    public record Standing(String words, String style, String icon) {}

    /// A form beside the numbers: of a new one, of one that is changed, or of new secrets.
    ///
    /// @param id empty for a new number
    /// @param values what was entered, by name; never a secret
    /// @param problems what is wrong, by name
    /// @param problem what is wrong with all of it; may be empty
    /// @param fingerprints of the secrets that are in force, by name
    /// @param mark of what the form was drawn from
    /// @param templates to choose from for inbox phones whose window has closed
    /// @param theirs what stands there now and differs, when somebody changed it meanwhile
    public record Form(
            Kind kind,
            Optional<Long> id,
            String title,
            Map<String, String> values,
            Map<String, String> problems,
            String problem,
            Map<String, String> fingerprints,
            String mark,
            List<Choice> templates,
            List<Fact> theirs) {
        public Form {
            templates = List.copyOf(templates);
            theirs = List.copyOf(theirs);
            values = Map.copyOf(values);
            problems = Map.copyOf(problems);
            fingerprints = Map.copyOf(fingerprints);
        }

        /// What is entered in it.
        public enum Kind {
            ADD,
            EDIT,
            ROTATE
        }

        public String action() {
            var one = Section.CREDENTIALS.path() + id.map(it -> "/" + it).orElse("");
            return kind == Kind.ROTATE ? one + "/rotate" : one;
        }

        public String value(String name) {
            return values.getOrDefault(name, "");
        }

        public String problem(String name) {
            return problems.getOrDefault(name, "");
        }

        public String fingerprint(String name) {
            return fingerprints.getOrDefault(name, "");
        }
    }
}
