package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Our own form of messages that are more than words, as programs write it and as it is kept: one
/// member, `location`, `buttons`, `menu` or `template`. Meta's form is [OutgoingForm]'s.
///
/// Reading is lenient: what is missing is read as empty, and [OutgoingCheck] says that it is.
/// Invisible characters are left out, as everywhere.
public final class OutgoingJson {
    /// Longer than any label may be, so that the check says so instead of a silent cut.
    private static final int LABEL_MAX = 10_000;

    private OutgoingJson() {}

    /// Reads one.
    ///
    /// @throws IllegalArgumentException when it is none of them
    public static Outgoing read(JsonNode node) {
        if (node.path("location").isObject()) {
            return location(node.path("location"));
        }
        if (node.path("buttons").isObject()) {
            return buttons(node.path("buttons"));
        }
        if (node.path("menu").isObject()) {
            return menu(node.path("menu"));
        }
        if (node.path("template").isObject()) {
            return template(node.path("template"));
        }
        throw new IllegalArgumentException("no message that is more than words");
    }

    private static Outgoing location(JsonNode place) {
        return new Outgoing.Location(
                degrees(place, "latitude"),
                degrees(place, "longitude"),
                labelMaybe(place, "name"),
                labelMaybe(place, "address"));
    }

    private static double degrees(JsonNode place, String member) {
        var value = place.path(member);
        return value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    private static Outgoing buttons(JsonNode message) {
        return new Outgoing.Buttons(
                words(message),
                each(message.path("buttons")).stream()
                        .map(button -> new Outgoing.Button(id(button), label(button, "title")))
                        .toList(),
                labelMaybe(message, "footer"));
    }

    private static Outgoing menu(JsonNode message) {
        return new Outgoing.Menu(
                words(message),
                label(message, "button"),
                label(message, "section"),
                each(message.path("rows")).stream()
                        .map(row ->
                                new Outgoing.Row(
                                        id(row),
                                        label(row, "title"),
                                        labelMaybe(row, "description")))
                        .toList(),
                labelMaybe(message, "footer"));
    }

    /// What is chosen comes back by it; without one, the title does as well.
    private static String id(JsonNode choice) {
        return labelMaybe(choice, "id").orElseGet(() -> label(choice, "title"));
    }

    private static Outgoing template(JsonNode template) {
        return new Outgoing.Template(
                label(template, "name"),
                label(template, "language"),
                Optional.of(template.path("header"))
                        .filter(JsonNode::isObject)
                        .map(OutgoingJson::parameter),
                each(template.path("body")).stream().map(OutgoingJson::parameter).toList(),
                each(template.path("buttons")).stream()
                        .map(button ->
                                new Outgoing.ButtonParameter(
                                        button.path("index").asInt(),
                                        Outgoing.ButtonParameter.Type.valueOf(
                                                button.path("type").asText()),
                                        button.path("text").asText()))
                        .toList());
    }

    private static Outgoing.Parameter parameter(JsonNode node) {
        if (node.path("file").isTextual()) {
            return Outgoing.Parameter.File.coming(
                    Outgoing.Media.Kind.valueOf(node.path("file").textValue()));
        }
        if (node.path("place").isObject()) {
            return place(node.path("place"));
        }
        return new Outgoing.Parameter.Words(Json.string(node, "name"), node.path("text").asText());
    }

    /// A place for a template's header.
    public static Outgoing.Parameter.Place place(JsonNode place) {
        return new Outgoing.Parameter.Place(
                degrees(place, "latitude"),
                degrees(place, "longitude"),
                label(place, "name"),
                label(place, "address"));
    }

    private static List<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static String words(JsonNode message) {
        return Texts.words(message.path("text").asText());
    }

    private static String label(JsonNode node, String member) {
        return Texts.label(node.path(member).asText(), LABEL_MAX);
    }

    private static Optional<String> labelMaybe(JsonNode node, String member) {
        return Optional.of(label(node, member)).filter(text -> !text.isEmpty());
    }

    /// Writes one, so that reading it gives the same.
    ///
    /// @throws IllegalArgumentException for what is kept in other ways: words, files, reactions
    public static ObjectNode write(Outgoing message) {
        var node = Json.object();
        switch (message) {
            case Outgoing.Location place -> {
                var location =
                        node.putObject("location")
                                .put("latitude", place.latitude())
                                .put("longitude", place.longitude());
                put(location, "name", place.name());
                put(location, "address", place.address());
            }
            case Outgoing.Buttons buttons -> {
                var body = node.putObject("buttons").put("text", buttons.body());
                put(body, "footer", buttons.footer());
                var list = body.putArray("buttons");
                buttons.buttons()
                        .forEach(button ->
                                list.addObject()
                                        .put("id", button.id())
                                        .put("title", button.title()));
            }
            case Outgoing.Menu menu -> menu(node.putObject("menu"), menu);
            case Outgoing.Template template -> template(node.putObject("template"), template);
            case Outgoing.Text _, Outgoing.Media _, Outgoing.Reaction _ ->
                    throw new IllegalArgumentException("kept in another way");
        }
        return node;
    }

    private static void menu(ObjectNode node, Outgoing.Menu menu) {
        node.put("text", menu.body()).put("button", menu.button()).put("section", menu.section());
        put(node, "footer", menu.footer());
        var rows = node.putArray("rows");
        for (var row : menu.rows()) {
            var one = rows.addObject().put("id", row.id()).put("title", row.title());
            put(one, "description", row.description());
        }
    }

    private static void template(ObjectNode node, Outgoing.Template template) {
        node.put("name", template.name()).put("language", template.language());
        template.header().ifPresent(header -> parameter(node.putObject("header"), header));
        var body = node.putArray("body");
        template.body().forEach(parameter -> parameter(body.addObject(), parameter));
        var buttons = node.putArray("buttons");
        template.buttons()
                .forEach(button ->
                        buttons.addObject()
                                .put("index", button.index())
                                .put("type", button.type().name())
                                .put("text", button.text()));
    }

    private static void parameter(ObjectNode node, Outgoing.Parameter parameter) {
        switch (parameter) {
            case Outgoing.Parameter.Words(var name, var text) -> {
                put(node, "name", name);
                node.put("text", text);
            }
            // Meta's id of it is good for some weeks only, and for one number: which file it is,
            // the
            // message's enclosure says.
            case Outgoing.Parameter.File file -> node.put("file", file.kind().name());
            case Outgoing.Parameter.Place(var latitude, var longitude, var name, var address) ->
                    node.putObject("place")
                            .put("latitude", latitude)
                            .put("longitude", longitude)
                            .put("name", name)
                            .put("address", address);
        }
    }

    private static void put(ObjectNode node, String member, Optional<String> text) {
        text.ifPresent(it -> node.put(member, it));
    }
}
