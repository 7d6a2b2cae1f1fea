package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

/// Puts into notifications what nobody knows yet, as Meta does without a word before: an unknown
/// member, an unknown field, a message of an unknown type. What was in them stays.
enum Strange {
    MEMBER,
    FIELD,
    TYPE;

    /// The notification with something strange in it.
    ///
    /// @param wamid for a message of an unknown type
    JsonNode into(JsonNode notification, String wamid) {
        var strange = notification.deepCopy();
        if (strange.at("/entry/0/changes") instanceof ArrayNode changes) {
            switch (this) {
                case MEMBER -> ((ObjectNode) changes.get(0)).putObject("internal_1p_only_data");
                case FIELD ->
                        changes.addObject()
                                .put("field", "hologram_update")
                                .putObject("value")
                                .put("event", "HOLOGRAM");
                case TYPE -> add(changes, wamid);
            }
        }
        return strange;
    }

    /// Somebody who wrote sends a hologram as well; from whoever wrote nothing comes a member.
    private static void add(ArrayNode changes, String wamid) {
        if (!(changes.at("/0/value/messages") instanceof ArrayNode messages)
                || messages.isEmpty()) {
            ((ObjectNode) changes.path(0).path("value")).set("user_actions", Json.object());
            return;
        }
        var first = messages.get(0);
        var message = messages.addObject();
        for (var member : new String[] {"from", "from_user_id", "timestamp"}) {
            if (first.has(member)) {
                message.set(member, first.path(member));
            }
        }
        message.put("id", wamid).put("type", "hologram").putObject("hologram").put("depth", 3);
    }
}
