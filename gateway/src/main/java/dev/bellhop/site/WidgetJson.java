package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A widget as JSON: in its row, in the API and, with more beside it, to the widget itself.
public final class WidgetJson {
    private WidgetJson() {}

    public static ObjectNode of(Widget widget) {
        var node = Json.object().put("initials", widget.initials()).put("theme", widget.theme());
        node.putObject("greeting")
                .put("title", widget.greeting().title())
                .put("text", widget.greeting().text());
        put(node, "suggestions", widget.suggestions());
        var prechat = node.putObject("prechat").put("mode", widget.prechat().mode());
        put(prechat, "fields", widget.prechat().fields());
        put(prechat, "required", widget.prechat().required());
        node.put("whatsapp", widget.whatsapp())
                .put("sound", widget.sound())
                .put("privacy_url", widget.privacyUrl().orElse(null));
        put(node, "languages", widget.languages());
        node.set("appearance", appearance(widget.appearance()));
        return node;
    }

    private static ObjectNode appearance(Widget.Appearance appearance) {
        var accent = appearance.accent();
        return Json.object()
                .put("accent", accent.map(Colour::toString).orElse(null))
                .put("ink", accent.map(Colour::ink).map(Colour::toString).orElse(null))
                .put("position", appearance.position())
                .put("offset_x", appearance.offsetX())
                .put("offset_y", appearance.offsetY())
                .put("launcher", appearance.launcher());
    }

    private static void put(ObjectNode node, String member, List<String> texts) {
        texts.forEach(node.putArray(member)::add);
    }

    /// Reads what was written here; what is missing is as usual.
    static Widget stored(JsonNode node) {
        var prechat = node.path("prechat");
        var place = node.path("appearance");
        var usual = Widget.Appearance.USUAL;
        return new Widget(
                node.path("initials").asText(""),
                node.path("theme").asText("auto"),
                new Widget.Greeting(
                        node.path("greeting").path("title").asText(""),
                        node.path("greeting").path("text").asText("")),
                strings(node.path("suggestions")),
                new Widget.Prechat(
                        prechat.path("mode").asText("off"),
                        strings(prechat.path("fields")),
                        strings(prechat.path("required"))),
                node.path("whatsapp").asBoolean(true),
                node.path("sound").asBoolean(true),
                Json.string(node, "privacy_url"),
                strings(node.path("languages")),
                new Widget.Appearance(
                        Json.string(place, "accent").flatMap(Colour::read),
                        place.path("position").asText(usual.position()),
                        place.path("offset_x").asInt(usual.offsetX()),
                        place.path("offset_y").asInt(usual.offsetY()),
                        place.path("launcher").asText(usual.launcher())));
    }

    static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }

    /// What may be absent as a node.
    static Optional<JsonNode> member(JsonNode node, String member) {
        return Optional.ofNullable(node.get(member)).filter(it -> !it.isNull());
    }
}
