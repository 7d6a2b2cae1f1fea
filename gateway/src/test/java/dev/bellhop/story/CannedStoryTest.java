package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Canned responses as programs keep them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CannedStoryTest {
    private House house;
    private Program program;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private JsonNode added(String shortcut) {
        var answer =
                program.posts(
                        "/canned",
                        "{\"shortcut\":\""
                                + shortcut
                                + "\",\"title\":\"Returns\",\"text\":\"Hi\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    @Test
    void whatIsKeptIsListedChangedAndRemoved() {
        var made = added("/Return-1");
        assertThat(made.path("shortcut").asText()).isEqualTo("return-1");
        assertThat(made.path("version").asInt()).isEqualTo(1);
        var one = "/canned/" + made.path("id").asLong();
        var changed = program.changes(one, "{\"text\":\"Hello {{first_name}}\",\"version\":1}");
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        assertThat(changed.json().path("title").asText()).isEqualTo("Returns");
        var stale = program.changes(one, "{\"text\":\"Other\",\"version\":1}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("detail").asText()).contains("version 2");
        assertThat(program.sees(one).path("text").asText()).isEqualTo("Hello {{first_name}}");
        assertThat(program.sees("/canned").path("items").findValuesAsText("shortcut"))
                .contains("return-1");
        assertThat(program.deletes(one).status()).isEqualTo(204);
        assertThat(program.asks(one).status()).isEqualTo(404);
        assertThat(house.audited()).contains("canned.added", "canned.changed", "canned.removed");
    }

    @Test
    void aShortcutIsTakenOnce() {
        added("twice");
        var second =
                program.posts(
                        "/canned", "{\"shortcut\":\"TWICE\",\"title\":\"T\",\"text\":\"Hi\"}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("detail").asText()).isEqualTo("There is a /twice already.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | A shortcut has",
                "{\"shortcut\":\"a b\",\"title\":\"T\",\"text\":\"Hi\"} | A shortcut has",
                "{\"shortcut\":\"a\",\"text\":\"Hi\"} | A title has",
                "{\"shortcut\":\"a\",\"title\":\"T\",\"text\":\" \"} | Write what the response"
                        + " says",
                "{\"shortcut\":\"a\",\"title\":\"T\",\"text\":\"{{order}}\"} | Nothing fills"
                        + " {{order}}",
                "{\"shortcut\":1} | shortcut is a text.",
                "{\"colour\":\"red\"} | There is no member “colour” here; there are:"
            })
    void whatIsWrongIsSaidInWords(String body, String words) {
        var refused = program.posts("/canned", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains(words);
    }

    @Test
    void whoOnlyReadsDoesNotChange() {
        var reader = new Program(house.http(), house.tokenFor(Permission.CONVERSATIONS_READ));
        assertThat(reader.asks("/canned").status()).isEqualTo(200);
        var refused = reader.posts("/canned", "{\"shortcut\":\"no\"}");
        assertThat(refused.status()).isEqualTo(403);
    }
}
