package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Notifications of several people in one body, not all of which can be read.
final class BatchStoryTest {
    private static final int PEOPLE = 5;
    private static final int EACH = 4;

    private House house;
    private List<CustomerClient> people;

    @BeforeEach
    void open() {
        house = House.open();
        people =
                IntStream.rangeClosed(1, PEOPLE)
                        .mapToObj(i ->
                                CustomerClient.withNumber(
                                        house, "1555000710" + i, "Customer number " + i))
                        .toList();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whatOneBodyBringsArrivesInOrderWhateverStandsBesideIt() {
        batch(PEOPLE * EACH);
        for (int i = 1; i <= EACH; i++) {
            for (var person : people) {
                person.phone().writesAs(draft(people.indexOf(person), i));
            }
        }
        Await.until(
                "one body brought all", () -> bodies().contains(Integer.toString(PEOPLE * EACH)));
        var all = List.of("Item 1", "Item 2", "Item 3", "Item 4");
        for (var person : people) {
            person.wrote("Item " + EACH);
        }
        assertThat(people.get(0).words()).hasSize(EACH).contains("Item 1", "Item 3", "Item 4");
        assertThat(people.get(1).words()).isEqualTo(all);
        assertThat(people.get(2).words()).containsExactly("Item 1", "Item 2", "Item 4");
        assertThat(people.get(3).words()).isEqualTo(all);
        assertThat(people.get(4).words()).isEqualTo(all);
    }

    @Test
    void statusesOfSeveralPeopleInOneBodyReachEachOfTheirMessages() {
        for (var person : people) {
            person.writes("Hello");
        }
        batch(2 * PEOPLE);
        var answers = new ArrayList<Integer>();
        for (var person : people) {
            answers.add(person.isAnswered("Hello to you"));
        }
        for (int i = 0; i < PEOPLE; i++) {
            people.get(i).seesTick(answers.get(i), "delivered");
            assertThat(people.get(i).received()).containsExactly("Hello to you");
        }
    }

    /// The first person's second item is of a kind that nobody knows; the second person's has a
    /// member that nobody knows; the third person's third one has no id.
    private static String draft(int person, int item) {
        var draft = Json.object().put("type", "text").put("text", "Item " + item);
        if (person == 0 && item == 2) {
            draft.putObject("wire")
                    .put("type", "hologram")
                    .putNull("text")
                    .putObject("hologram")
                    .put("depth", 3);
        } else if (person == 1 && item == 2) {
            draft.putObject("wire").putObject("internal_1p_only_data").put("unknown", true);
        } else if (person == 2 && item == 3) {
            draft.putObject("wire").putNull("id");
        }
        return Json.text(draft);
    }

    /// How many items each notification had.
    private List<String> bodies() {
        return house.asks("SELECT CAST(COALESCE(items, 0) AS CHAR) AS text FROM webhook_delivery");
    }

    private void batch(int size) {
        house.control("rules", "{\"batch\":" + size + "}");
    }
}
