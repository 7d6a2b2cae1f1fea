package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A message template of the business account.
///
/// @param components as they were created
record Template(
        String id,
        String name,
        String language,
        String category,
        String status,
        boolean named,
        JsonNode components) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([a-z0-9_]+)\\s*}}");

    /// The text of the body, with its variables.
    String body() {
        for (var component : components) {
            if (component.path("type").asText().equalsIgnoreCase("BODY")) {
                return component.path("text").asText();
            }
        }
        return "";
    }

    /// The body's variables, in order.
    Set<String> variables() {
        var names = new LinkedHashSet<String>();
        var matcher = VARIABLE.matcher(body());
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    Template withStatus(String next) {
        return new Template(id, name, language, category, next, named, components);
    }

    /// What a change asks for, to be reviewed.
    Template edited(JsonNode json) {
        return new Template(
                id,
                name,
                language,
                json.path("category").asText(category).toUpperCase(Locale.ROOT),
                "PENDING",
                named,
                json.has("components") ? json.path("components") : components);
    }

    /// The format of the header, in capitals; `TEXT` where it has none or words.
    String headerFormat() {
        for (var component : components) {
            if (component.path("type").asText().equalsIgnoreCase("HEADER")) {
                return component.path("format").asText("TEXT").toUpperCase(Locale.ROOT);
            }
        }
        return "TEXT";
    }

    ObjectNode json() {
        var json = Json.object();
        json.put("name", name);
        json.put("parameter_format", named ? "NAMED" : "POSITIONAL");
        json.set("components", components);
        json.put("language", language);
        json.put("status", status);
        json.put("category", category);
        json.put("rejected_reason", "NONE");
        json.putObject("quality_score").put("score", "UNKNOWN");
        json.put("id", id);
        return json;
    }
}
