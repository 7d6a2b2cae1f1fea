package dev.bellhop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.privacy.Privacy;
import dev.bellhop.web.Json;

import java.util.Map;
import java.util.Set;

/// Takes out of a notification what is not to be kept of people's words, before it is stored.
///
/// The copy of what an inbox phone wrote is changed, too: by its number alone the door does not
/// know it from a customer. Its message is whole, unless the gateway stops between the two.
record Discretion(Privacy privacy) {
    /// The members in which Meta brings what somebody wrote or filled in: of texts, under files and
    /// as their names, with orders, in forms.
    private static final Set<String> WORDS =
            Set.of("body", "caption", "filename", "text", "response_json");

    private static final byte[] NOTHING = {'{', '}'};

    /// What the business wrote itself, in its own app.
    private static final String ECHOES = "message_echoes";

    /// What may be stored of a notification: its own bytes, unless something in it must be hidden.
    /// In a missing one, which was too long to be read, nothing can be told from anything else, so
    /// that nothing is kept of it but that it came.
    byte[] kept(JsonNode notification, byte[] body) {
        if (!privacy.choices().hideCards()) {
            return body;
        }
        if (notification.isMissingNode()) {
            return NOTHING.clone();
        }
        JsonNode copy = notification.deepCopy();
        return hide(copy) ? Json.bytes(copy) : body;
    }

    private boolean hide(JsonNode node) {
        boolean changed = false;
        if (node instanceof ObjectNode object) {
            for (var member : object.properties()) {
                changed |= hide(object, member);
            }
        } else {
            for (JsonNode item : node) {
                changed |= hide(item);
            }
        }
        return changed;
    }

    private boolean hide(ObjectNode object, Map.Entry<String, JsonNode> member) {
        var value = member.getValue();
        if (!value.isTextual()) {
            return !member.getKey().equals(ECHOES) && hide(value);
        }
        var kept =
                WORDS.contains(member.getKey())
                        ? privacy.discreet(value.textValue())
                        : value.textValue();
        if (kept.equals(value.textValue())) {
            return false;
        }
        member.setValue(object.textNode(kept));
        return true;
    }
}
