package dev.bellhop.repeat;

import dev.bellhop.web.Json;

import java.nio.charset.StandardCharsets;

/// An answer as it is kept, to be given again.
///
/// @param type of the content; empty where there is none
record KeptAnswer(int status, String type, byte[] body) {
    /// What is larger is not kept: whoever asks for it again can have it anew.
    static final int BYTES_MAX = 256 * 1024;

    boolean isLarge() {
        return body.length > BYTES_MAX;
    }

    /// All answers of the API are text.
    String text() {
        return Json.text(
                Json.object()
                        .put("status", status)
                        .put("type", type)
                        .put("body", new String(body, StandardCharsets.UTF_8)));
    }

    static KeptAnswer parse(String text) {
        var node = Json.parse(text);
        return new KeptAnswer(
                node.path("status").asInt(),
                node.path("type").asText(),
                node.path("body").asText().getBytes(StandardCharsets.UTF_8));
    }
}
