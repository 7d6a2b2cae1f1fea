package dev.bellhop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.privacy.Privacy;

import java.util.Set;

/// Takes out of a notification what is not to be kept of people's words, before it is stored.
record Discretion(Privacy privacy) {
    /// The members in which Meta brings what somebody wrote: of texts, and under files.
    private static final Set<String> WORDS = Set.of("body", "caption");

    /// Changes the notification where it must.
    ///
    /// @return whether it is not as Meta sent it any more
    boolean apply(JsonNode notification) {
        return privacy.choices().hideCards() && hide(notification);
    }

    private boolean hide(JsonNode node) {
        boolean changed = false;
        if (node instanceof ObjectNode object) {
            for (var member : object.properties()) {
                var value = member.getValue();
                if (value.isTextual() && WORDS.contains(member.getKey())) {
                    var kept = privacy.discreet(value.textValue());
                    if (!kept.equals(value.textValue())) {
                        member.setValue(object.textNode(kept));
                        changed = true;
                    }
                } else {
                    changed |= hide(value);
                }
            }
        } else {
            for (JsonNode item : node) {
                changed |= hide(item);
            }
        }
        return changed;
    }
}
