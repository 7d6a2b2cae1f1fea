package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The message templates of all accounts, one of them as a phone shows it, and the form of a new
/// one.
///
/// @param asOf when Meta last told of them, in words; may be empty
/// @param preview of the one that is chosen, or of what is in the form
public record TemplatesPage(
        Settings settings,
        List<Line> lines,
        String asOf,
        List<Account> accounts,
        boolean mayChange,
        Optional<Chosen> chosen,
        Optional<Form> form,
        Optional<Preview> preview,
        Optional<Notice> notice)
        implements Fragment {
    public TemplatesPage {
        lines = List.copyOf(lines);
        accounts = List.copyOf(accounts);
    }

    @Override
    public String template() {
        return "settings/templates.jte";
    }

    /// A template in the list.
    public record Line(
            long id,
            String name,
            String category,
            String language,
            Status status,
            boolean current) {
        public String path() {
            return Section.TEMPLATES.path() + "/" + id;
        }
    }

    /// How a template stands, in a tag.
    public record Status(String words, String style) {}

    /// A number through whose account Meta is asked.
    public record Account(long channelId, String name) {}

    /// The template that is looked at.
    ///
    /// @param trouble why it cannot be sent; empty when it can
    public record Chosen(
            long id, String name, List<Fact> facts, Optional<Notice> trouble, String question) {
        public Chosen {
            facts = List.copyOf(facts);
        }

        public String deletePath() {
            return Section.TEMPLATES.path() + "/" + id + "/delete";
        }
    }

    /// A new template as it was entered.
    ///
    /// @param problem what is wrong; may be empty
    public record Form(Map<String, String> values, String problem) {
        public Form {
            values = Map.copyOf(values);
        }

        public String value(String name) {
            return values.getOrDefault(name, "");
        }

        public boolean is(String name, String value) {
            return value(name).equals(value);
        }
    }

    /// A template as a phone shows it.
    ///
    /// @param header words or what kind of file; may be empty
    /// @param footer may be empty
    public record Preview(String header, String body, String footer, List<String> buttons) {
        public Preview {
            buttons = List.copyOf(buttons);
        }
    }
}
