package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.bellhop.canned.Placeholders;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.TreeMap;

/// What is said by itself as somebody writes it, in a form or in JSON: what was written, what is
/// wrong with it, and what it comes to.
///
/// @param name what its fields begin with: `away` for `away-language-0` and `away-text-0`
/// @param lines at least one, which may be empty
record WordingsForm(String name, List<Line> lines) {
    /// One language's words, as they were written.
    record Line(String language, String text) {
        boolean isEmpty() {
            return language.isEmpty() && text.isEmpty();
        }
    }

    WordingsForm {
        lines = List.copyOf(lines);
    }

    /// What a form brings.
    static WordingsForm read(String name, Map<String, String> fields) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i <= Wordings.MOST; i++) {
            var line =
                    new Line(
                            fields.getOrDefault(name + "-language-" + i, "").strip(),
                            fields.getOrDefault(name + "-text-" + i, "")
                                    .replace("\r\n", "\n")
                                    .strip());
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return new WordingsForm(name, lines);
    }

    /// The words as they are, to be changed.
    static WordingsForm of(String name, Wordings words) {
        return new WordingsForm(
                name,
                words.all().stream()
                        .map(it -> new Line(it.language().toLanguageTag(), it.text()))
                        .toList());
    }

    /// What is offered where there are none.
    static WordingsForm suggested(String name, String text) {
        return new WordingsForm(name, List.of(new Line("en", text)));
    }

    /// What a program sends.
    static WordingsForm read(String name, Form form) {
        var lines = new ArrayList<Line>();
        for (JsonNode item : form.objects("texts", Wordings.MOST, "texts", "language", "text")) {
            lines.add(
                    new Line(
                            item.path("language").asText("").strip(),
                            item.path("text").asText("").strip()));
        }
        return new WordingsForm(name, lines);
    }

    /// What it comes to.
    ///
    /// @param placeholders that may stand in it
    /// @param problems takes all that is wrong, by field
    Optional<Wordings> words(List<String> placeholders, Map<String, String> problems) {
        var wrong = new TreeMap<String, String>();
        var wordings = new ArrayList<Wordings.Wording>();
        var seen = new HashSet<Locale>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var language = language(line.language());
            if (language.isEmpty()) {
                wrong.put(
                        name + "-language-" + i,
                        line.language().isEmpty()
                                ? "Say in which language this is, such as en."
                                : Form.quoted(line.language())
                                        + " is no language. Write it like en, de or pt-BR.");
            } else if (!seen.add(language.get())) {
                wrong.put(name + "-language-" + i, "There is a text in this language already.");
            }
            var field = name + "-text-" + i;
            problem(line.text(), placeholders).ifPresent(problem -> wrong.put(field, problem));
            wordings.add(new Wordings.Wording(language.orElse(Locale.ENGLISH), line.text()));
        }
        if (lines.isEmpty()) {
            wrong.put(name + "-text-0", "Write what they are told.");
        } else if (lines.size() > Wordings.MOST) {
            wrong.put(name + "-text-0", "It is said in " + Wordings.MOST + " languages at most.");
        }
        problems.putAll(wrong);
        return wrong.isEmpty() ? Optional.of(new Wordings(wordings)) : Optional.empty();
    }

    private static Optional<String> problem(String text, List<String> placeholders) {
        if (text.isEmpty()) {
            return Optional.of("Write what they are told.");
        }
        int length = text.codePointCount(0, text.length());
        if (length > Wordings.TEXT_MAX) {
            return Optional.of("It has " + length + " characters; " + Wordings.TEXT_MAX + " fit.");
        }
        var unknown = new ArrayList<>(Placeholders.in(text));
        unknown.removeAll(placeholders);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Nothing is known for {{"
                                + String.join("}}, {{", unknown)
                                + "}}. There are {{"
                                + String.join("}}, {{", placeholders)
                                + "}}.");
    }

    /// What is odd about it, by field: nothing that keeps it from being said, and mostly a slip.
    Map<String, String> oddities() {
        var odd = new TreeMap<String, String>();
        for (int i = 0; i < lines.size(); i++) {
            var field = name + "-text-" + i;
            oddity(lines.get(i).text()).ifPresent(words -> odd.put(field, words));
        }
        return odd;
    }

    private static Optional<String> oddity(String text) {
        var bare = Placeholders.bare(text);
        bare.retainAll(AwayMessage.OFTEN_UNKNOWN);
        return bare.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Of many customers no name is known: {{"
                                + String.join("}} and {{", bare)
                                + "}} is left out then. Other words may stand behind a bar, as in"
                                + " {{first_name|there}}.");
    }

    /// A language that there is, by its tag.
    private static Optional<Locale> language(String tag) {
        try {
            var locale = new Locale.Builder().setLanguageTag(tag).build();
            return locale.getISO3Language().isEmpty() ? Optional.empty() : Optional.of(locale);
        } catch (IllformedLocaleException | MissingResourceException none) {
            return Optional.empty();
        }
    }

    /// Words as JSON, written for everybody.
    static void write(Wordings words, ArrayNode texts) {
        words.all()
                .forEach(it ->
                        texts.addObject()
                                .put("language", it.language().toLanguageTag())
                                .put("text", it.text()));
    }
}
