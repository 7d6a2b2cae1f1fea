package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

/// Routing rules as programs keep them, and what they make of conversations.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RulesStoryTest {
    private House house;
    private Program program;
    private AgentClient agent;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        agent = house.agent();
    }

    @AfterAll
    void close() {
        agent.close();
        house.close();
    }

    @AfterEach
    void forget() {
        program.sees("/rules")
                .path("items")
                .forEach(rule -> program.deletes("/rules/" + rule.path("id").asLong()));
    }

    private JsonNode made(String path, String json) {
        var answer = program.posts(path, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode rule(String name, String when, String then) {
        return made(
                "/rules", "{\"name\":\"%s\",\"when\":%s,\"then\":%s}".formatted(name, when, then));
    }

    private static long id(JsonNode json) {
        return json.path("id").asLong();
    }

    @Test
    void whatIsKeptIsListedChangedOrderedAndRemoved() {
        var first = rule("Broken", "{\"keywords\":[\"broken\",\" broken \"]}", "{\"agent\":1}");
        var second = rule("Rest", "{}", "{\"priority\":\"high\"}");
        assertThat(first.at("/when/keywords").toString()).isEqualTo("[\"broken\"]");
        assertThat(second.path("place").asInt()).isEqualTo(2);
        assertThat(second.path("warnings").toString()).contains("no condition");
        var one = "/rules/" + id(first);
        var changed = program.changes(one, "{\"name\":\"Damaged\",\"version\":1}");
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        assertThat(changed.json().at("/then/agent").asInt()).isEqualTo(1);
        var stale = program.changes(one, "{\"active\":false,\"version\":1}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("detail").asText()).contains("version 2");

        var order = "{\"ids\":[%d,%d]}".formatted(id(second), id(first));
        var ordered = program.puts("/rules/order", order);
        assertThat(ordered.json().path("items").findValuesAsText("name"))
                .containsExactly("Rest", "Damaged");
        assertThat(ordered.json().at("/items/1/warnings").toString())
                .contains("never reached: whatever fits it fits Rule 1, Rest, first");
        var late =
                program.puts(
                        "/rules/order",
                        "{\"ids\":[%1$d,%2$d],\"seen\":[%1$d,%2$d]}"
                                .formatted(id(first), id(second)));
        assertThat(late.status()).isEqualTo(409);
        assertThat(program.puts("/rules/order", "{\"ids\":[1]}").status()).isEqualTo(422);
        assertThat(program.deletes(one).status()).isEqualTo(204);
        assertThat(program.asks(one).status()).isEqualTo(404);
        assertThat(house.audited())
                .contains("rule.added", "rule.changed", "rule.ordered", "rule.removed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | A rule’s name has",
                "{\"name\":\"A\",\"when\":[]} | when is an object.",
                "{\"name\":\"A\",\"when\":{\"colour\":1}} | There is no member “colour” in when;"
                        + " there are:",
                "{\"name\":\"A\",\"when\":{\"keywords\":\"a\"}} | keywords is a list of texts.",
                "{\"name\":\"A\",\"when\":{\"languages\":[\"x\"]}} | is no language",
                "{\"name\":\"A\",\"when\":{\"channels\":[\"site\"]}} | A channel is web",
                "{\"name\":\"A\",\"when\":{\"hours\":\"late\"}} | hours is open or closed.",
                "{\"name\":\"A\",\"then\":{\"team\":\"x\"}} | team is a number.",
                "{\"name\":\"A\",\"then\":{\"priority\":\"low\"}} | A priority is high or urgent."
            })
    void whatIsWrongIsSaidInWords(String body, String words) {
        var refused = program.posts("/rules", body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains(words);
    }

    @Test
    void whoOnlyReadsTriesAndDoesNotChange() {
        var reader = new Program(house.http(), house.tokenFor(Permission.SETTINGS_READ));
        assertThat(reader.asks("/rules").status()).isEqualTo(200);
        assertThat(reader.posts("/rules", "{\"name\":\"No\"}").status()).isEqualTo(403);
        assertThat(reader.posts("/rules/try", "{}").json().path("words").asText())
                .isEqualTo("There are no rules, so it is everybody’s.");
    }

    @Test
    void tryingTellsOfEachRule() {
        rule("Broken", "{\"keywords\":[\"broken\"]}", "{\"agent\":1}");
        var lamps = rule("Lamps", "{\"pages\":[\"/lamps/\"]}", "{\"priority\":\"urgent\"}");
        rule("Rest", "{}", "{}");
        var tried =
                program.posts(
                                "/rules/try",
                                "{\"text\":\"Hi\",\"page\":\"https://x.example/lamps/a\"}")
                        .json();
        assertThat(tried.path("rule").asLong()).isEqualTo(id(lamps));
        assertThat(tried.at("/then/priority").asText()).isEqualTo("urgent");
        assertThat(tried.path("words").asText())
                .isEqualTo(
                        "Rule 2, Lamps: the page starts with /lamps/:"
                                + " https://x.example/lamps/a. It gets priority urgent.");
        assertThat(tried.path("rules").findValuesAsText("outcome"))
                .containsExactly("does_not_fit", "fits", "not_asked");
        assertThat(tried.at("/rules/0/checks/0/words").asText())
                .isEqualTo("the message has “broken”");
    }

    @Test
    void aConversationGoesWhereTheFirstRuleThatFitsSays() {
        var team = id(made("/teams", "{\"name\":\"Lighting\",\"members\":[1]}"));
        var label = id(made("/labels", "{\"name\":\"Damage\"}"));
        var canned =
                id(
                        made(
                                "/canned",
                                "{\"shortcut\":\"sorry\",\"title\":\"Sorry\",\"text\":\"Hi"
                                        + " {{first_name|there}}, sorry to hear that.\"}"));
        var damaged =
                rule(
                        "Damaged",
                        "{\"keywords\":[\"broken\"],\"pages\":[\"/lamps/\"]}",
                        ("{\"team\":%d,\"agent\":1,\"label\":%d,\"priority\":\"urgent\","
                                        + "\"canned\":%d}")
                                .formatted(team, label, canned));
        try (var visitor = house.visitor()) {
            visitor.says("My lamp is BROKEN.");
            var answer = visitor.sees("Hi there, sorry to hear that.");
            assertThat(answer.path("from").asText()).isEqualTo("agent");
            assertThat(answer.path("seq").asInt()).isEqualTo(2);
            assertThat(answer.path("name").asText()).isEqualTo("Juniper & Co.");
            agent.sees("Rule 1, Damaged → the team Lighting");
            var path = "/conversations/" + visitor.code();
            var seen = program.sees(path);
            assertThat(seen.at("/team/id").asLong()).isEqualTo(team);
            assertThat(seen.at("/assignee/id").asLong()).isEqualTo(1);
            assertThat(seen.path("priority").asText()).isEqualTo("urgent");
            assertThat(seen.at("/labels/0/name").asText()).isEqualTo("Damage");
            // Nobody has answered yet.
            assertThat(seen.path("waiting_since").isNull()).isFalse();
            assertThat(seen.path("last_text").asText()).isEqualTo("My lamp is BROKEN.");
            var why = program.sees(path + "/routing");
            assertThat(why.path("rule").asLong()).isEqualTo(id(damaged));
            assertThat(why.path("words").asText())
                    .startsWith("Rule 1, Damaged: the message has “broken”: “broken”, the page")
                    .endsWith("the answer /sorry.");
            assertThat(agent.opens(visitor.code())).contains("Why it’s here");
            assertThat(visitor.frames().toString()).doesNotContain("Damaged", "Lighting");

            visitor.says("It is broken!");
            assertThat(visitor.frames().toString().split("sorry to hear", -1)).hasSize(2);
            house.phone().sees("My lamp is BROKEN.");

            var visitorId = program.sees(path).at("/visitor/id").asText();
            assertThat(program.deletes("/visitors/" + visitorId).status()).isEqualTo(204);
            assertThat(
                            house.asks(
                                    "SELECT words AS text FROM routing_trace WHERE rule_id = "
                                            + id(damaged)))
                    .isEmpty();
        }
    }

    @Test
    void howAVisitBeganCountsPagesLater() {
        rule("Autumn", "{\"campaigns\":[\"autumn\"]}", "{\"priority\":\"high\"}");
        rule("Search", "{\"referrers\":[\"search.example\"]}", "{\"priority\":\"urgent\"}");
        assertThat(routed("https://juniper.example/?utm_campaign=autumn", ""))
                .startsWith("Rule 1, Autumn");
        assertThat(routed("https://juniper.example/", "https://search.example/"))
                .startsWith("Rule 2, Search");
        // A page of the site's own is nowhere that somebody came from.
        var own = "http://localhost:" + house.gateway().port() + "/search.example";
        assertThat(routed("https://juniper.example/?utm_campaign=autumn", own))
                .isEqualTo("No rule fitted.");
    }

    private String routed(String landing, String referrer) {
        try (var visitor = VisitorClient.connects(house)) {
            var hello = VisitorClient.hello(Optional.empty(), 0);
            ((ObjectNode) hello.path("page")).put("landing", landing).put("referrer", referrer);
            visitor.sendsFrame(hello);
            visitor.hears("welcome");
            visitor.says("Good afternoon");
            var path = "/conversations/" + visitor.code() + "/routing";
            return program.sees(path).path("words").asText();
        }
    }

    @Test
    void whatIsGoneIsLeftOutAndWhatHasAHoleIsNotSent() {
        var canned =
                id(
                        made(
                                "/canned",
                                "{\"shortcut\":\"hole\",\"title\":\"Hole\",\"text\":\"Dear"
                                        + " {{name}}\"}"));
        var made = rule("Odd", "{}", "{\"team\":999,\"canned\":" + canned + "}");
        assertThat(made.path("warnings").toString()).contains("team is gone", "is not sent where");
        try (var visitor = house.visitor()) {
            visitor.says("Anybody?");
            var why = program.sees("/conversations/" + visitor.code() + "/routing");
            assertThat(why.path("words").asText())
                    .isEqualTo(
                            "Rule 1, Odd: it fits everything. Left out: its team is gone; /hole was"
                                    + " not sent, as nothing is known for name.");
            assertThat(program.sees("/conversations/" + visitor.code()).path("last_seq").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void whoWritesOnWhatsAppIsRoutedAndAnsweredThere() {
        var canned =
                id(
                        made(
                                "/canned",
                                "{\"shortcut\":\"wa\",\"title\":\"W\",\"text\":\"Welcome on"
                                        + " WhatsApp.\"}"));
        rule("Known", "{\"returning\":true}", "{\"priority\":\"high\"}");
        rule(
                "WhatsApp",
                "{\"channels\":[\"whatsapp\"]}",
                "{\"agent\":1,\"canned\":" + canned + "}");
        var customer = house.phone("15550002002");
        customer.writes("Good morning");
        customer.sees("Welcome on WhatsApp.");
        agent.sees("Rule 2, WhatsApp → Maya Okafor");
        var code =
                house.api("/api/v1/conversations?view=waiting&channel=whatsapp")
                        .at("/items/0/code")
                        .asText();
        assertThat(program.sees("/conversations/" + code).at("/assignee/id").asLong()).isEqualTo(1);
        agent.closes(code);
        customer.writes("One more thing");
        agent.sees("Rule 1, Known → priority high");
    }

    @Test
    void whereNoRuleFitsNothingIsDoneAndThatIsKept() {
        rule("Off", "{\"keywords\":[\"xylophone\"]}", "{\"agent\":1}");
        try (var visitor = house.visitor()) {
            visitor.says("Good evening");
            var path = "/conversations/" + visitor.code();
            assertThat(program.sees(path + "/routing").path("words").asText())
                    .isEqualTo("No rule fitted.");
            assertThat(program.sees(path).path("assignee").isNull()).isTrue();
        }
    }
}
