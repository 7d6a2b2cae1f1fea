package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Whatever is wrong in a part of a notification, reading it does not fail, and the rest is read as
/// ever. The seed of a failed try makes the same damage again.
final class DamagedNotificationTest {
    private static final List<String> SAMPLES = Samples.names();

    @Property(tries = 2_000, seed = "42")
    void noDamageMakesReadingFail(@ForAll long seed) {
        var random = new Random(seed);
        JsonNode document = Samples.json(SAMPLES.get(random.nextInt(SAMPLES.size())));
        for (int i = 0; i <= random.nextInt(4); i++) {
            document = Damage.to(document, random);
        }
        assertThat(Notification.read(document)).isNotEmpty();
    }

    @Property(tries = 1_000, seed = "42")
    void aDamagedMessageCostsNoneOfItsNeighbours(
            @ForAll long seed, @ForAll @IntRange(max = 2) int which) {
        neighboursStay(seed, which, "messages");
    }

    @Property(tries = 500, seed = "42")
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
        list.set(which, Damage.to(list.get(which), new Random(seed)));
        var items = new ArrayList<>(Notification.read(document));
        assertThat(items).hasSameSizeAs(expected);
        items.remove(place);
        expected.remove(place);
        assertThat(items).isEqualTo(expected);
    }
}
