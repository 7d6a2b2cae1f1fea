package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What customers are told who write while nobody is there. It is Sunday 22 November 2026, 12:00,
/// and the shop is open on Mondays and Tuesdays from 9:00 to 18:00, in UTC.
final class AwayStoryTest {
    private static final String HOURS =
            """
            {"zone": "UTC", "week": [{"day": 1, "from": "09:00", "to": "18:00"},
                                     {"day": 2, "from": "09:00", "to": "18:00"}]}
            """;
    private static final String AWAY =
            """
            {"texts": [{"language": "en", "text": "Closed; we answer {{next_open}}."},
                       {"language": "de", "text": "Zu. Wieder da: {{next_open}}."}]}
            """;

    private final MovedClock clock = new MovedClock();
    private House house;
    private Program program;
    private String site;

    @BeforeEach
    void open() {
        house = House.open(UnaryOperator.identity(), clock);
        program = house.program();
        site = "/sites/" + program.sees("/sites").at("/items/0/id").asText();
        set("/hours", HOURS);
        set("/away", AWAY);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void set(String what, String json) {
        var answer = program.puts(site + what, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private VisitorClient arrives(String locale, String zone) {
        var visitor = VisitorClient.connects(house);
        visitor.sendsFrame(VisitorClient.hello(Optional.empty(), 0).put("locale", locale));
        visitor.hears("welcome");
        visitor.sendsFrame(Json.object().put("t", "profile").put("zone", zone));
        return visitor;
    }

    private static List<String> answers(VisitorClient visitor) {
        return visitor.frames().stream()
                .filter(frame -> frame.path("t").asText().equals("message"))
                .filter(frame -> frame.path("from").asText().equals("agent"))
                .map(frame -> frame.path("text").asText())
                .toList();
    }

    @Test
    void aVisitorIsToldOnceForEachTimeOfBeingClosed() {
        try (var visitor = house.visitor()) {
            visitor.says("Anybody there?");
            var told = visitor.sees("Closed; we answer tomorrow at 9:00\u202fAM.");
            assertThat(told.path("from").asText()).isEqualTo("agent");
            visitor.says("Hello?");
            clock.move(Duration.ofHours(22)); // Monday at ten
            visitor.says("Now?");
            clock.move(Duration.ofHours(12)); // and at ten in the evening
            visitor.says("And now?");
            visitor.sees("Closed; we answer tomorrow at 9:00\u202fAM.");
            clock.move(Duration.ofHours(20)); // Tuesday evening
            visitor.says("Still?");
            visitor.sees("Closed; we answer on Monday at 9:00\u202fAM.");
            assertThat(answers(visitor))
                    .containsExactly(
                            "Closed; we answer tomorrow at 9:00\u202fAM.",
                            "Closed; we answer tomorrow at 9:00\u202fAM.",
                            "Closed; we answer on Monday at 9:00\u202fAM.");
            var conversation = program.sees("/conversations/" + visitor.code());
            assertThat(conversation.path("waiting_since").isTextual()).isTrue();
        }
    }

    @Test
    void itIsSaidInTheLanguageAndOnTheClockOfWhoeverReadsIt() {
        try (var visitor = arrives("de-AT", "Asia/Tokyo")) {
            visitor.says("Jemand da?");
            visitor.sees("Zu. Wieder da: Montag, 18:00.");
        }
        try (var visitor = arrives("fr", "America/New_York")) {
            visitor.says("Il y a quelqu’un ?");
            visitor.sees("Closed; we answer tomorrow at 4:00\u202fAM.");
        }
    }

    @Test
    void whoWritesOnWhatsAppIsToldThere() {
        var customer = CustomerClient.withNumber(house, "351900000101", "Rui");
        customer.writes("Aberto?");
        customer.phone().sees("Closed; we answer tomorrow at 9:00");
        customer.writes("Hello?");
        clock.move(Duration.ofHours(34)); // Monday at ten in the evening
        customer.writes("Good evening");
        customer.phone().seesCount(2);
        assertThat(customer.received()).allMatch(text -> text.contains("tomorrow at 9:00"));
    }

    @Test
    void whatIsNotKnownIsLeftOutOfIt() {
        set(
                "/away",
                texts(
                        "{\"language\":\"en\",\"text\":\"Sorry, {{first_name}}! Back"
                                + " {{next_open}}.\"}"));
        var warnings = program.sees(site).path("warnings");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.path(0).asText()).contains("away-text-0", "{{first_name}}");
        try (var agent = house.agent()) {
            var page = agent.page("/admin/settings/hours");
            assertThat(page).contains("no name is known: {{first_name}} is left out then");
        }
        try (var visitor = house.visitor()) {
            visitor.says("Anybody there?");
            visitor.sees("Sorry! Back tomorrow at 9:00\u202fAM.");
        }
        set("/away", AWAY);
        assertThat(program.sees(site).path("warnings")).isEmpty();
    }

    @Test
    void aGreetingLeavesOutWhatIsNotKnownToo() {
        set("/hours", "null");
        set(
                "/follow-up",
                "{\"greeting\":"
                        + texts("{\"language\":\"en\",\"text\":\"Hello {{name}}, welcome.\"}")
                        + "}");
        assertThat(program.sees(site).at("/warnings/0").asText())
                .contains("greeting-text-0", "{{name}}");
        try (var visitor = house.visitor()) {
            visitor.says("Hi");
            visitor.sees("Hello, welcome.");
        }
    }

    @Test
    void whoWasToldOfAnOpeningThatIsNotToBeIsToldOfTheNext() {
        try (var visitor = house.visitor()) {
            visitor.says("Anybody there?");
            visitor.sees("Closed; we answer tomorrow at 9:00\u202fAM.");
            set("/hours", HOURS.replace("09:00", "10:00"));
            visitor.says("Still closed?");
            visitor.sees("Closed; we answer tomorrow at 10:00\u202fAM.");
            visitor.says("Alright");
            set("/hours", HOURS.replace("09:00", "10:00").replace("18:00", "17:00"));
            int last = visitor.says("And now?");
            clock.move(Duration.ofHours(23)); // Monday at eleven
            visitor.says("Open?");
            assertThat(answers(visitor)).hasSize(2);
            assertThat(last).isEqualTo(6);
        }
    }

    @Test
    void whoIsInTheMiddleOfATalkIsToldOnce() {
        var customer = CustomerClient.withNumber(house, "351900000102", "Ana");
        set("/hours", "null");
        customer.writes("One question");
        int _ = customer.isAnswered("Ask away");
        set("/hours", HOURS);
        customer.writes("Which lamp is green?");
        int last = customer.isAnswered("All of them");
        customer.seesTick(last, "delivered");
        customer.phone().sees("Closed; we answer");
        customer.writes("And blue?");
        last = customer.isAnswered("None");
        customer.seesTick(last, "delivered");
        assertThat(customer.received()).hasSize(4);
    }

    @Test
    void whatIsWrongIsSaidInWords() {
        wrong("[]", "not a JSON object");
        wrong("{}", "Write what they are told.");
        wrong(texts("{\"language\":\"\",\"text\":\"a\"}"), "Say in which language");
        wrong(texts("{\"language\":\"zz\",\"text\":\"a\"}"), "is no language");
        wrong(texts("{\"language\":\"en\",\"text\":\"\"}"), "Write what they are told.");
        wrong(texts("{\"language\":\"en\",\"text\":\"{{agent}}\"}"), "{{agent}}");
        wrong(
                texts(
                        "{\"language\":\"en\",\"text\":\"a\"},"
                                + "{\"language\":\"en\",\"text\":\"b\"}"),
                "in this language already");
        wrong(
                texts(
                        "{\"language\":\"en\",\"text\":%s}"
                                .formatted("\"" + "a".repeat(1_001) + "\"")),
                "1001 characters");
        assertThat(program.sees(site).at("/away/texts")).hasSize(2);
        set("/away", "null");
        assertThat(program.sees(site).path("away").isNull()).isTrue();
        assertThat(house.audited()).contains("site.hours_changed");
    }

    private static String texts(String items) {
        return "{\"texts\":[" + items + "]}";
    }

    private void wrong(String json, String words) {
        var answer = program.puts(site + "/away", json);
        assertThat(answer.status()).as(json).isIn(400, 422);
        assertThat(answer.json().path("detail").asText()).contains(words);
    }
}
