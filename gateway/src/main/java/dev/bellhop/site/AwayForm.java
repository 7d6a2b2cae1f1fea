package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An away message as somebody writes it, in a form or in JSON: what was written, what is wrong
/// with it, and what it comes to.
///
/// @param on whether there is one at all
/// @param asksContact whether visitors are asked where to answer them
record AwayForm(boolean on, WordingsForm words, boolean asksContact) {
    private static final String NAME = "away";

    /// What came of it: a message or none, or all that is wrong, by field.
    record Outcome(Optional<AwayMessage> message, Map<String, String> problems) {
        Outcome {
            problems = Map.copyOf(problems);
        }
    }

    /// What a form brings: the switches `away` and `away-contact`, and the words.
    static AwayForm read(Map<String, String> fields) {
        return new AwayForm(
                fields.containsKey("away"),
                WordingsForm.read(NAME, fields),
                fields.containsKey("away-contact"));
    }

    /// The message as it is, to be changed; where there is none, one that is offered.
    static AwayForm of(Optional<AwayMessage> message) {
        return message.map(it ->
                        new AwayForm(true, WordingsForm.of(NAME, it.words()), it.asksContact()))
                .orElseGet(() ->
                        new AwayForm(
                                false, WordingsForm.suggested(NAME, AwayMessage.SUGGESTED), false));
    }

    /// What it comes to. A message that is off is not judged.
    Outcome outcome() {
        var problems = new TreeMap<String, String>();
        var message =
                on
                        ? words.words(AwayMessage.PLACEHOLDERS, problems)
                                .map(it -> new AwayMessage(it, asksContact))
                        : Optional.<AwayMessage>empty();
        return new Outcome(message, problems);
    }

    /// What is odd about its words, by field.
    Map<String, String> oddities() {
        return on ? words.oddities() : Map.of();
    }

    /// A message as JSON, written for everybody.
    static ObjectNode json(AwayMessage message) {
        var node = Json.object().put("ask_contact", message.asksContact());
        WordingsForm.write(message.words(), node.putArray("texts"));
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
        var words = WordingsForm.read(NAME, form);
        var outcome = new AwayForm(true, words, form.yes("ask_contact", false)).outcome();
        outcome.problems().values().forEach(form::wrong);
        form.refuseIfWrong();
        return outcome.message();
    }

    /// Reads what was written here.
    static Optional<AwayMessage> stored(JsonNode node) {
        return read(node);
    }
}
