package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Random;

/// Damages documents; the same seed does the same damage.
public final class Damage {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Damage() {}

    /// The same with something else at one place in it.
    public static JsonNode to(JsonNode node, Random random) {
        boolean here = !node.isContainerNode() || node.isEmpty() || random.nextInt(6) == 0;
        if (here) {
            return anything(random, 2);
        }
        int place = random.nextInt(node.size());
        if (node instanceof ArrayNode array) {
            array.set(place, to(array.get(place), random));
        } else if (node instanceof ObjectNode object) {
            var name = object.propertyStream().skip(place).findFirst().orElseThrow().getKey();
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, to(object.get(name), random));
            }
        }
        return node;
    }

    /// Anything that JSON can hold, also what nobody sends.
    public static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 11 : 9)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextLong());
            case 3 -> JSON.numberNode(random.nextGaussian() * 1e300);
            case 4 -> JSON.textNode("");
            case 5 -> JSON.textNode("\0\u202e\ud800\u2066" + random.nextInt() + "\udc00\n");
            case 6 -> JSON.textNode("x".repeat(random.nextInt(20_000)));
            case 7 -> JSON.textNode(Long.toString(random.nextLong()));
            case 8 -> JSON.textNode("messages");
            case 9 -> JSON.arrayNode().add(anything(random, depth - 1));
            default -> JSON.objectNode().set("id", anything(random, depth - 1));
        };
    }
}
