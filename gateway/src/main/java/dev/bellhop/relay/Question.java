package dev.bellhop.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outgoing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Bellhop itself says to a phone, as a job keeps it: a text, or a text with rows to choose
/// from.
record Question(String text, List<Outgoing.Row> rows) {
    private static final String BUTTON = "Choose a chat";
    private static final String SECTION = "Open chats";

    Question(String text) {
        this(text, List.of());
    }

    /// The job's payload.
    ///
    /// @param quote the message that this answers
    ObjectNode payload(long phoneId, String quote) {
        var payload = Json.object().put("phone", phoneId).put("text", text).put("quote", quote);
        if (!rows.isEmpty()) {
            var array = payload.putArray("rows");
            for (var row : rows) {
                array.addObject()
                        .put("id", row.id())
                        .put("title", row.title())
                        .put("description", row.description().orElse(null));
            }
        }
        return payload;
    }

    /// What a payload sends.
    static Outgoing read(JsonNode payload) {
        var text = payload.path("text").asText();
        var rows = new ArrayList<Outgoing.Row>();
        for (var row : payload.path("rows")) {
            rows.add(
                    new Outgoing.Row(
                            row.path("id").asText(),
                            row.path("title").asText(),
                            Json.string(row, "description")));
        }
        return rows.isEmpty()
                ? new Outgoing.Text(text, false)
                : new Outgoing.Menu(text, BUTTON, SECTION, rows, Optional.empty());
    }
}
