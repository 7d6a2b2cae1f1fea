package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/// What a message says.
///
/// @param type Meta's name of the kind
/// @param text what a person reads: the body, the caption, the filled-in template, the emoji
/// @param payload the member that is named like the type, as it came
/// @param category what Meta bills it as: `service`, or the template's category
record Content(String type, String text, JsonNode payload, String category) {
    static final String SERVICE = "service";

    static Content service(String type, String text, JsonNode payload) {
        return new Content(type, text, payload, SERVICE);
    }

    boolean isTemplate() {
        return type.equals("template");
    }
}
