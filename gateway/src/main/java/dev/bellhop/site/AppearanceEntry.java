package dev.bellhop.site;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/// A site's looks as somebody fills them in. The rules are those of the API; here they are asked
/// field by field, so that each reason stands beside what it is about.
///
/// @param values by field; lists are lines, what is ticked is `on`
record AppearanceEntry(Map<String, String> values) {
    /// Fields that are a line of text each, with what they are called.
    private static final Map<String, String> NAMES = names();

    /// The id of the number that relays what visitors write; empty for none.
    static final String CHANNEL = "channel_id";

    private static final List<String> ASKED = List.of("name", "email", "phone");

    AppearanceEntry {
        values = Map.copyOf(values);
    }

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("name", "Name");
        names.put(CHANNEL, "WhatsApp number");
        names.put("initials", "Initials");
        names.put("title", "Greeting");
        names.put("text", "Below it");
        names.put("suggestions", "Suggested questions");
        names.put("accent", "Colour");
        names.put("theme", "Theme");
        names.put("position", "Corner");
        names.put("launcher", "Button");
        names.put("offset_x", "Pixels from the side");
        names.put("offset_y", "Pixels from below");
        names.put("prechat", "A form before the first message");
        names.put("ask_name", "Asks for a name");
        names.put("ask_email", "Asks for an email");
        names.put("ask_phone", "Asks for a phone");
        names.put("whatsapp", "Offers WhatsApp");
        names.put("sound", "Sound");
        names.put("privacy_url", "Privacy notice");
        names.put("languages", "Languages");
        names.put("origins", "Pages that may show it");
        return names;
    }

    /// What a field is called.
    static String title(String field) {
        return NAMES.getOrDefault(field, field);
    }

    /// What a form brings: a field that is missing was not ticked, or is empty.
    static AppearanceEntry read(Map<String, String> fields) {
        var values = new HashMap<String, String>();
        NAMES.keySet()
                .forEach(name ->
                        values.put(
                                name, fields.getOrDefault(name, "").replace("\r\n", "\n").strip()));
        return new AppearanceEntry(values);
    }

    /// A site as it is, to be changed.
    static AppearanceEntry of(Site site) {
        var widget = site.widget();
        var look = widget.appearance();
        var values = new HashMap<String, String>();
        values.put("name", site.name());
        values.put(CHANNEL, SiteEntry.channel(site));
        values.put("initials", widget.initials());
        values.put("title", widget.greeting().title());
        values.put("text", widget.greeting().text());
        values.put("suggestions", String.join("\n", widget.suggestions()));
        values.put("accent", look.accent().map(Colour::toString).orElse(""));
        values.put("theme", widget.theme());
        values.put("position", look.position());
        values.put("launcher", look.launcher());
        values.put("offset_x", Integer.toString(look.offsetX()));
        values.put("offset_y", Integer.toString(look.offsetY()));
        values.put("prechat", widget.prechat().mode());
        for (String asked : ASKED) {
            boolean asks = widget.prechat().fields().contains(asked);
            boolean needs = widget.prechat().required().contains(asked);
            values.put("ask_" + asked, needs ? "must" : asks ? "ask" : "no");
        }
        values.put("whatsapp", widget.whatsapp() ? "on" : "");
        values.put("sound", widget.sound() ? "on" : "");
        values.put("privacy_url", widget.privacyUrl().orElse(""));
        values.put("languages", String.join(", ", widget.languages()));
        values.put("origins", String.join("\n", site.origins()));
        return new AppearanceEntry(values);
    }

    /// What stands in another one and differs, by what it is called.
    Map<String, String> differing(AppearanceEntry other) {
        var differing = new LinkedHashMap<String, String>();
        NAMES.forEach((field, name) -> {
            if (!value(field).equals(other.value(field))) {
                differing.put(name, other.value(field).isEmpty() ? "nothing" : other.value(field));
            }
        });
        return differing;
    }

    /// The site with all of it that is good, and what is wrong with the rest, by field.
    record Outcome(Site site, Map<String, String> problems) {}

    /// What it comes to on a site.
    ///
    /// @param channels whether there is a channel of this id
    Outcome outcome(Site now, LongPredicate channels) {
        var problems = new LinkedHashMap<String, String>();
        var entered = new SiteEntry(value("name"), value(CHANNEL), value("origins"));
        var site = entered.outcome(now, channels, problems);
        for (var field : List.of("initials", "theme")) {
            site = dressed(site, field, body(field, value(field)), problems);
        }
        for (var field : List.of("title", "text")) {
            site = dressed(site, field, within("greeting", field), problems);
        }
        for (var field : List.of("position", "launcher")) {
            site = dressed(site, field, within("appearance", field), problems);
        }
        for (var field : List.of("offset_x", "offset_y")) {
            site = dressed(site, field, number(field), problems);
        }
        site = dressed(site, "accent", accent(), problems);
        site = dressed(site, "suggestions", lines("suggestions", "\n"), problems);
        site = dressed(site, "languages", lines("languages", "[,\\s]+"), problems);
        site = dressed(site, "privacy_url", orNull("privacy_url"), problems);
        site = dressed(site, "prechat", prechat(), problems);
        site =
                dressed(
                        site,
                        "whatsapp",
                        Json.object()
                                .put("whatsapp", value("whatsapp").equals("on"))
                                .put("sound", value("sound").equals("on")),
                        problems);
        return new Outcome(site, problems);
    }

    private static Site dressed(
            Site site, String field, ObjectNode body, Map<String, String> problems) {
        return attempt(site, field, it -> it.with(WidgetForm.changed(it.widget(), body)), problems);
    }

    /// The site with a change, or as it was with the reason beside its field.
    static Site attempt(
            Site site, String field, UnaryOperator<Site> change, Map<String, String> problems) {
        try {
            return change.apply(site);
        } catch (Refusal refusal) {
            if (refusal.code() != Code.INVALID) {
                throw refusal;
            }
            problems.put(
                    field,
                    refusal.detail()
                            .replaceFirst(
                                    "^(title|text|" + field + ") (is|are|has|have) ", "This $2 ")
                            .replaceFirst("^This are ", "These are ")
                            .replace(", or null.", ", or empty."));
            return site;
        }
    }

    private String value(String field) {
        return values.getOrDefault(field, "");
    }

    private static ObjectNode body(String member, String text) {
        return Json.object().put(member, text);
    }

    private ObjectNode within(String object, String field) {
        var body = Json.object();
        body.putObject(object).put(field, value(field));
        return body;
    }

    /// What is no number goes as the text that it is, and is refused.
    private ObjectNode number(String field) {
        var body = Json.object();
        var inner = body.putObject("appearance");
        if (value(field).matches("[0-9]{1,6}")) {
            inner.put(field, Integer.parseInt(value(field)));
        } else {
            inner.put(field, value(field));
        }
        return body;
    }

    private ObjectNode accent() {
        var body = Json.object();
        body.putObject("appearance")
                .put("accent", value("accent").isEmpty() ? null : value("accent"));
        return body;
    }

    private ObjectNode orNull(String field) {
        return Json.object().put(field, value(field).isEmpty() ? null : value(field));
    }

    private ObjectNode lines(String field, String separator) {
        return lines(field, value(field), separator);
    }

    static ObjectNode lines(String field, String text, String separator) {
        var body = Json.object();
        var array = body.putArray(field);
        for (String line : text.split(separator, -1)) {
            if (!line.isBlank()) {
                array.add(line.strip());
            }
        }
        return body;
    }

    private ObjectNode prechat() {
        var fields = new ArrayList<String>();
        var required = new ArrayList<String>();
        for (String asked : ASKED) {
            switch (value("ask_" + asked)) {
                case "ask" -> fields.add(asked);
                case "must" -> {
                    fields.add(asked);
                    required.add(asked);
                }
                default -> {}
            }
        }
        var body = Json.object();
        var prechat = body.putObject("prechat").put("mode", value("prechat"));
        fields.forEach(prechat.putArray("fields")::add);
        required.forEach(prechat.putArray("required")::add);
        return body;
    }
}
