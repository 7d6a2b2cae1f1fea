package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two people who turn out to be one, because somebody knows that they are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MergeStoryTest {
    private House house;
    private Program program;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        program = house.program();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Http.Answer merges(String code, String with) {
        return program.posts(
                "/conversations/" + code + "/merge", "{\"with\":\"%s\"}".formatted(with));
    }

    private void merged(String code, String with) {
        var answer = merges(code, with);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private JsonNode person(String code) {
        return program.sees("/conversations/" + code).path("visitor");
    }

    private void refuses(String code, String with, String words) {
        var answer = merges(code, with);
        assertThat(answer.status()).as(answer.text()).isIn(409, 422);
        assertThat(answer.json().path("detail").asText()).contains(words);
    }

    /// What a browser is told of the visitor's own words.
    private static void hears(VisitorClient visitor, String words) {
        var _ = visitor.hears("message", f -> f.path("text").asText().equals(words));
    }

    private void closes(String code) {
        var answer = program.posts("/conversations/" + code + "/close", "{}");
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    @Test
    void aVisitorWhoAlsoWroteOnWhatsAppIsOnePersonAndBothWaysLeadToThem() {
        var customer = CustomerClient.withNumber(house, "351900000301", "Elena Marchetti");
        customer.writes("From my phone");
        var direct = customer.code();
        try (var visitor = house.visitor()) {
            visitor.says("From the website");
            var web = visitor.code();
            merged(direct, "#" + web.toLowerCase(java.util.Locale.ROOT));

            assertThat(person(web).path("id")).isEqualTo(person(direct).path("id"));
            assertThat(person(web).path("name").asText()).isEqualTo("Elena Marchetti");
            assertThat(person(web).path("whatsapp").asText()).isEqualTo("351900000301");
            // Nothing is torn off: both go on where they were, and are answered there.
            visitor.says("Still here");
            assertThat(visitor.code()).isEqualTo(web);
            customer.phone().writes("Me too");
            Await.until(
                    "it is in their chat on WhatsApp",
                    () ->
                            program.sees("/conversations/" + direct + "/messages")
                                    .toString()
                                    .contains("Me too"));
            var reply =
                    program.posts(
                            "/conversations/" + direct + "/messages",
                            "{\"text\":\"On the phone\"}");
            assertThat(reply.status()).isEqualTo(201);
            var _ = customer.phone().sees("On the phone");
            var answer =
                    program.posts(
                            "/conversations/" + web + "/messages", "{\"text\":\"In the chat\"}");
            assertThat(answer.status()).isEqualTo(201);
            visitor.sees("In the chat");
            assertThat(customer.conversations()).isEqualTo(2);
            var lines =
                    program.sees("/conversations/" + web + "/asides")
                            .path("items")
                            .findValuesAsText("text");
            assertThat(lines).anyMatch(line -> line.contains("merged"));
            refuses(direct, web, "one person already");
        }
        assertThat(house.audited()).contains("visitor.merged");
    }

    @Test
    void whatAVisitorDidNotAllowHoldsForTheirChatAndNotForThePersonOnWhatsApp() {
        var chosen = program.changes("/privacy", "{\"ask_to_keep\": true}");
        assertThat(chosen.status()).isEqualTo(200);
        var customer = CustomerClient.withNumber(house, "351900000333", "Iris");
        customer.writes("From my phone");
        var direct = customer.code();
        try (var visitor = house.visitor()) {
            visitor.says("Not to be kept");
            var first = visitor.code();
            merged(direct, first);
            closes(first);
            visitor.says("Neither is this, not kept");
        }
        closes(direct);
        customer.phone().writes("Again from my phone");
        Await.until(
                "there is another chat",
                () ->
                        house.asks("SELECT last_text AS text FROM conversation")
                                .contains("Again from my phone"));
        assertThat(
                        house.asks(
                                "SELECT CONCAT(last_text, ': ', unkept) AS text FROM conversation"
                                        + " WHERE last_text LIKE '%phone' OR last_text LIKE"
                                        + " '%kept' ORDER BY id"))
                .contains("Neither is this, not kept: 1", "Again from my phone: 0");
    }

    @Test
    void whatIsSaidOnWhatsAppAfterwardsIsNotShownOnTheWebsite() {
        try (var visitor = house.visitor()) {
            visitor.says("First in the chat");
            var web = visitor.code();
            var customer = CustomerClient.withNumber(house, "351900000305", "Olga");
            customer.writes("Then on the phone");
            merged(web, customer.code());
            customer.phone().writes("For the business alone");
            Await.until(
                    "the business has it",
                    () ->
                            house.asks("SELECT text FROM message")
                                    .contains("For the business alone"));
            int last = visitor.says("Second in the chat");
            var answer =
                    program.posts(
                            "/conversations/" + web + "/messages", "{\"text\":\"Answered here\"}");
            assertThat(answer.status()).isEqualTo(201);
            visitor.sees("Answered here");
            assertThat(visitor.frames().toString())
                    .doesNotContain("For the business alone", "Then on the phone");
            try (var again = visitor.returns(0)) {
                hears(again, "First in the chat");
                again.sees("Answered here");
                assertThat(again.code()).isEqualTo(web);
                assertThat(last).isPositive();
            }
        }
    }

    @Test
    void theChatThatGoesOnIsTheOneThatIsShownHoweverOldItIs() {
        try (var first = house.visitor();
                var second = house.visitor()) {
            first.says("Mine goes on");
            second.says("Mine is over");
            closes(second.code());
            merged(first.code(), second.code());
            var late =
                    program.posts(
                            "/conversations/" + second.code() + "/messages",
                            "{\"text\":\"Not to be seen\"}");
            assertThat(late.json().path("detail").asText()).contains("#" + first.code());
            try (var again = second.returns(0)) {
                hears(again, "Mine goes on");
                again.says("Together now");
                hears(first, "Together now");
            }
        }
    }

    @Test
    void twoBrowsersAreOneVisitorAndEachSeesTheSameChat() {
        try (var first = house.visitor();
                var second = house.visitor()) {
            first.says("On the laptop");
            var old = first.code();
            second.says("On the tablet");
            var now = second.code();
            refuses(old, now, "Close one first");
            closes(old);
            merged(old, now);
            assertThat(person(old).path("id")).isEqualTo(person(now).path("id"));
            // Whoever is connected as the row that is over comes again by the same token.
            assertThat(second.hears("bye").path("reconnect_in").asInt()).isPositive();
            try (var again = second.returns(1)) {
                again.says("Here I am again");
                assertThat(again.code()).isEqualTo(now);
                try (var other = first.returns(0)) {
                    hears(other, "On the tablet");
                    hears(other, "Here I am again");
                }
            }
        }
    }

    @Test
    void whoCannotBeOnePersonStaysTwo() {
        var rui = CustomerClient.withNumber(house, "351900000302", "Rui");
        var ana = CustomerClient.withNumber(house, "351900000303", "Ana");
        rui.writes("I am Rui");
        ana.writes("I am Ana");
        refuses(rui.code(), ana.code(), "each by a number of their own");
        refuses(rui.code(), "ZZZZ", "the code of a conversation");
        assertThat(person(rui.code()).path("id")).isNotEqualTo(person(ana.code()).path("id"));
    }

    @Test
    void whoIsErasedIsErasedUnderBothNames() {
        var customer = CustomerClient.withNumber(house, "351900000304", "Gone Soon");
        customer.writes("A secret on the phone");
        try (var visitor = house.visitor()) {
            visitor.says("A secret on the website");
            var before = customer.person().path("id").asText();
            merged(customer.code(), visitor.code());
            // By the number that was theirs before, too.
            assertThat(before).isNotEqualTo(person(visitor.code()).path("id").asText());
            assertThat(program.sees("/visitors/" + before).path("conversations")).hasSize(2);
            assertThat(program.deletes("/visitors/" + before).status()).isEqualTo(204);
        }
        assertThat(house.asks("SELECT text FROM message").toString()).doesNotContain("A secret");
        assertThat(house.asks("SELECT COALESCE(name, '') AS text FROM visitor").toString())
                .doesNotContain("Gone Soon");
    }
}
