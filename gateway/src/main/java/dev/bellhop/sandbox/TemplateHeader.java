package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.bellhop.web.Json;

import java.util.Locale;

/// Reads what a send puts into a template's header as strictly as Meta does: a file of the kind
/// that was approved, a place with all that belongs to it, or nothing.
final class TemplateHeader {
    private final Media media;

    TemplateHeader(Media media) {
        this.media = media;
    }

    /// @throws GraphError 132012 for another kind, 132000 when it is missing, 131009 for a file
    ///   that is not there
    void check(Template template, JsonNode components) {
        var wanted = template.headerFormat().toLowerCase(Locale.ROOT);
        var parameter = parameter(components);
        if (wanted.equals("text")) {
            if (!parameter.isMissingNode() && !parameter.path("type").asText().equals("text")) {
                throw GraphError.of(132012, "header: the template has no place for a file.");
            }
            return;
        }
        if (parameter.isMissingNode()) {
            throw GraphError.of(
                    132000, "header: number of localizable_params (0) does not match (1)");
        }
        if (!parameter.path("type").asText().equals(wanted)) {
            throw GraphError.of(
                    132012,
                    "header: Format mismatch, expected "
                            + wanted.toUpperCase(Locale.ROOT)
                            + ", received "
                            + parameter.path("type").asText().toUpperCase(Locale.ROOT));
        }
        var content = parameter.path(wanted);
        if (wanted.equals("location")) {
            for (var member : new String[] {"latitude", "longitude", "name", "address"}) {
                if (content.path(member).asText().isBlank()) {
                    throw GraphError.of(131008, "The parameter " + member + " is required.");
                }
            }
            return;
        }
        var id = Json.string(content, "id");
        if (id.isPresent() == content.hasNonNull("link")) {
            throw GraphError.of(132012, "Exactly one of id and link is needed.");
        }
        if (id.filter(it -> !media.has(it)).isPresent()) {
            throw GraphError.of(131009, "Media with id " + id.get() + " does not exist.");
        }
    }

    private static JsonNode parameter(JsonNode components) {
        for (var component : components) {
            if (component.path("type").asText().equalsIgnoreCase("header")) {
                return component.path("parameters").path(0);
            }
        }
        return MissingNode.getInstance();
    }
}
