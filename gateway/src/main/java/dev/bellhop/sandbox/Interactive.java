package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.HashSet;
import java.util.Set;

/// Reads interactive messages: reply buttons, lists, a button with an address.
final class Interactive {
    private static final int BODY_MAX = 1_024;
    private static final int SHORT_TEXT_MAX = 60;
    private static final int BUTTONS_MAX = 3;
    private static final int BUTTON_ID_MAX = 256;
    private static final int BUTTON_TITLE_MAX = 20;
    private static final int SECTIONS_MAX = 10;
    private static final int ROWS_MAX = 10;
    private static final int ROW_ID_MAX = 200;
    private static final int ROW_TITLE_MAX = 24;
    private static final int ROW_DESCRIPTION_MAX = 72;

    private Interactive() {}

    static Content read(JsonNode json) {
        var type = SendCheck.required(json, "type");
        var body = SendCheck.required(json.path("body"), "text");
        SendCheck.atMost(body, BODY_MAX, "interactive['body']['text']");
        limited(json.path("footer"), "text", SHORT_TEXT_MAX);
        limited(json.path("header"), "text", SHORT_TEXT_MAX);
        var action = json.path("action");
        switch (type) {
            case "button" -> buttons(action.path("buttons"));
            case "list" -> list(action);
            case "cta_url" -> link(action.path("parameters"));
            default ->
                    throw GraphError.of(
                            131009, "Interactive type '" + type + "' is not supported here.");
        }
        return Content.service("interactive", body, json);
    }

    private static void buttons(JsonNode buttons) {
        count(buttons, BUTTONS_MAX, "buttons");
        var ids = new HashSet<String>();
        var titles = new HashSet<String>();
        for (var button : buttons) {
            var reply = button.path("reply");
            unique(ids, SendCheck.atMost(SendCheck.required(reply, "id"), BUTTON_ID_MAX, "id"));
            unique(
                    titles,
                    SendCheck.atMost(
                            SendCheck.required(reply, "title"), BUTTON_TITLE_MAX, "title"));
        }
    }

    private static void list(JsonNode action) {
        SendCheck.atMost(SendCheck.required(action, "button"), BUTTON_TITLE_MAX, "button");
        var sections = action.path("sections");
        count(sections, SECTIONS_MAX, "sections");
        var ids = new HashSet<String>();
        for (var section : sections) {
            if (sections.size() > 1) {
                SendCheck.required(section, "title");
            }
            limited(section, "title", ROW_TITLE_MAX);
            for (var row : section.path("rows")) {
                unique(ids, SendCheck.atMost(SendCheck.required(row, "id"), ROW_ID_MAX, "id"));
                SendCheck.atMost(SendCheck.required(row, "title"), ROW_TITLE_MAX, "title");
                limited(row, "description", ROW_DESCRIPTION_MAX);
            }
        }
        if (ids.isEmpty() || ids.size() > ROWS_MAX) {
            throw GraphError.of(131009, "A list has 1 to " + ROWS_MAX + " rows in all sections.");
        }
    }

    private static void link(JsonNode parameters) {
        SendCheck.atMost(
                SendCheck.required(parameters, "display_text"), BUTTON_TITLE_MAX, "display_text");
        SendCheck.required(parameters, "url");
    }

    private static void count(JsonNode list, int most, String name) {
        if (!list.isArray() || list.isEmpty() || list.size() > most) {
            throw GraphError.of(131009, "There are 1 to " + most + " " + name + ".");
        }
    }

    private static void unique(Set<String> seen, String value) {
        if (!seen.add(value)) {
            throw GraphError.of(131009, "Duplicated value: " + value);
        }
    }

    private static void limited(JsonNode json, String member, int most) {
        Json.string(json, member).ifPresent(text -> SendCheck.atMost(text, most, member));
    }
}
