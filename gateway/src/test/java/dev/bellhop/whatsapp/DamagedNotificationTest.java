package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Whatever is wrong in a part of a notification, reading it does not fail, and the rest is read as
/// ever. The seed of a failed try makes the same damage again.
final class DamagedNotificationTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> SAMPLES = Samples.names();

    @Property(tries = 2_000)
    void noDamageMakesReadingFail(@ForAll long seed) {
        var random = new Random(seed);
        JsonNode document = Samples.json(SAMPLES.get(random.nextInt(SAMPLES.size())));
        for (int i = 0; i <= random.nextInt(4); i++) {
            document = damaged(document, random);
        }
        assertThat(Notification.read(document)).isNotEmpty();
    }

    @Property(tries = 1_000)
    void aDamagedMessageCostsNoneOfItsNeighbours(
            @ForAll long seed, @ForAll @IntRange(max = 2) int which) {
        neighboursStay(seed, which, "messages");
    }

    @Property(tries = 500)
    void aDamagedStatusCostsNoneOfItsNeighbours(
            @ForAll long seed, @ForAll @IntRange(max = 1) int which) {
        neighboursStay(seed, which, "statuses");
    }

    private static void neighboursStay(long seed, int which, String member) {
        JsonNode document = Samples.json("batch-mixed");
        var expected = new ArrayList<>(Notification.read(document));
        int change = member.equals("messages") ? 0 : 1;
        int place = member.equals("messages") ? which : 3 + which;
        var list =
                (ArrayNode)
                        document.path("entry")
                                .path(0)
                                .path("changes")
                                .path(change)
                                .path("value")
                                .path(member);
        list.set(which, damaged(list.get(which), new Random(seed)));
        var items = new ArrayList<>(Notification.read(document));
        assertThat(items).hasSameSizeAs(expected);
        items.remove(place);
        expected.remove(place);
        assertThat(items).isEqualTo(expected);
    }

    /// The same with something else at one place in it.
    private static JsonNode damaged(JsonNode node, Random random) {
        boolean here = !node.isContainerNode() || node.isEmpty() || random.nextInt(6) == 0;
        if (here) {
            return anything(random, 2);
        }
        int place = random.nextInt(node.size());
        if (node instanceof ArrayNode array) {
            array.set(place, damaged(array.get(place), random));
        } else if (node instanceof ObjectNode object) {
            var name = object.propertyStream().skip(place).findFirst().orElseThrow().getKey();
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, damaged(object.get(name), random));
            }
        }
        return node;
    }

    private static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 11 : 9)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextLong());
            case 3 -> JSON.numberNode(random.nextGaussian() * 1e300);
            case 4 -> JSON.textNode("");
            case 5 -> JSON.textNode("\0\u202e\ud800" + random.nextInt());
            case 6 -> JSON.textNode("x".repeat(random.nextInt(20_000)));
            case 7 -> JSON.textNode(Long.toString(random.nextLong()));
            case 8 -> JSON.textNode("messages");
            case 9 -> JSON.arrayNode().add(anything(random, depth - 1));
            default -> JSON.objectNode().set("id", anything(random, depth - 1));
        };
    }
}
