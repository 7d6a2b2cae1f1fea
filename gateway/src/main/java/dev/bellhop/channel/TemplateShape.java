package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a template looks like and which words it waits for. Variables go by name: those of the body
/// by their own (`1`, `2` … where they are only numbered), the header's as `header`, that of a
/// button's address as `button_0` by its place.
///
/// @param named whether Meta wants the names of the variables with their words
/// @param headerFile `IMAGE`, `VIDEO`, `DOCUMENT` or `LOCATION`, when the header is none of words
record TemplateShape(
        boolean named,
        Optional<String> headerFile,
        Optional<String> header,
        String body,
        Optional<String> footer,
        List<Button> buttons) {
    static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]+)\\s*}}");
    static final String HEADER = "header";
    static final int BODY_MAX = 1_024;

    /// A button.
    ///
    /// @param type such as `QUICK_REPLY` or `URL`
    /// @param url where it leads, if it leads anywhere
    record Button(String type, String text, Optional<String> url) {
        boolean waits() {
            return url.filter(address -> VARIABLE.matcher(address).find()).isPresent();
        }
    }

    TemplateShape {
        buttons = List.copyOf(buttons);
    }

    static TemplateShape of(JsonNode components, boolean named) {
        var buttons = new ArrayList<Button>();
        for (JsonNode button : component(components, "BUTTONS").path("buttons")) {
            buttons.add(
                    new Button(
                            button.path("type").asText(),
                            button.path("text").asText(),
                            Json.string(button, "url")));
        }
        var head = component(components, "HEADER");
        var format = Json.string(head, "format").orElse("TEXT");
        return new TemplateShape(
                named,
                Optional.of(format).filter(f -> !head.isMissingNode() && !f.equals("TEXT")),
                Json.string(head, "text"),
                component(components, "BODY").path("text").asText(),
                Json.string(component(components, "FOOTER"), "text"),
                buttons);
    }

    private static JsonNode component(JsonNode components, String type) {
        for (JsonNode component : components) {
            if (component.path("type").asText().equalsIgnoreCase(type)) {
                return component;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /// The variables of a text, each once, in their order.
    static List<String> variables(String text) {
        var names = new LinkedHashSet<String>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return List.copyOf(names);
    }

    List<String> bodyVariables() {
        return variables(body);
    }

    boolean headerWaits() {
        return header.filter(text -> !variables(text).isEmpty()).isPresent();
    }

    /// Every name that needs words.
    List<String> parameters() {
        var names = new ArrayList<String>();
        if (headerWaits()) {
            names.add(HEADER);
        }
        names.addAll(bodyVariables());
        for (int i = 0; i < buttons.size(); i++) {
            if (buttons.get(i).waits()) {
                names.add(button(i));
            }
        }
        return names;
    }

    static String button(int index) {
        return "button_" + index;
    }

    /// The body with these words; a variable without any stays as it is.
    String bodyWith(Map<String, String> values) {
        return filled(body, values);
    }

    Optional<String> headerWith(Map<String, String> values) {
        return header.map(text ->
                VARIABLE.matcher(text)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(
                                        values.getOrDefault(HEADER, match.group()))));
    }

    Optional<String> urlWith(int index, Map<String, String> values) {
        return buttons.get(index)
                .url()
                .map(text ->
                        VARIABLE.matcher(text)
                                .replaceAll(match ->
                                        Matcher.quoteReplacement(
                                                values.getOrDefault(
                                                        button(index), match.group()))));
    }

    private static String filled(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(
                                values.getOrDefault(match.group(1), match.group())));
    }
}
