package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of words in a template that Meta does not take as they are: they are mended once,
/// held back for a day, or refused, and whoever waits for them is told.
final class TemplateTroubleStoryTest {
    private static final String LONG = "Is the blue lamp still there? ".repeat(10).strip();
    private static final String HIDDEN = "Is it\u200B there?";

    private House house;
    private Program program;

    @BeforeEach
    void open() {
        house = House.open();
        program = house.program();
        program.sees("the templates", "/templates", list -> !list.path("items").isEmpty());
    }

    @AfterEach
    void close() {
        house.close();
    }

    /// Meta says so at once, or only by a status.
    @ParameterizedTest
    @CsvSource({"template, 132005", "webhook, 132005"})
    void whatIsTooLongForATemplateGoesShortened(String on, int code) {
        closeWindows();
        fault(on, code, 1);
        try (var visitor = house.visitor()) {
            visitor.says(LONG);
            var received = house.phone().seesType("template").path("text").asText();
            assertThat(received).contains("Is the blue lamp").contains("…").hasSizeLessThan(250);
            visitor.seesTick(1, "delivered");
            assertThat(visitor.ticks(1)).doesNotContain("failed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "template, 132008",
        "template, 132012",
        "template, 132018",
        "webhook, 132008",
        "webhook, 132012",
        "webhook, 132018"
    })
    void wordsThatMetaDoesNotTakeGoWithoutWhatNobodySees(String on, int code) {
        var customer = CustomerClient.withNumber(house, "15550007401", "Cleaned");
        customer.writes("Hello");
        fault(on, code, 1);
        int seq = template(customer, HIDDEN);
        customer.seesTick(seq, "delivered");
        assertThat(customer.received().getLast())
                .isEqualTo(
                        "New message from Ana on the website: Is it there? You can answer here.");
        assertThat(customer.received()).hasSize(1);
    }

    @Test
    void anAgentSeesThatWhatTheySentWentOutShortened() {
        var customer = CustomerClient.withNumber(house, "15550007402", "Shortened");
        customer.writes("Hello");
        fault("template", 132_005, 1);
        int seq = template(customer, LONG);
        var message = customer.sees(seq, "is remarked", m -> m.hasNonNull("note"));
        assertThat(message.path("note").asText()).contains("shortened");
        assertThat(message.path("text").asText()).contains(LONG);
        customer.seesTick(seq, "delivered");
    }

    @ParameterizedTest
    @ValueSource(ints = {132_005, 132_008, 132_012, 132_018})
    void whatIsRefusedMendedTooHasFailedAfterTwoCalls(int code) {
        var customer = CustomerClient.withNumber(house, "15550007403", "Refused");
        customer.writes("Hello");
        fault("template", code, 5);
        int seq = template(customer, LONG + HIDDEN);
        var failed = customer.sees(seq, "has failed", m -> m.hasNonNull("failure"));
        assertThat(failed.path("failure").asText()).contains(Integer.toString(code));
        assertThat(sends()).isEqualTo(2);
        assertThat(program.sees("/outbox?state=dead").path("items")).hasSize(1);
    }

    @Test
    void whatCannotBeMendedIsNotTriedAgain() {
        var customer = CustomerClient.withNumber(house, "15550007404", "Plain");
        customer.writes("Hello");
        fault("template", 132_018, 5);
        int seq = template(customer, "Plain words");
        customer.sees(seq, "has failed", m -> m.hasNonNull("failure"));
        assertThat(sends()).isEqualTo(1);
    }

    /// Meta holds it back by its own judgement, at once or by a status: not sooner than after a
    /// day, unless the phone writes, which opens its window for free words.
    @ParameterizedTest
    @CsvSource({
        "template, 131049",
        "template, 131064",
        "template, 132015",
        "webhook, 131049",
        "webhook, 131064",
        "webhook, 132015"
    })
    void whatMetaHoldsBackWaitsADayOrUntilThePhoneWrites(String on, int code) {
        closeWindows();
        fault(on, code, 1);
        try (var visitor = house.visitor()) {
            visitor.says("Held back");
            var job =
                    program.sees(
                                    "it waits",
                                    "/outbox",
                                    list ->
                                            list.at("/items/0/last_error")
                                                    .asText()
                                                    .contains(Integer.toString(code)))
                            .at("/items/0");
            assertThat(job.path("waits_for").asText()).isEqualTo("window");
            assertThat(Waits.secondsOf(job)).isBetween(24 * 3_600L - 60, 24 * 3_600L + 60);
            // A call is written down after its answer.
            Await.until("the call is written down", () -> sends() >= 1);
            int calls = sends();
            visitor.says("Behind it");
            post("/breakers/" + house.setup().path("channel").asText() + "/release");
            assertThat(sends()).as("a release is no reason to ask sooner").isEqualTo(calls);
            assertThat(visitor.ticks(1)).doesNotContain("failed");
            house.phone().writes("/list");
            visitor.seesTick(1, "delivered");
            visitor.seesTick(2, "delivered");
            assertThat(house.phone().sees("Held back").path("type").asText()).isEqualTo("text");
        }
    }

    /// What comes after it in the customer's chat cannot wait a day for it.
    @Test
    void whatMetaHoldsBackFromACustomerHasFailedAndIsNotSentAgainByItself() {
        var customer = CustomerClient.withNumber(house, "15550007405", "Held");
        customer.writes("Hello");
        fault("template", 131_049, 1);
        int seq = template(customer, "Not today");
        customer.sees(seq, "has failed", m -> m.path("failure").asText().contains("131049"));
        assertThat(sends()).isEqualTo(1);
        assertThat(program.sees("/outbox?state=dead").path("items")).hasSize(1);
    }

    /// Some templates do not go to user ids: to whoever shows a number they go by that.
    @Test
    void whatDoesNotGoToAUserIdGoesToTheNumberWhereOneIsKnownAndElseIsRefused() {
        var shown = CustomerClient.withNumber(house, "15550007406", "Shown");
        shown.writes("Hello");
        var hidden =
                CustomerClient.withoutNumber(
                        house, "15550007407", "US.90000000000000007407", "Hidden");
        hidden.writes("Hello");
        var created =
                program.posts(
                        "/templates",
                        """
                        {"channel":%s,"name":"code","language":"en_US","category":"AUTHENTICATION",
                         "components":[{"type":"BODY","text":"Your code came by letter."}]}
                        """
                                .formatted(house.setup().path("channel").asText()));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        program.sees(
                "it is approved",
                "/templates/" + created.json().path("id").asText(),
                t -> t.path("status").asText().equals("APPROVED"));
        var code = "{\"template\":{\"name\":\"code\",\"language\":\"en_US\"}}";
        int toShown = said(program.posts(messages(shown), code));
        int toHidden = said(program.posts(messages(hidden), code));
        shown.seesTick(toShown, "delivered");
        var failed = hidden.sees(toHidden, "has failed", m -> m.hasNonNull("failure"));
        assertThat(failed.path("failure").asText())
                .contains("131062", "needs the person's phone number");
    }

    private static String messages(CustomerClient customer) {
        return "/conversations/" + customer.code() + "/messages";
    }

    private int template(CustomerClient customer, String words) {
        var json = Json.object();
        json.putObject("template")
                .put("name", "visitor_message")
                .put("language", "en_US")
                .putObject("parameters")
                .put("visitor", "Ana")
                .put("words", words);
        return said(program.posts(messages(customer), Json.text(json)));
    }

    private static int said(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("seq").asInt();
    }

    private void closeWindows() {
        house.control("rules", "{\"window\":true,\"late\":0}");
    }

    private void fault(String on, int code, int count) {
        house.faults(
                "{\"on\":\"%s\",\"kind\":\"error\",\"code\":%d,\"count\":%d}"
                        .formatted(on, code, count));
    }

    private void post(String path) {
        assertThat(program.posts(path, "{}").status()).isEqualTo(200);
    }

    /// How many templates were sent.
    private int sends() {
        int count = 0;
        for (JsonNode call :
                house.http().get("/sandbox/control/calls?after=0").json().path("items")) {
            boolean isSend = call.path("path").asText().endsWith("/messages");
            count += isSend && call.at("/body/type").asText().equals("template") ? 1 : 0;
        }
        return count;
    }
}
