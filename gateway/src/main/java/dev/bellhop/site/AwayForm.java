package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.canned.Placeholders;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// An away message as somebody writes it, in a form or in JSON: what was written, what is wrong
/// with it, and what it comes to.
///
/// @param on whether there is one at all
/// @param lines at least one, which may be empty
/// @param asksContact whether visitors are asked where to answer them
record AwayForm(boolean on, List<Line> lines, boolean asksContact) {
    /// One language's words, as they were written.
    record Line(String language, String text) {
        boolean isEmpty() {
            return language.isEmpty() && text.isEmpty();
        }
    }

    /// What came of it: a message or none, or all that is wrong, by field.
    record Outcome(Optional<AwayMessage> message, Map<String, String> problems) {
        Outcome {
            problems = Map.copyOf(problems);
        }
    }

    AwayForm {
        lines = List.copyOf(lines);
    }

    /// What a form brings: the switches `away` and `away-contact`, and by number `away-language-0`
    /// and `away-text-0`.
    static AwayForm read(Map<String, String> fields) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i <= AwayMessage.WORDINGS_MAX; i++) {
            var line =
                    new Line(
                            fields.getOrDefault("away-language-" + i, "").strip(),
                            fields.getOrDefault("away-text-" + i, "")
                                    .replace("\r\n", "\n")
                                    .strip());
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return new AwayForm(fields.containsKey("away"), lines, fields.containsKey("away-contact"));
    }

    /// The message as it is, to be changed; where there is none, one that is offered.
    static AwayForm of(Optional<AwayMessage> message) {
        return message.map(it ->
                        new AwayForm(
                                true,
                                it.wordings().stream()
                                        .map(wording ->
                                                new Line(
                                                        wording.language().toLanguageTag(),
                                                        wording.text()))
                                        .toList(),
                                it.asksContact()))
                .orElseGet(() ->
                        new AwayForm(false, List.of(new Line("en", AwayMessage.SUGGESTED)), false));
    }

    /// What it comes to. A message that is off is not judged.
    Outcome outcome() {
        if (!on) {
            return new Outcome(Optional.empty(), Map.of());
        }
        var problems = new TreeMap<String, String>();
        var wordings = new ArrayList<AwayMessage.Wording>();
        var seen = new HashSet<Locale>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var language = language(line.language());
            if (language.isEmpty()) {
                problems.put(
                        "away-language-" + i,
                        line.language().isEmpty()
                                ? "Say in which language this is, such as en."
                                : Form.quoted(line.language())
                                        + " is no language. Write it like en, de or pt-BR.");
            } else if (!seen.add(language.get())) {
                problems.put("away-language-" + i, "There is a text in this language already.");
            }
            problem(line.text()).ifPresent(wrongAt("away-text-" + i, problems));
            wordings.add(new AwayMessage.Wording(language.orElse(Locale.ENGLISH), line.text()));
        }
        if (lines.isEmpty()) {
            problems.put("away-text-0", "Write what they are told.");
        } else if (lines.size() > AwayMessage.WORDINGS_MAX) {
            problems.put(
                    "away-text-0",
                    "It is said in " + AwayMessage.WORDINGS_MAX + " languages at most.");
        }
        return problems.isEmpty()
                ? new Outcome(Optional.of(new AwayMessage(wordings, asksContact)), Map.of())
                : new Outcome(Optional.empty(), problems);
    }

    private static Consumer<String> wrongAt(String field, Map<String, String> problems) {
        return problem -> problems.put(field, problem);
    }

    private static Optional<String> problem(String text) {
        if (text.isEmpty()) {
            return Optional.of("Write what they are told.");
        }
        int length = text.codePointCount(0, text.length());
        if (length > AwayMessage.TEXT_MAX) {
            return Optional.of(
                    "It has " + length + " characters; " + AwayMessage.TEXT_MAX + " fit.");
        }
        var unknown = new ArrayList<>(Placeholders.in(text));
        unknown.removeAll(AwayMessage.PLACEHOLDERS);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Nothing is known for {{"
                                + String.join("}}, {{", unknown)
                                + "}}. There are {{"
                                + String.join("}}, {{", AwayMessage.PLACEHOLDERS)
                                + "}}.");
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

    /// A message as JSON, written for everybody.
    static ObjectNode json(AwayMessage message) {
        var node = Json.object().put("ask_contact", message.asksContact());
        var texts = node.putArray("texts");
        message.wordings()
                .forEach(wording ->
                        texts.addObject()
                                .put("language", wording.language().toLanguageTag())
                                .put("text", wording.text()));
        return node;
    }

    /// Reads what a program sends; `null` is no message.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    static Optional<AwayMessage> read(JsonNode node) {
        if (node.isNull()) {
            return Optional.empty();
        }
        var form = new Form(node);
        form.knows("texts", "ask_contact");
        var lines = new ArrayList<Line>();
        for (JsonNode item : form.array("texts", AwayMessage.WORDINGS_MAX, "texts")) {
            lines.add(
                    new Line(
                            item.path("language").asText("").strip(),
                            item.path("text").asText("").strip()));
        }
        var outcome = new AwayForm(true, lines, form.yes("ask_contact", false)).outcome();
        outcome.problems().values().forEach(form::wrong);
        form.refuseIfWrong();
        return outcome.message();
    }

    /// Reads what was written here.
    static Optional<AwayMessage> stored(JsonNode node) {
        return read(node);
    }
}
