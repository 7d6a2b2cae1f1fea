package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The account's templates, and the filling in of their bodies. There are three at first:
/// `hello_world`, `visitor_message` and `new_website_message`, the latter two with the named
/// variables `visitor` and `words`.
final class Templates {
    private static final int TEMPLATES_MAX = 250;
    private static final int FILLED_MAX = 1_024;
    private static final String APPROVED = "APPROVED";
    private static final List<String> EDITABLE = List.of(APPROVED, "REJECTED", "PAUSED");
    private static final String ALERT =
            "New message from {{visitor}} on the website: {{words}} You can answer here.";
    private static final Pattern NOT_IN_PARAMETERS = Pattern.compile("[\\n\\r\\t]| {5}");

    private final Dice dice;
    private final TemplateHeader header;
    private final List<Template> templates = new ArrayList<>();
    private final Set<String> editedToday = new HashSet<>();

    Templates(Dice dice, TemplateHeader header) {
        this.dice = dice;
        this.header = header;
        reset();
    }

    synchronized void reset() {
        templates.clear();
        editedToday.clear();
        add("hello_world", "Welcome! This is a test message.", false);
        add("visitor_message", ALERT, true);
        add("new_website_message", ALERT, true);
    }

    synchronized List<Template> all() {
        return List.copyOf(templates);
    }

    synchronized Optional<Template> find(String name, String language) {
        return templates.stream()
                .filter(t -> t.name().equals(name) && t.language().equals(language))
                .findFirst();
    }

    /// Creates a template; it waits for review.
    ///
    /// @throws GraphError when something is missing, or the name is taken in that language
    synchronized Template create(JsonNode json) {
        var name = Json.string(json, "name").orElse("");
        var language = Json.string(json, "language").orElse("");
        var category = Json.string(json, "category").orElse("").toUpperCase(Locale.ROOT);
        var components = json.path("components");
        if (!name.matches("[a-z0-9_]{1,512}")
                || !language.matches("[a-z]{2,3}(_[A-Za-z]{2,4})?")
                || !List.of("UTILITY", "MARKETING", "AUTHENTICATION").contains(category)
                || !components.isArray()) {
            throw GraphError.of(100, "A template needs name, language, category and components.");
        }
        if (find(name, language).isPresent()) {
            throw GraphError.of(
                    100, "There is already content in this language: " + language + ".");
        }
        if (templates.size() >= TEMPLATES_MAX) {
            throw GraphError.of(100, "The account has " + TEMPLATES_MAX + " templates already.");
        }
        var format = Json.string(json, "parameter_format").orElse("POSITIONAL");
        var template =
                new Template(
                        dice.objectId(),
                        name,
                        language,
                        category,
                        "PENDING",
                        format.equalsIgnoreCase("NAMED"),
                        components);
        templates.add(template);
        return template;
    }

    /// Changes what a template says, or its category; it waits for review again.
    ///
    /// @throws GraphError when it may not be changed now
    synchronized Template edit(String id, JsonNode json) {
        var template =
                templates.stream()
                        .filter(it -> it.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> GraphError.noSuchObject(id));
        if (!EDITABLE.contains(template.status())) {
            throw GraphError.of(
                    100, "A template that is " + template.status() + " can't be edited.");
        }
        boolean isApproved = template.status().equals(APPROVED);
        if (isApproved && json.has("category")) {
            throw GraphError.of(100, "The category of an approved template can't be changed.");
        }
        if (isApproved && !editedToday.add(id)) {
            throw GraphError.of(100, "An approved template can be edited once a day.");
        }
        if (json.has("components") && !json.path("components").isArray()) {
            throw GraphError.of(100, "components is a list.");
        }
        var edited = template.edited(json);
        templates.set(templates.indexOf(template), edited);
        return edited;
    }

    /// Ends the review of a template; empty when it is gone.
    synchronized Optional<Template> approve(String id) {
        return change(template -> template.id().equals(id), APPROVED);
    }

    /// Gives a template another status; empty when there is none of that name.
    synchronized Optional<Template> change(String name, String language, String status) {
        return change(t -> t.name().equals(name) && t.language().equals(language), status);
    }

    private Optional<Template> change(Predicate<Template> which, String status) {
        for (int i = 0; i < templates.size(); i++) {
            if (which.test(templates.get(i))) {
                templates.set(i, templates.get(i).withStatus(status));
                return Optional.of(templates.get(i));
            }
        }
        return Optional.empty();
    }

    /// Removes a template in all languages, or the one of an id.
    synchronized boolean remove(String name, Optional<String> id) {
        return templates.removeIf(template ->
                template.name().equals(name) && (id.isEmpty() || template.id().equals(id.get())));
    }

    /// The template of a send, filled in.
    ///
    /// @throws GraphError as Meta refuses it: 132001, 132015, 132016, 132000, 132012, 132018,
    ///   132005
    Content fill(JsonNode json) {
        var name = Json.string(json, "name").orElse("");
        var language = Json.string(json.path("language"), "code").orElse("");
        if (name.isEmpty() || language.isEmpty()) {
            throw GraphError.of(131008, "template['name'] and template['language'] are required.");
        }
        var template =
                find(name, language)
                        .orElseThrow(() ->
                                GraphError.of(
                                        132001,
                                        "template name ("
                                                + name
                                                + ") does not exist in "
                                                + language));
        requireApproved(template);
        header.check(template, json.path("components"));
        var filled = template.body();
        var values = values(template, json.path("components"));
        for (var variable : template.variables()) {
            filled = filled.replace("{{" + variable + "}}", values.getOrDefault(variable, ""));
        }
        if (filled.codePointCount(0, filled.length()) > FILLED_MAX) {
            throw GraphError.of(132005, "The filled-in body is longer than 1,024 characters.");
        }
        return new Content("template", filled, json, template.category().toLowerCase(Locale.ROOT));
    }

    private static void requireApproved(Template template) {
        switch (template.status()) {
            case APPROVED -> {}
            case "PAUSED" -> throw GraphError.of(132015, "The template is paused.");
            case "DISABLED" -> throw GraphError.of(132016, "The template is disabled.");
            default ->
                    throw GraphError.of(
                            132001,
                            "template name (" + template.name() + ") is " + template.status());
        }
    }

    private static Map<String, String> values(Template template, JsonNode components) {
        var values = new HashMap<String, String>();
        for (var component : components) {
            if (!component.path("type").asText().equalsIgnoreCase("body")) {
                continue;
            }
            int position = 0;
            for (var parameter : component.path("parameters")) {
                position++;
                var text = parameter.path("text").asText("");
                if (NOT_IN_PARAMETERS.matcher(text).find()) {
                    throw GraphError.of(
                            132018,
                            "Param text cannot have new-line/tab characters"
                                    + " or more than 4 consecutive spaces");
                }
                var key =
                        template.named()
                                ? parameter.path("parameter_name").asText("")
                                : Integer.toString(position);
                if (key.isEmpty() || text.isEmpty()) {
                    throw GraphError.of(132012, "A parameter lacks its name or its text.");
                }
                values.put(key, text);
            }
        }
        if (!values.keySet().equals(template.variables())) {
            throw GraphError.of(
                    132000,
                    "body: number of localizable_params ("
                            + values.size()
                            + ") does not match the expected number of params ("
                            + template.variables().size()
                            + ")");
        }
        return values;
    }

    private void add(String name, String body, boolean named) {
        var json = Json.object();
        json.put("name", name).put("language", "en_US").put("category", "UTILITY");
        json.put("parameter_format", named ? "NAMED" : "POSITIONAL");
        json.putArray("components").addObject().put("type", "BODY").put("text", body);
        approve(create(json).id());
    }
}
