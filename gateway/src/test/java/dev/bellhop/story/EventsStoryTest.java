package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Other systems hear of what happens, through the front door and a real socket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsStoryTest {
    private House house;
    private Program program;
    private Receiver receiver;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        program = house.program();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void listen() {
        receiver = new Receiver();
    }

    /// What is left of a test must not be posted in the next.
    @AfterEach
    void forget() {
        receiver.close();
        for (var endpoint : program.sees("/events").path("items")) {
            assertThat(program.deletes("/events/" + endpoint.path("id").asLong()).status())
                    .isEqualTo(204);
        }
    }

    /// An endpoint at the receiver, as it was answered when it was made.
    private JsonNode subscribes(Receiver at, String... kinds) {
        var json = Json.object().put("name", "CRM").put("url", at.url());
        if (kinds.length > 0) {
            var list = json.putArray("kinds");
            Arrays.stream(kinds).forEach(list::add);
        }
        var answer = program.posts("/events", Json.text(json));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode conversation(VisitorClient visitor) {
        return program.sees("/conversations/" + visitor.code());
    }

    private JsonNode message(VisitorClient visitor, int seq) {
        return program.sees("/conversations/" + visitor.code() + "/messages?after=" + (seq - 1))
                .at("/items/0");
    }

    private static boolean says(JsonNode data, String text) {
        return data.at("/message/text").asText().equals(text);
    }

    @Test
    void aMessageIsToldSignedAndAsTheApiShowsIt() {
        var endpoint = subscribes(receiver);
        assertThat(endpoint.path("secret").asText()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(program.sees("/events").toString())
                .doesNotContain(endpoint.path("secret").asText());
        try (var visitor = house.visitor()) {
            var before = Instant.now().minusSeconds(1);
            visitor.says("Is it still there?");
            var told = receiver.takes("message.created", data -> says(data, "Is it still there?"));
            assertThat(told.isSignedWith(endpoint.path("secret").asText())).isTrue();
            assertThat(told.isSignedWith("whsec_" + "A".repeat(43) + "=")).isFalse();
            assertThat(told.id()).startsWith("evt_").isEqualTo(told.json().path("id").asText());
            assertThat(told.json().path("version").asInt()).isEqualTo(1);
            assertThat(Instant.parse(told.json().path("at").asText()))
                    .isBetween(before, Instant.now().plusSeconds(1));
            assertThat(Instant.ofEpochSecond(told.timestamp()))
                    .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
            var shown = names(message(visitor, 1));
            shown.remove("waits"); // what a message waits for is told in lists alone
            assertThat(names(told.data().path("message"))).isEqualTo(shown);
            assertThat(names(told.data().path("conversation")))
                    .isEqualTo(names(conversation(visitor)));
            assertThat(told.data().at("/conversation/code").asText()).isEqualTo(visitor.code());
            assertThat(told.data().at("/message/from").asText()).isEqualTo("visitor");
        }
    }

    private static Set<String> names(JsonNode object) {
        var names = new HashSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void wordsOfAConversationComeInTheirOrder() {
        subscribes(receiver, "message.created");
        int count = 30;
        try (var one = house.visitor();
                var other = house.visitor()) {
            for (int i = 1; i <= count; i++) {
                one.says("One " + i);
                other.says("Other " + i);
            }
            for (var visitor : List.of(one, other)) {
                Await.until("all are told", () -> seqs(visitor).size() == count);
                assertThat(seqs(visitor))
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, count).boxed().toList());
            }
        }
    }

    private List<Integer> seqs(VisitorClient visitor) {
        return receiver.taken().stream()
                .filter(it -> it.data().at("/conversation/code").asText().equals(visitor.code()))
                .map(it -> it.data().at("/message/seq").asInt())
                .toList();
    }
}
