package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Damage;
import dev.bellhop.whatsapp.Samples;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/// What comes behind a right signature and is wrong all the same: nothing of it fails on its way
/// into the tables, and no neighbour is lost. A failed try names its seed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FuzzedIntakeTest {
    private static final int TRIES = 150;
    private Counter counter;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        counter = new Counter(folder);
    }

    @AfterAll
    void close() {
        counter.close();
    }

    @BeforeEach
    void clear() {
        counter.clear();
    }

    @Test
    void aDamagedNotificationIsTakenAndItsNeighbourArrives() {
        var samples = Samples.names();
        for (long seed = 1; seed <= TRIES; seed++) {
            var random = new Random(seed);
            var damaged = Samples.json(samples.get(random.nextInt(samples.size())));
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged = Damage.to(damaged, random);
            }
            var batch = words("15550009" + (100 + seed), "wamid.N" + seed, "Neighbour " + seed);
            ((ArrayNode) batch.path("entry")).insert(0, damaged.path("entry").path(0));
            var outcome = counter.takes(batch);
            assertThat(outcome).as("seed %d", seed).doesNotContain("failed: ");
            assertThat(counter.threads())
                    .as("seed %d", seed)
                    .contains("+15550009" + (100 + seed) + ": visitor Neighbour " + seed);
        }
    }

    @Test
    void wordsThatAreTooLongAreCutAndSaySo() {
        counter.takes(words("15550002009", "wamid.LONG", "𝄞".repeat(65_536)));
        assertThat(counter.threads())
                .singleElement()
                .asString()
                .isEqualTo("+15550002009: visitor " + "𝄞".repeat(15_999) + "…");
    }

    @Test
    void wordsAndNamesLoseWhatCannotBeStoredOrWouldDeceive() {
        var document =
                words("15550002009", "wamid.ODD", "a\0b\u0007c\ud800d\u202Ee\u2066f\u2028g\u200Fh");
        var value = (ObjectNode) document.findValue("value");
        value.putArray("contacts")
                .addObject()
                .put("wa_id", "15550002009")
                .putObject("profile")
                .put("name", " Eve\u202E\n\tAdam\ud83d ");
        counter.takes(document);
        assertThat(counter.threads()).containsExactly("Eve Adam: visitor abcdef / g\u200Fh");
    }

    private static ObjectNode words(String from, String wamid, String text) {
        var root = Json.object().put("object", "whatsapp_business_account");
        var change =
                root.putArray("entry").addObject().put("id", "1").putArray("changes").addObject();
        var value = change.put("field", "messages").putObject("value");
        value.putObject("metadata").put("phone_number_id", "300000000000001");
        value.putArray("messages")
                .addObject()
                .put("from", from)
                .put("id", wamid)
                .put("timestamp", "1795176300")
                .put("type", "text")
                .putObject("text")
                .put("body", text);
        return root;
    }
}
