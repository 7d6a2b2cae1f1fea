package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/// What the business can send to customers on WhatsApp beside words: quotes, templates, places,
/// buttons, menus.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutwardStoryTest {
    private static final String PLACE =
            """
            {"location":{"latitude":44.6488,"longitude":-63.5752,"name":"Harbour Lamps",
                         "address":"1 Harbour Street"}}
            """;
    private static final String BUTTONS =
            """
            {"buttons":{"text":"Which colour?","buttons":[{"id":"b","title":"Blue"},{"title":"Red"}],
                        "footer":"Both in stock"}}
            """;
    private static final String MENU =
            """
            {"menu":{"text":"What is it about?","button":"Choose","section":"Topics",
                     "rows":[{"id":"o","title":"An order","description":"Made already"},
                             {"id":"x","title":"Something else"}]}}
            """;
    private static final String TEMPLATE =
            """
            {"template":{"name":"visitor_message","language":"en_US",
                         "parameters":{"visitor":"Ana Ruiz","words":"Is it still there?"}}}
            """;
    private static final String FILLED =
            "New message from Ana Ruiz on the website: Is it still there? You can answer here.";

    private final AtomicInteger numbers = new AtomicInteger(3000);
    private House house;
    private Program program;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        program.sees("the templates", "/templates", list -> !list.path("items").isEmpty());
    }

    @AfterAll
    void close() {
        house.close();
    }

    /// Somebody new on WhatsApp, who has written.
    private record Customer(PhoneClient phone, String code) {
        String messages() {
            return "/conversations/" + code + "/messages";
        }
    }

    private Customer customer(House at) {
        var waId = "1555000" + numbers.incrementAndGet();
        at.control("phones", "{\"wa_id\":\"" + waId + "\",\"name\":\"Customer " + waId + "\"}");
        var phone = at.phone(waId);
        phone.writes("Hello from " + waId);
        var code =
                Await.value(
                        "their conversation",
                        () ->
                                StreamSupport.stream(
                                                at.api("/api/v1/conversations")
                                                        .path("items")
                                                        .spliterator(),
                                                false)
                                        .filter(c -> c.path("last_text").asText().endsWith(waId))
                                        .map(c -> c.path("code").asText())
                                        .findFirst());
        return new Customer(phone, code);
    }

    private JsonNode says(Customer customer, String json) {
        return says(program, customer.messages(), json);
    }

    private static JsonNode says(Program program, String path, String json) {
        var answer = program.posts(path, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode message(Customer customer, int seq) {
        return message(customer.messages(), seq);
    }

    private JsonNode message(String path, int seq) {
        return Await.value(
                "message " + seq,
                () ->
                        Optional.of(program.sees(path + "?after=" + (seq - 1)).at("/items/0"))
                                .filter(JsonNode::isObject));
    }

    @Test
    void anAnswerQuotesWhatTheCustomerWroteAndWhatTheyWereSent() {
        var customer = customer(house);
        var said = says(customer, "{\"text\":\"About your hello\",\"reply_to\":1}");
        assertThat(said.path("reply_to").asInt()).isEqualTo(1);
        var received = customer.phone().sees("About your hello");
        assertThat(received.path("quote").asText())
                .isEqualTo(customer.phone().wrote().getFirst().path("wamid").asText());
        says(customer, "{\"text\":\"And about that\",\"reply_to\":2}");
        assertThat(customer.phone().sees("And about that").path("quote").asText())
                .isEqualTo(received.path("wamid").asText());
        says(customer, "{\"text\":\"About nothing\"}");
        assertThat(customer.phone().sees("About nothing").path("quote").isNull()).isTrue();
    }

    @Test
    void aPlaceReachesTheCustomerAsAPlaceAndTheThreadAsWords() {
        var customer = customer(house);
        var said = says(customer, PLACE);
        assertThat(said.path("kind").asText()).isEqualTo("location");
        assertThat(said.path("text").asText())
                .isEqualTo(
                        "Harbour Lamps, 1 Harbour Street\n"
                                + "https://maps.google.com/?q=44.6488,-63.5752");
        var received = customer.phone().seesType("location").path("payload");
        assertThat(received.path("latitude").asDouble()).isEqualTo(44.6488);
        assertThat(received.path("name").asText()).isEqualTo("Harbour Lamps");
        assertThat(received.path("address").asText()).isEqualTo("1 Harbour Street");
        seesStatus(customer, 2, "delivered");
    }

    @Test
    void whatIsSaidTwiceUnderOneIdIsSentOnce() {
        var customer = customer(house);
        var cid = UUID.randomUUID();
        var place = PLACE.replace("{\"loc", "{\"cid\":\"" + cid + "\",\"loc");
        var first = says(customer, place);
        var again = program.posts(customer.messages(), place);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("seq")).isEqualTo(first.path("seq"));
        says(customer, "{\"text\":\"After it\"}");
        customer.phone().sees("After it");
        assertThat(customer.phone().received()).hasSize(2);
    }

    @Test
    void aTapOnAButtonComesBackQuotingTheButtons() {
        var customer = customer(house);
        var said = says(customer, BUTTONS);
        assertThat(said.path("kind").asText()).isEqualTo("interactive");
        assertThat(said.path("text").asText())
                .isEqualTo("Which colour?\n1. Blue\n2. Red\nBoth in stock");
        var received = customer.phone().seesType("interactive");
        assertThat(received.at("/payload/action/buttons").findValuesAsText("id"))
                .containsExactly("b", "Red");
        customer.phone().taps(received, "b", "Blue");
        var tapped = message(customer, 3);
        assertThat(tapped.path("text").asText()).isEqualTo("Blue");
        assertThat(tapped.path("reply_to").asInt()).isEqualTo(2);
    }

    /// The message is known by its id only once Meta has answered its send.
    @Test
    void aTapThatIsQuickerThanMetasAnswerQuotesAllTheSame() {
        var customer = customer(house);
        house.faults("{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":200,\"count\":1}");
        says(customer, BUTTONS);
        customer.phone().taps(customer.phone().seesType("interactive"), "b", "Blue");
        assertThat(message(customer, 3).path("reply_to").asInt()).isEqualTo(2);
    }

    @Test
    void aChoiceFromAMenuComesBackQuotingTheMenu() {
        var customer = customer(house);
        var said = says(customer, MENU);
        assertThat(said.path("text").asText())
                .isEqualTo("What is it about?\n1. An order: Made already\n2. Something else");
        var received = customer.phone().seesType("interactive");
        assertThat(received.at("/payload/action/sections/0/rows")).hasSize(2);
        customer.phone().chooses(received, "o", "An order");
        var chosen = message(customer, 3);
        assertThat(chosen.path("text").asText()).isEqualTo("An order");
        assertThat(chosen.path("reply_to").asInt()).isEqualTo(2);
    }

    @Test
    void onlyATemplateGoesADayAfterTheCustomersLastWords() {
        try (var apart = House.open()) {
            var there = apart.program();
            there.sees("the templates", "/templates", list -> !list.path("items").isEmpty());
            var customer = customer(apart);
            apart.control("rules", "{\"window\":true,\"late\":0}");
            apart.control("clock", "{\"advance_seconds\":90000}");
            says(there, customer.messages(), "{\"text\":\"Too late\"}");
            var failed =
                    there.sees(
                            "the failure",
                            customer.messages(),
                            list -> list.at("/items/1/status").asText().equals("failed"));
            assertThat(failed.at("/items/1/failure").asText())
                    .contains("more than 24 hours", "template");
            var said = says(there, customer.messages(), TEMPLATE);
            assertThat(said.path("kind").asText()).isEqualTo("template");
            assertThat(said.path("text").asText()).isEqualTo(FILLED);
            var received = customer.phone().seesType("template");
            assertThat(received.path("text").asText()).isEqualTo(FILLED);
            says(
                    there,
                    customer.messages(),
                    TEMPLATE.replace(
                            "{\"visitor\":\"Ana Ruiz\",\"words\":\"Is it still there?\"}",
                            "[\"By place\",\"in order\"]"));
            customer.phone().sees("New message from By place on the website: in order");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"x\",\"reply_to\":77}|There is no message 77",
                "{\"text\":\"x\",\"reply_to\":\"1\"}|reply_to is the number",
                "{\"text\":\"x\",\"location\":{\"latitude\":1,\"longitude\":1}}|A message is one"
                        + " of",
                "{\"location\":{\"latitude\":91,\"longitude\":1}}|A place lies between",
                "{\"location\":{\"latitude\":1}}|A place lies between",
                "{\"location\":7}|location is an object",
                "{\"buttons\":{\"text\":\"Yes?\",\"buttons\":[]}}|one to three buttons",
                "{\"buttons\":{\"text\":\"\",\"buttons\":[{\"title\":\"A\"}]}}|The message is"
                        + " empty",
                "{\"buttons\":{\"text\":\"?\",\"buttons\":[{\"title\":\"Far too long for a"
                        + " button\"}]}}|WhatsApp takes 20",
                "{\"menu\":{\"text\":\"?\",\"button\":\"Go\",\"section\":\"S\",\"rows\":[]}}|one to"
                        + " ten rows",
                "{\"template\":{\"name\":\"nothing\",\"language\":\"en_US\"}}|There is no approved"
                        + " template nothing (en_US)",
                "{\"template\":{\"name\":\"visitor_message\",\"language\":\"en_US\"}}|There are no"
                        + " words for {{visitor}}",
                "{\"template\":{\"name\":\"visitor_message\",\"language\":\"en_US\",\"parameters\":[\"a\"]}}|takes"
                    + " 2 parameters",
                "{\"template\":{\"name\":\"hello_world\",\"language\":\"en_US\"},\"reply_to\":1}|shows"
                    + " no quote"
            })
    void whatWhatsAppWouldNotTakeIsRefusedInWords(String json, String words) {
        var customer = customer(house);
        var refused = program.posts(customer.messages(), json);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains(words);
        assertThat(program.sees(customer.messages()).path("items")).hasSize(1);
    }

    @Test
    void aPlaceThatWaitedSurvivesARestart() {
        try (var apart = House.open()) {
            var customer = apart.phone("15550002002");
            customer.writes("Where are you?");
            var code =
                    Await.value(
                            "the conversation",
                            () ->
                                    Optional.of(
                                                    apart.api("/api/v1/conversations")
                                                            .at("/items/0/code")
                                                            .asText())
                                            .filter(it -> !it.isEmpty()));
            var path = "/conversations/" + code + "/messages";
            apart.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131000,\"http\":500}");
            says(apart.program(), path, PLACE);
            Await.until(
                    "it was tried",
                    () ->
                            apart.api("/api/v1/outbox")
                                    .at("/items/0/last_error")
                                    .asText()
                                    .contains("131000"));
            apart.restart();
            var received = apart.phone("15550002002").seesType("location");
            assertThat(received.at("/payload/name").asText()).isEqualTo("Harbour Lamps");
        }
    }

    /// Failed on its way, and sent again by hand: still a place.
    @Test
    void aPlaceThatFailedOnItsWayIsSentAgainAsAPlace() {
        var customer = customer(house);
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131051,\"count\":1}");
        says(customer, PLACE);
        seesStatus(customer, 2, "failed");
        var dead =
                program.sees("the dead job", "/outbox?state=dead", l -> !l.path("items").isEmpty());
        var id = dead.at("/items/0/id").asText();
        assertThat(program.posts("/outbox/" + id + "/retry", "{}").status()).isLessThan(300);
        customer.phone().seesType("location");
        seesStatus(customer, 2, "delivered");
    }

    @Test
    void aVisitorOfTheWebsiteReadsPlacesAndChoicesAsWords() {
        try (var visitor = house.visitor()) {
            visitor.says("Where are you?");
            var path = "/conversations/" + visitor.code() + "/messages";
            says(program, path, PLACE);
            visitor.hears("message", f -> f.path("text").asText().startsWith("Harbour Lamps, 1 H"));
            says(program, path, BUTTONS);
            visitor.hears("message", f -> f.path("text").asText().contains("\n2. Red\n"));
            var refused = program.posts(path, TEMPLATE);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.json().path("detail").asText()).contains("is on the website");
        }
    }

    @Test
    void whoWentOnOnWhatsAppGetsThePlaceThere() {
        try (var visitor = house.visitor()) {
            visitor.says("I have to go");
            var handover =
                    house.http()
                            .get(
                                    "/widget/v1/handover?site=juniper",
                                    "Authorization",
                                    "Bearer " + visitor.token())
                            .json()
                            .path("code")
                            .asText();
            var phone = house.phone("15550002002");
            phone.writes("It is me: " + handover);
            visitor.hears("message", f -> f.path("text").asText().contains(handover));
            var path = "/conversations/" + visitor.code() + "/messages";
            int seq = program.sees("/conversations/" + visitor.code()).path("last_seq").asInt();
            says(program, path, PLACE.replace("{\"loc", "{\"reply_to\":" + seq + ",\"loc"));
            var received = phone.seesType("location");
            assertThat(received.path("quote").asText())
                    .isEqualTo(phone.wrote().getLast().path("wamid").asText());
            says(program, path, "{\"text\":\"About your first words\",\"reply_to\":1}");
            assertThat(phone.sees("About your first words").path("quote").isNull()).isTrue();
            says(program, path, TEMPLATE);
            phone.seesType("template");
            visitor.sees(FILLED);
        }
    }

    /// The business knows somebody by their user id alone.
    @Test
    void aCustomerWithoutANumberIsAnsweredByTheirUserId() {
        var waId = "1555000" + numbers.incrementAndGet();
        house.control("phones", "{\"wa_id\":\"" + waId + "\",\"name\":\"No number\"}");
        var phone = house.phone(waId);
        var message = Meta.words("", "You cannot see my number", Optional.empty());
        message.remove("from");
        message.put("from_user_id", userId(waId));
        try (var agent = house.agent()) {
            assertThat(house.meta().posts(house.meta().messages(message)).status()).isEqualTo(200);
            agent.sees("You cannot see my number");
            var code =
                    program.sees("/conversations")
                            .path("items")
                            .valueStream()
                            .filter(c -> c.path("last_text").asText().contains("my number"))
                            .map(c -> c.path("code").asText())
                            .findFirst()
                            .orElseThrow();
            agent.answers(code, "We need not");
            assertThat(phone.sees("We need not").path("direction").asText()).isEqualTo("in");
            says(program, "/conversations/" + code + "/messages", PLACE);
            phone.seesType("location");
        }
    }

    private String userId(String waId) {
        return house.http()
                .get("/sandbox/control/phones")
                .json()
                .path("items")
                .valueStream()
                .filter(phone -> phone.path("wa_id").asText().equals(waId))
                .map(phone -> phone.path("user_id").asText())
                .findFirst()
                .orElseThrow();
    }

    private void seesStatus(Customer customer, int seq, String status) {
        var _ =
                program.sees(
                        "message " + seq + " is " + status,
                        customer.messages() + "?after=" + (seq - 1),
                        list -> list.at("/items/0/status").asText().equals(status));
    }
}
