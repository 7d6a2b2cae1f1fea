package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// How long what is kept, and one person's data on request.
///
/// @param mark of the terms that the form was drawn from
/// @param theirs how they stand now, when somebody changed them meanwhile, a line each
/// @param next when what is too old goes next, and how much that is, in words
/// @param last how it was the last time, in words; empty before that
/// @param going codes of conversations that go next, longest ago first; the oldest ones only
/// @param collecting what is collected of people
/// @param mayChange whether this agent may do more than look
/// @param person what is looked for and found; empty for who may erase nobody
public record PrivacyPage(
        Settings settings,
        List<Term> terms,
        String mark,
        List<String> theirs,
        String next,
        String last,
        List<String> going,
        Collecting collecting,
        boolean mayChange,
        Optional<Looking> person,
        Optional<Notice> notice)
        implements Fragment {
    public PrivacyPage {
        terms = List.copyOf(terms);
        theirs = List.copyOf(theirs);
        going = List.copyOf(going);
    }

    @Override
    public String template() {
        return "settings/privacy.jte";
    }

    public String action() {
        return Section.PRIVACY.path();
    }

    /// What is collected, as a form.
    ///
    /// @param mark of the choices that it was drawn from
    /// @param theirs how they stand now, when somebody changed them meanwhile, a line each
    public record Collecting(List<Switch> switches, String mark, List<String> theirs) {
        public Collecting {
            switches = List.copyOf(switches);
            theirs = List.copyOf(theirs);
        }

        public String action() {
            return Section.PRIVACY.path() + "/collect";
        }
    }

    /// Something that is on or off.
    public record Switch(String name, String title, String words, boolean on) {}

    /// For how long one thing is kept.
    ///
    /// @param problem why that cannot be; may be empty
    public record Term(
            String name, String title, String words, List<Choice> choices, String problem) {
        public Term {
            choices = List.copyOf(choices);
        }
    }

    /// A length of time to choose.
    ///
    /// @param value a number of days; empty is for good
    public record Choice(String value, String words, boolean chosen) {}

    /// People who were looked for.
    ///
    /// @param typed what was looked for; empty before that
    /// @param erasing who is about to be erased
    public record Looking(
            String typed, List<Person> found, Optional<Person> erasing, String problem) {
        public Looking {
            found = List.copyOf(found);
        }
    }

    /// Somebody who wrote.
    ///
    /// @param contact their number, address and the like, on one line
    /// @param conversations how many, in words, such as `3 conversations`
    /// @param blocked whether they may write no longer
    public record Person(
            long id, String name, String contact, String conversations, boolean blocked) {
        public String path() {
            return Section.PRIVACY.path() + "/people/" + id;
        }
    }
}
