package dev.bellhop.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.LinkedHashSet;

/// What a change of settings was, as an entry's detail tells it: of each member that is another
/// now, from what to what.
public final class Changes {
    private Changes() {}

    /// Compares; a member that one of them lacks is `null` there.
    public static ObjectNode between(ObjectNode before, ObjectNode after) {
        var names = new LinkedHashSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        var changes = Json.object();
        for (String name : names) {
            if (!before.path(name).equals(after.path(name))) {
                var change = changes.putObject(name);
                change.set("from", before.get(name));
                change.set("to", after.get(name));
            }
        }
        return changes;
    }
}
