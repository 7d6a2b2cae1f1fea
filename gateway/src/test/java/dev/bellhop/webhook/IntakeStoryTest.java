package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Meta;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// What becomes of notifications whose words cannot be stored, and of those behind them.
final class IntakeStoryTest {
    private static final String CUSTOMER = "15550003003";
    private static final String NEIGHBOUR = "15550004004";

    @Test
    void whatFailedIsStoredBeforeWhatTheSamePersonSaidAfterIt() {
        try (var house = House.open(Changes.unlimited());
                var database = Database.open(house.settings().database().orElseThrow())) {
            refuse(database, "First");
            post(house, CUSTOMER, "First");
            post(house, CUSTOMER, "Second");
            Await.until("a try has failed", () -> delivery(house, 1).path("attempts").asInt() > 0);
            post(house, CUSTOMER, "Third");
            refuseNothing(database);
            Await.until("all are stored", () -> words(database).size() == 3);
            assertThat(words(database)).containsExactly("First", "Second", "Third");
        }
    }

    @Test
    void whatNeverSucceedsIsLeftWithItsReasonAndHoldsNobodyUpForEver() {
        try (var house = House.open(Changes.unlimited());
                var database = Database.open(house.settings().database().orElseThrow())) {
            refuse(database, "Poison");
            var meta = house.meta();
            var batch =
                    meta.messages(
                            Meta.words(CUSTOMER, "Poison", Optional.empty()),
                            Meta.words(NEIGHBOUR, "From a neighbour", Optional.empty()));
            assertThat(meta.posts(batch).status()).isEqualTo(200);
            post(house, CUSTOMER, "After it");
            Await.until("the neighbour is stored", () -> words(database).size() == 1);
            assertThat(words(database)).containsExactly("From a neighbour");
            Await.until(
                    "it is given up",
                    () -> delivery(house, 1).path("state").asText().equals("failed"));
            assertThat(delivery(house, 1).path("attempts").asInt()).isEqualTo(5);
            assertThat(delivery(house, 1).path("outcome").asText())
                    .startsWith("failed: ")
                    .contains("refused by the test", "; message of a customer");
            Await.until("what came after it is stored", () -> words(database).contains("After it"));
            Await.until(
                    "that is written",
                    () -> delivery(house, 2).path("state").asText().equals("done"));
        }
    }

    @Test
    void whatWasGivenUpIsToldAndTakenOnceMoreByItself() {
        var clock = new MovedClock();
        try (var house = House.open(Changes.unlimited(), clock);
                var database = Database.open(house.settings().database().orElseThrow())) {
            refuse(database, "Poison");
            post(house, CUSTOMER, "Poison");
            Await.until("the channel says so", () -> warning(house).isPresent());
            assertThat(warning(house).get().path("words").asText())
                    .isEqualTo(
                            "A notification could not be taken in: what somebody wrote may be in no"
                                    + " chat.");
            assertThat(house.status().at("/deliveries/failed_24h").asInt()).isEqualTo(1);
            refuseNothing(database);
            clock.move(GivenUp.REST.plusSeconds(1));
            Await.until("it is taken", () -> words(database).contains("Poison"));
            Await.until("nothing is told any more", () -> warning(house).isEmpty());
            assertThat(house.status().at("/deliveries/failed_24h").asInt()).isZero();
        }
    }

    private static Optional<JsonNode> warning(House house) {
        for (JsonNode warning : house.status().path("warnings")) {
            if (warning.path("kind").asText().equals("notifications")) {
                return Optional.of(warning);
            }
        }
        return Optional.empty();
    }

    private static void post(House house, String from, String text) {
        var meta = house.meta();
        assertThat(meta.posts(meta.messages(Meta.words(from, text, Optional.empty()))).status())
                .isEqualTo(200);
    }

    /// Makes the table take no message with this text.
    private static void refuse(Database database, String text) {
        database.write(tx ->
                tx.change(
                        """
                        CREATE TRIGGER message_refused BEFORE INSERT ON message FOR EACH ROW
                        IF NEW.text = '%s' THEN
                          SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the test';
                        END IF
                        """
                                .formatted(text)));
    }

    private static void refuseNothing(Database database) {
        database.write(tx -> tx.change("DROP TRIGGER message_refused"));
    }

    private static List<String> words(Database database) {
        return database.read(tx ->
                tx.query(
                        "SELECT text FROM message ORDER BY conversation_id, seq",
                        row -> row.text("text")));
    }

    private static JsonNode delivery(House house, long id) {
        for (JsonNode row : house.api("/api/v1/deliveries").path("items")) {
            if (row.path("id").asLong() == id) {
                return row;
            }
        }
        throw new AssertionError("there is no delivery " + id);
    }
}
