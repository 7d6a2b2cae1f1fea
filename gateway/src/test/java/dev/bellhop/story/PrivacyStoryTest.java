package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is collected of people, and what a business may choose not to know.
final class PrivacyStoryTest {
    private static final String CARD = "4111 1111 1111 1111";
    private static final String SHOP = "https://juniper.example";

    private final MovedClock clock = new MovedClock();
    private House house;
    private Program program;

    @BeforeEach
    void open() {
        house = House.open(Changes.unlimited(), clock);
        program = house.program();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void chooses(String json) {
        var answer = program.changes("/privacy", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private List<String> words(String code) {
        return program.sees("/conversations/" + code + "/messages")
                .path("items")
                .findValuesAsText("text");
    }

    private void closes(String code) {
        var answer = program.posts("/conversations/" + code + "/close", "{}");
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private JsonNode runs() {
        return program.posts("/retention/run", "").json();
    }

    @Test
    void wordsStayAsTheyWereWrittenUntilSomebodyChooses() {
        try (var visitor = house.visitor()) {
            visitor.says("Take " + CARD);
            assertThat(words(visitor.code())).containsExactly("Take " + CARD);
        }
    }

    @Test
    void aVisitorsCardNumberIsNowhere() {
        chooses("{\"hide_card_numbers\": true}");
        try (var visitor = house.visitor()) {
            int seq = visitor.says("Take " + CARD + ", quickly");
            assertThat(words(visitor.code())).containsExactly("Take ••••, quickly");
            // What stands in the widget is what is kept.
            var shown = visitor.hears("message", frame -> frame.path("seq").asInt() == seq);
            assertThat(shown.path("text").asText()).isEqualTo("Take ••••, quickly");
        }
        house.phone().sees("Take ••••, quickly");
        assertThat(house.asks("SELECT text FROM message").toString()).doesNotContain("4111");
        assertThat(house.audited()).contains("privacy.changed");
    }

    @Test
    void aCustomersCardNumberIsNotInTheNotificationEither() {
        chooses("{\"hide_card_numbers\": true}");
        var customer = CustomerClient.withNumber(house, "351900000301", "Rui");
        customer.phone().writes("It is " + CARD);
        customer.wrote("It is ••••");
        assertThat(house.asks("SELECT CONVERT(body USING utf8mb4) AS text FROM webhook_delivery"))
                .isNotEmpty()
                .noneMatch(body -> body.contains("4111"))
                .anyMatch(body -> body.contains("It is ••••"));
        assertThat(house.asks("SELECT last_text AS text FROM conversation").toString())
                .doesNotContain("4111");
    }

    /// Nobody can tell there what is a card's number and what is not.
    @Test
    void ofANotificationThatIsTooLongToBeReadNothingIsKept() {
        chooses("{\"hide_card_numbers\": true}");
        var body = "{\"text\":\"%s\",\"n\":%s}".formatted(CARD, "1".repeat(1_000));
        var answer = house.meta().posts(body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(house.asks("SELECT CONVERT(body USING utf8mb4) AS text FROM webhook_delivery"))
                .containsExactly("{}");
        assertThat(program.sees("/deliveries").at("/items/0/verdict").asText())
                .isEqualTo("unknown");
    }

    @Test
    void whatAPhoneAnswersReachesTheVisitorWhole() {
        chooses("{\"hide_card_numbers\": true}");
        try (var visitor = house.visitor()) {
            visitor.says("Where do I pay?");
            var question = house.phone().sees("Where do I pay?");
            house.phone().replies(question, "Account " + CARD);
            assertThat(visitor.sees("Account " + CARD).path("text").asText())
                    .isEqualTo("Account " + CARD);
        }
    }

    @Test
    void whatTheBusinessWritesIsItsOwn() {
        chooses("{\"hide_card_numbers\": true}");
        var customer = CustomerClient.withNumber(house, "351900000302", "Ana");
        customer.writes("Which account?");
        int _ = customer.isAnswered("Pay to card " + CARD);
        assertThat(words(customer.code())).contains("Pay to card " + CARD);
    }

    @Test
    void thePagesOfAVisitorAreKnownUntilTheyAreNotWanted() {
        try (var visitor = looksAt(Optional.empty(), "/lamps", "All lamps")) {
            visitor.says("Which one is it?");
        }
        var token = house.asks("SELECT CAST(MIN(id) AS CHAR) AS text FROM visitor").getFirst();
        clock.move(Duration.ofMinutes(1));
        assertThat(person(token).path("page_url").asText()).isEqualTo(SHOP + "/lamps");
        chooses("{\"show_pages\": false}");
        // Whoever asks what is kept of them is told all the same.
        assertThat(person(token).at("/pages/0/url").asText()).isEqualTo(SHOP + "/lamps");
        try (var other = looksAt(Optional.empty(), "/beds", "All beds")) {
            other.says("And I");
        }
        assertThat(house.asks("SELECT COALESCE(page_url, '') AS text FROM visitor ORDER BY id"))
                .containsExactly(SHOP + "/lamps", "");
        assertThat(house.asks("SELECT url AS text FROM page_view"))
                .containsExactly(SHOP + "/lamps");
    }

    private JsonNode person(String id) {
        return program.sees("/visitors/" + id);
    }

    private VisitorClient looksAt(Optional<String> token, String path, String title) {
        var visitor = VisitorClient.connects(house);
        var hello = VisitorClient.hello(token, 0);
        hello.putObject("page").put("url", SHOP + path).put("title", title);
        visitor.sendsFrame(hello);
        visitor.hears("welcome");
        return visitor;
    }

    @Test
    void withoutATickTheChatIsErasedOnceItIsOver() {
        chooses("{\"ask_to_keep\": true}");
        assertThat(site().at("/prechat/keep").asBoolean()).isTrue();
        try (var silent = house.visitor();
                var keeps = house.visitor()) {
            silent.says("Nobody may keep this");
            keeps.sendsFrame(Json.object().put("t", "profile").put("keep", true));
            keeps.says("This may stay");
            var goes = silent.code();
            var stays = keeps.code();
            assertThat(runs().path("conversations").asInt()).as("while it goes on").isZero();
            closes(goes);
            closes(stays);
            assertThat(runs().path("conversations").asInt()).as("just closed").isZero();
            clock.move(Duration.ofHours(2));
            assertThat(program.sees("/retention/plan").path("conversations").asInt()).isEqualTo(1);
            assertThat(runs().path("conversations").asInt()).isEqualTo(1);
            assertThat(program.asks("/conversations/" + goes).status()).isEqualTo(404);
            assertThat(words(stays)).contains("This may stay");
        }
        assertThat(house.asks("SELECT text FROM message").toString())
                .doesNotContain("Nobody may keep this");
    }

    @Test
    void whoTakesTheirConsentBackIsErasedToo() {
        chooses("{\"ask_to_keep\": true}");
        try (var visitor = house.visitor()) {
            visitor.sendsFrame(Json.object().put("t", "profile").put("keep", true));
            visitor.says("You may keep this");
            visitor.sendsFrame(Json.object().put("t", "profile").put("keep", false));
            int _ = visitor.says("Or rather not");
            var code = visitor.code();
            closes(code);
            clock.move(Duration.ofHours(2));
            assertThat(runs().path("conversations").asInt()).isEqualTo(1);
            assertThat(program.asks("/conversations/" + code).status()).isEqualTo(404);
        }
    }

    @Test
    void whoWroteBeforeAnybodyAskedIsKept() {
        try (var visitor = house.visitor()) {
            visitor.says("Before");
            chooses("{\"ask_to_keep\": true}");
            var code = visitor.code();
            closes(code);
            clock.move(Duration.ofHours(2));
            assertThat(runs().path("conversations").asInt()).isZero();
            assertThat(words(code)).contains("Before");
        }
    }

    @Test
    void whoeverIsAwayAsksWhereToAnswer() {
        assertThat(site().at("/prechat/mode").asText()).isEqualTo("off");
        var path = "/sites/" + program.sees("/sites").at("/items/0/id").asText();
        // The clock stands on a Sunday at noon.
        var hours =
                program.puts(
                        path + "/hours",
                        "{\"zone\": \"UTC\", \"week\": [{\"day\": 1, \"from\": \"09:00\","
                                + " \"to\": \"17:00\"}]}");
        assertThat(hours.status()).as(hours.text()).isLessThan(300);
        var away =
                program.puts(
                        path + "/away",
                        "{\"texts\": [{\"language\": \"en\", \"text\": \"We are closed.\"}],"
                                + " \"ask_contact\": true}");
        assertThat(away.status()).as(away.text()).isLessThan(300);
        var prechat = site().path("prechat");
        assertThat(prechat.path("mode").asText()).isEqualTo("optional");
        assertThat(prechat.path("fields").toString()).contains("email", "phone");
        assertThat(prechat.path("required")).isEmpty();
        clock.move(Duration.ofHours(22)); // Monday at ten
        assertThat(site().at("/prechat/mode").asText()).isEqualTo("off");
    }

    private JsonNode site() {
        var key = house.asks("SELECT site_key AS text FROM site").getFirst();
        return house.http().get("/widget/v1/sites/" + key).json();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"show_pages\": \"yes\"} | show_pages is true or false.",
                "{\"ask_to_keep\": null} | ask_to_keep is true or false.",
                "{\"hide_cards\": true} | hide_cards"
            })
    void whatIsWrongIsSaidInWords(String json, String words) {
        var answer = program.changes("/privacy", json);
        assertThat(answer.status()).isIn(400, 422);
        assertThat(answer.json().path("detail").asText()).contains(words);
    }

    @Test
    void whoMayOnlyReadChoosesNothing() {
        var reader = new Program(house.http(), house.tokenFor(Permission.SETTINGS_READ));
        assertThat(reader.sees("/privacy").path("show_pages").asBoolean()).isTrue();
        assertThat(reader.changes("/privacy", "{\"show_pages\": false}").status()).isEqualTo(403);
    }

    @Test
    void whatWasChosenIsThereAfterARestart() {
        chooses("{\"hide_card_numbers\": true, \"show_pages\": false}");
        house.restart();
        var now = new Program(house.http(), house.apiToken()).sees("/privacy");
        assertThat(now.path("hide_card_numbers").asBoolean()).isTrue();
        assertThat(now.path("show_pages").asBoolean()).isFalse();
        assertThat(now.path("ask_to_keep").asBoolean()).isFalse();
    }
}
