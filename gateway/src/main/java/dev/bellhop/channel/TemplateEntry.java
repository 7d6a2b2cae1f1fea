package dev.bellhop.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A new template as somebody fills it in, and as Meta wants it. Words only: what needs a file or
/// an address is made elsewhere.
///
/// @param values by field; lists are lines
record TemplateEntry(Map<String, String> values) {
    private static final List<String> FIELDS =
            List.of(
                    "channel",
                    "name",
                    "language",
                    "category",
                    "header",
                    "body",
                    "examples",
                    "footer",
                    "buttons");

    TemplateEntry {
        values = Map.copyOf(values);
    }

    static TemplateEntry blank() {
        return new TemplateEntry(Map.of("category", "UTILITY", "language", "en_US"));
    }

    static TemplateEntry read(Map<String, String> fields) {
        var values = new HashMap<String, String>();
        FIELDS.forEach(name ->
                values.put(name, fields.getOrDefault(name, "").replace("\r\n", "\n").strip()));
        return new TemplateEntry(values);
    }

    private String value(String field) {
        return values.getOrDefault(field, "");
    }

    private List<String> lines(String field) {
        return value(field).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private List<String> variables() {
        return TemplateShape.variables(value("body"));
    }

    private boolean isNamed() {
        return variables().stream().anyMatch(name -> !name.matches("[0-9]+"));
    }

    /// What only this form asks for; the rest is asked where every template is. Empty when nothing
    /// is missing.
    Optional<String> problem() {
        var waiting = variables();
        if (lines("examples").size() != waiting.size()) {
            return Optional.of(
                    waiting.isEmpty()
                            ? "The text has no braces, so there is nothing to give an example of."
                            : "Give an example for each of {{"
                                    + String.join("}}, {{", waiting)
                                    + "}}, one a line.");
        }
        return TemplateShape.variables(value("header")).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "A header with braces is made in WhatsApp Manager or through the API.");
    }

    /// What stands in the place of variables while it is looked at.
    Map<String, String> examples() {
        var waiting = variables();
        var given = lines("examples");
        var examples = new LinkedHashMap<String, String>();
        for (int i = 0; i < Math.min(waiting.size(), given.size()); i++) {
            examples.put(waiting.get(i), given.get(i));
        }
        return examples;
    }

    TemplateShape shape() {
        return TemplateShape.of(components(), isNamed());
    }

    /// As Meta wants it.
    ObjectNode draft() {
        var draft =
                Json.object()
                        .put("name", value("name"))
                        .put("language", value("language"))
                        .put("category", value("category"))
                        .put("parameter_format", isNamed() ? "NAMED" : "POSITIONAL");
        draft.set("components", components());
        return draft;
    }

    private ArrayNode components() {
        var components = Json.object().arrayNode();
        if (!value("header").isEmpty()) {
            components
                    .addObject()
                    .put("type", "HEADER")
                    .put("format", "TEXT")
                    .put("text", value("header"));
        }
        var body = components.addObject().put("type", "BODY").put("text", value("body"));
        if (!variables().isEmpty()) {
            examples(body.putObject("example"));
        }
        if (!value("footer").isEmpty()) {
            components.addObject().put("type", "FOOTER").put("text", value("footer"));
        }
        if (!lines("buttons").isEmpty()) {
            var buttons = components.addObject().put("type", "BUTTONS").putArray("buttons");
            lines("buttons")
                    .forEach(text ->
                            buttons.addObject().put("type", "QUICK_REPLY").put("text", text));
        }
        return components;
    }

    private void examples(ObjectNode example) {
        if (isNamed()) {
            var params = example.putArray("body_text_named_params");
            examples()
                    .forEach((name, words) ->
                            params.addObject().put("param_name", name).put("example", words));
            return;
        }
        // By number, whatever their order in the text is.
        var numbered = example.putArray("body_text").addArray();
        var given = examples();
        var numbers = new ArrayList<>(given.keySet());
        numbers.sort(Comparator.comparingInt(Integer::parseInt));
        numbers.forEach(number -> numbered.add(given.getOrDefault(number, "")));
    }
}
