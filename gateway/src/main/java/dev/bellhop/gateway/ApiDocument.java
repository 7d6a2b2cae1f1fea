package dev.bellhop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.bellhop.web.Json;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The description of the API (OpenAPI 3.1). It is written by hand, in YAML, a file for each
/// subject; here they are put together, and what they leave unsaid is written out: objects are
/// closed and have all of their members, permissions become security requirements, and the answers
/// that many operations share are added to each.
final class ApiDocument {
    private static final List<String> SUBJECTS =
            List.of(
                    "status",
                    "conversations",
                    "channels",
                    "phones",
                    "templates",
                    "deliveries",
                    "outbox",
                    "settings",
                    "sites",
                    "rules",
                    "canned",
                    "people",
                    "privacy",
                    "reports",
                    "audit",
                    "keys",
                    "backups",
                    "events");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String ANSWERS = "x-answers";

    /// Aliases stand for a few members each; a file of ours has many.
    private static final int ALIASES_MAX = 1_000;

    private final ObjectNode whole;
    private final JsonNode answers;

    private ApiDocument() {
        this.whole = read("openapi");
        this.answers = whole.remove(ANSWERS);
    }

    /// The whole of it.
    static ObjectNode read() {
        var document = new ApiDocument();
        SUBJECTS.forEach(subject -> document.add(subject, read(subject)));
        document.complete();
        return document.whole;
    }

    private void add(String subject, JsonNode file) {
        merge(subject, whole.withObject("/paths"), file.path("paths"));
        merge(subject, whole.withObject("/webhooks"), file.path("webhooks"));
        merge(
                subject,
                whole.withObject("/components/schemas"),
                file.path("components").path("schemas"));
    }

    private static void merge(String subject, ObjectNode into, JsonNode from) {
        from.properties()
                .forEach(entry -> {
                    if (into.has(entry.getKey())) {
                        throw new IllegalStateException(
                                subject + ".yaml describes " + entry.getKey() + " once more");
                    }
                    into.set(entry.getKey(), entry.getValue());
                });
    }

    private void complete() {
        close(whole);
        for (var path : whole.path("paths").properties()) {
            var item = (ObjectNode) path.getValue();
            boolean tagged = item.remove("x-tagged") != null;
            for (var operation : item.properties()) {
                if (METHODS.contains(operation.getKey())) {
                    var it = (ObjectNode) operation.getValue();
                    complete(path.getKey(), item, it);
                    if (tagged) {
                        tag(operation.getKey(), it);
                    }
                    if (operation.getKey().equals("post")) {
                        repeat(it);
                    }
                }
            }
        }
    }

    private void complete(String path, JsonNode item, ObjectNode operation) {
        var responses = operation.withObject("/responses");
        var security = operation.putArray("security");
        if (operation.has("x-permission")) {
            share(responses, "guarded");
            security.addObject().putArray("token").add(operation.path("x-permission"));
        }
        if (path.contains("{")) {
            share(responses, "named");
        }
        if (isAsked(item) || isAsked(operation)) {
            share(responses, "asked");
        }
        if (operation.has("requestBody")) {
            share(responses, "taking");
        }
        share(responses, "any");
    }

    /// What can be set shows its state, and a change of it can say from which it was made.
    private void tag(String method, ObjectNode operation) {
        var responses = operation.withObject("/responses");
        switch (method) {
            case "get" -> {
                take(operation, "IfNoneMatch");
                share(responses, "tagged");
            }
            case "put", "patch", "delete" -> {
                take(operation, "IfMatch");
                share(responses, "compared");
            }
            default -> {
                return;
            }
        }
        if (responses.path("200") instanceof ObjectNode answer) {
            answer.withObject("/headers/ETag").put("$ref", "#/components/headers/ETag");
        }
    }

    /// What is posted can be sent again without being done again.
    private void repeat(ObjectNode operation) {
        take(operation, "IdempotencyKey");
        var responses = operation.withObject("/responses");
        responses
                .properties()
                .forEach(answer -> {
                    if (answer.getKey().startsWith("2")) {
                        ((ObjectNode) answer.getValue())
                                .withObject("/headers/Idempotent-Replayed")
                                .put("$ref", "#/components/headers/Replayed");
                    }
                });
        share(responses, "repeated");
    }

    private static void take(ObjectNode operation, String parameter) {
        operation
                .withArray("/parameters")
                .addObject()
                .put("$ref", "#/components/parameters/" + parameter);
    }

    private void share(ObjectNode responses, String kind) {
        answers.path(kind)
                .properties()
                .forEach(answer -> responses.putIfAbsent(answer.getKey(), answer.getValue()));
    }

    private boolean isAsked(JsonNode item) {
        return item.path("parameters")
                .valueStream()
                .map(it -> it.has("$ref") ? whole.at(it.path("$ref").asText().substring(1)) : it)
                .anyMatch(parameter -> parameter.path("in").asText().equals("query"));
    }

    /// Objects take the members that are listed and no others, and have all of them.
    private static void close(JsonNode node) {
        node.forEach(ApiDocument::close);
        if (node instanceof ObjectNode schema && isObject(schema) && schema.has("properties")) {
            if (!schema.has("required")) {
                var all = schema.putArray("required");
                schema.path("properties").fieldNames().forEachRemaining(all::add);
            }
            if (!schema.has("additionalProperties")) {
                schema.put("additionalProperties", false);
            }
        }
    }

    private static boolean isObject(JsonNode schema) {
        var type = schema.path("type");
        return type.asText().equals("object")
                || type.valueStream().anyMatch(it -> it.asText().equals("object"));
    }

    private static ObjectNode read(String name) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        try (InputStream in = ApiDocument.class.getResourceAsStream("/api/" + name + ".yaml")) {
            Object loaded =
                    new Yaml(new SafeConstructor(options))
                            .load(Objects.requireNonNull(in, name + ".yaml"));
            return (ObjectNode) node(loaded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What YAML's values are in JSON. An answer's status is a number there and a name here.
    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.instance;
            case Map<?, ?> map -> {
                var object = Json.object();
                map.forEach((key, member) -> put(object, String.valueOf(key), member));
                yield object;
            }
            case List<?> list -> {
                var array = Json.object().arrayNode();
                list.forEach(item -> array.add(node(item)));
                yield array;
            }
            case String text -> TextNode.valueOf(text);
            case Integer number -> IntNode.valueOf(number);
            case Double number -> DoubleNode.valueOf(number);
            case Boolean flag -> BooleanNode.valueOf(flag);
            default -> throw new IllegalStateException("quote " + value + " in the description");
        };
    }

    /// A member without a value is half of a sentence with a comma in it.
    private static void put(ObjectNode object, String name, @Nullable Object member) {
        if (member == null) {
            throw new IllegalStateException("quote what ends in “" + name + "”");
        }
        object.set(name, node(member));
    }
}
