package dev.bellhop.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Conditions and actions as JSON, the same on the wire and in the table. What is left out is no
/// condition, and no action.
final class RuleJson {
    private static final Set<String> WHEN =
            Set.of(
                    "keywords",
                    "pages",
                    "referrers",
                    "campaigns",
                    "languages",
                    "channels",
                    "hours",
                    "returning",
                    "label");
    private static final Set<String> THEN = Set.of("team", "agent", "label", "priority", "canned");

    private RuleJson() {}

    static ObjectNode of(When when) {
        var json = Json.object();
        put(json, "keywords", when.keywords());
        put(json, "pages", when.pages());
        put(json, "referrers", when.referrers());
        put(json, "campaigns", when.campaigns());
        put(json, "languages", when.languages());
        put(json, "channels", when.ways().stream().map(Way::wireName).toList());
        when.open().ifPresent(open -> json.put("hours", open ? "open" : "closed"));
        when.returning().ifPresent(it -> json.put("returning", it));
        put(json, "label", when.label());
        return json;
    }

    static ObjectNode of(Then then) {
        var json = Json.object();
        put(json, "team", then.team());
        put(json, "agent", then.agent());
        put(json, "label", then.label());
        then.priority().ifPresent(it -> json.put("priority", it));
        put(json, "canned", then.canned());
        return json;
    }

    private static void put(ObjectNode json, String member, List<String> texts) {
        if (!texts.isEmpty()) {
            var array = json.putArray(member);
            texts.forEach(array::add);
        }
    }

    private static void put(ObjectNode json, String member, OptionalLong id) {
        if (id.isPresent()) {
            json.put(member, id.getAsLong());
        }
    }

    /// @throws Refusal `invalid`, when it is of another form
    static When when(JsonNode json) {
        refuseOthers("when", json, WHEN);
        return new When(
                texts(json, "keywords"),
                texts(json, "pages"),
                texts(json, "referrers"),
                texts(json, "campaigns"),
                texts(json, "languages"),
                texts(json, "channels").stream().map(RuleJson::way).toList(),
                open(json),
                flag(json, "returning"),
                id(json, "label"));
    }

    /// @throws Refusal `invalid`, when it is of another form
    static Then then(JsonNode json) {
        refuseOthers("then", json, THEN);
        return new Then(
                id(json, "team"),
                id(json, "agent"),
                id(json, "label"),
                text(json, "priority"),
                id(json, "canned"));
    }

    private static void refuseOthers(String what, JsonNode json, Set<String> members) {
        if (!json.isObject()) {
            throw Refusal.of(Code.INVALID, what + " is an object.");
        }
        Bodies.refuseOthers(json, "in " + what, members);
    }

    static Way way(String name) {
        return Way.read(name)
                .orElseThrow(() ->
                        Refusal.of(
                                Code.INVALID,
                                "A channel is web, whatsapp, site: or number: with its id."));
    }

    static Optional<Boolean> open(JsonNode json) {
        return text(json, "hours")
                .map(word ->
                        switch (word) {
                            case "open" -> true;
                            case "closed" -> false;
                            default -> throw Refusal.of(Code.INVALID, "hours is open or closed.");
                        });
    }

    static List<String> texts(JsonNode json, String member) {
        var list = json.path(member);
        if (isLeftOut(list)) {
            return List.of();
        }
        if (!list.isArray() || list.valueStream().anyMatch(it -> !it.isTextual())) {
            throw Refusal.of(Code.INVALID, member + " is a list of texts.");
        }
        return list.valueStream().map(JsonNode::textValue).toList();
    }

    static Optional<String> text(JsonNode json, String member) {
        var text = json.path(member);
        if (isLeftOut(text)) {
            return Optional.empty();
        }
        if (!text.isTextual()) {
            throw Refusal.of(Code.INVALID, member + " is a text.");
        }
        return Optional.of(text.textValue());
    }

    static Optional<Boolean> flag(JsonNode json, String member) {
        var flag = json.path(member);
        if (isLeftOut(flag)) {
            return Optional.empty();
        }
        if (!flag.isBoolean()) {
            throw Refusal.of(Code.INVALID, member + " is true or false.");
        }
        return Optional.of(flag.booleanValue());
    }

    static OptionalLong id(JsonNode json, String member) {
        var id = json.path(member);
        if (isLeftOut(id)) {
            return OptionalLong.empty();
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw Refusal.of(Code.INVALID, member + " is a number.");
        }
        return OptionalLong.of(id.longValue());
    }

    private static boolean isLeftOut(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
