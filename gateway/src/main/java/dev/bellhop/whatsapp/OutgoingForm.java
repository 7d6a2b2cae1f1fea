package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.Locale;

/// How an outgoing message reads on the wire.
///
/// Source: Meta's OpenAPI description of the Business Messaging API, and its pages on each kind.
final class OutgoingForm {
    private OutgoingForm() {}

    /// Writes `type` and the member of that name.
    static void putInto(ObjectNode body, Outgoing message) {
        switch (message) {
            case Outgoing.Text(var text, var preview) ->
                    typed(body, "text").put("body", text).put("preview_url", preview);
            case Outgoing.Reaction(var wamid, var emoji) ->
                    typed(body, "reaction").put("message_id", wamid).put("emoji", emoji);
            case Outgoing.Media media -> media(body, media);
            case Outgoing.Location place -> location(body, place);
            case Outgoing.Buttons buttons -> buttons(body, buttons);
            case Outgoing.Menu menu -> menu(body, menu);
            case Outgoing.Template template -> template(body, template);
        }
    }

    private static ObjectNode typed(ObjectNode body, String type) {
        return body.put("type", type).putObject(type);
    }

    private static void media(ObjectNode body, Outgoing.Media media) {
        var file = typed(body, media.kind().wireName()).put("id", media.mediaId());
        media.caption().ifPresent(caption -> file.put("caption", caption));
        media.filename().ifPresent(name -> file.put("filename", name));
        if (media.voice()) {
            file.put("voice", true);
        }
    }

    private static void location(ObjectNode body, Outgoing.Location place) {
        var location =
                typed(body, "location")
                        .put("latitude", place.latitude())
                        .put("longitude", place.longitude());
        place.name().ifPresent(name -> location.put("name", name));
        place.address().ifPresent(address -> location.put("address", address));
    }

    private static void buttons(ObjectNode body, Outgoing.Buttons message) {
        var interactive = interactive(body, "button", message.body());
        message.footer().ifPresent(text -> interactive.putObject("footer").put("text", text));
        var buttons = interactive.putObject("action").putArray("buttons");
        for (var button : message.buttons()) {
            buttons.addObject()
                    .put("type", "reply")
                    .putObject("reply")
                    .put("id", button.id())
                    .put("title", button.title());
        }
    }

    private static void menu(ObjectNode body, Outgoing.Menu message) {
        var interactive = interactive(body, "list", message.body());
        message.footer().ifPresent(text -> interactive.putObject("footer").put("text", text));
        var action = interactive.putObject("action").put("button", message.button());
        var section = action.putArray("sections").addObject().put("title", message.section());
        var rows = section.putArray("rows");
        for (var row : message.rows()) {
            var node = rows.addObject().put("id", row.id()).put("title", row.title());
            row.description().ifPresent(text -> node.put("description", text));
        }
    }

    private static ObjectNode interactive(ObjectNode body, String type, String text) {
        var interactive = typed(body, "interactive").put("type", type);
        interactive.putObject("body").put("text", text);
        return interactive;
    }

    private static void template(ObjectNode body, Outgoing.Template message) {
        var template = typed(body, "template").put("name", message.name());
        template.putObject("language").put("code", message.language());
        boolean bare =
                message.header().isEmpty()
                        && message.body().isEmpty()
                        && message.buttons().isEmpty();
        if (bare) {
            return;
        }
        var components = template.putArray("components");
        message.header()
                .ifPresent(parameter ->
                        parameter(
                                components
                                        .addObject()
                                        .put("type", "header")
                                        .putArray("parameters")
                                        .addObject(),
                                parameter));
        if (!message.body().isEmpty()) {
            var parameters = components.addObject().put("type", "body").putArray("parameters");
            message.body().forEach(parameter -> parameter(parameters.addObject(), parameter));
        }
        for (var button : message.buttons()) {
            var quick = button.type() == Outgoing.ButtonParameter.Type.QUICK_REPLY;
            components
                    .addObject()
                    .put("type", "button")
                    .put("sub_type", button.type().name().toLowerCase(Locale.ROOT))
                    .put("index", Integer.toString(button.index()))
                    .putArray("parameters")
                    .addObject()
                    .put("type", quick ? "payload" : "text")
                    .put(quick ? "payload" : "text", button.text());
        }
    }

    private static void parameter(ObjectNode node, Outgoing.Parameter parameter) {
        switch (parameter) {
            case Outgoing.Parameter.Words(var name, var text) -> {
                node.put("type", "text");
                name.ifPresent(variable -> node.put("parameter_name", variable));
                node.put("text", text);
            }
            case Outgoing.Parameter.File(var kind, var mediaId, var filename) -> {
                var file = node.put("type", kind.wireName()).putObject(kind.wireName());
                file.put("id", mediaId);
                filename.ifPresent(name -> file.put("filename", name));
            }
            case Outgoing.Parameter.Place(var latitude, var longitude, var name, var address) ->
                    node.put("type", "location")
                            .putObject("location")
                            .put("latitude", Double.toString(latitude))
                            .put("longitude", Double.toString(longitude))
                            .put("name", name)
                            .put("address", address);
        }
    }

    /// The part that every call to `/messages` has.
    static ObjectNode envelope() {
        return Json.object().put("messaging_product", "whatsapp");
    }
}
