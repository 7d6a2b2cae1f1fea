package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Agents as programs look after them: invited, changed, disabled, and out at once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StaffStoryTest {
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

    private JsonNode invited(String name, String role) {
        var answer =
                program.posts(
                        "/agents",
                        """
                        {"email":"%1$s@shop.example","name":"%1$s","role":"%2$s"}
                        """
                                .formatted(name, role));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static String one(JsonNode agent) {
        return "/agents/" + agent.path("id").asLong();
    }

    private static String link(JsonNode agent) {
        return URI.create(agent.path("link").asText()).getPath();
    }

    private int pageFor(String cookie, String path) {
        return house.http().get(path, "Cookie", cookie).status();
    }

    @Test
    void whoIsInvitedSetsAPasswordAndIsThen() {
        var tom = invited("Tom", "agent");
        assertThat(tom.path("state").asText()).isEqualTo("invited");
        assertThat(tom.path("link_until").asText()).isNotEmpty();
        assertThat(tom.path("last_seen_at").isNull()).isTrue();
        assertThat(program.sees(one(tom)).has("link")).isFalse();

        var cookie = AgentClient.cookie(house, link(tom));
        assertThat(pageFor(cookie, "/admin/inbox")).isEqualTo(200);
        var now = program.sees(one(tom));
        assertThat(now.path("state").asText()).isEqualTo("signed_in");
        assertThat(now.path("last_seen_at").asText()).isNotEmpty();
        var sessions = program.sees(one(tom) + "/sessions").path("items");
        assertThat(sessions).hasSize(1);
        assertThat(sessions.path(0).path("user_agent").asText()).contains("Java");

        assertThat(
                        program.deletes(
                                        one(tom)
                                                + "/sessions/"
                                                + sessions.path(0).path("id").asText())
                                .status())
                .isEqualTo(204);
        assertThat(pageFor(cookie, "/admin/inbox")).isEqualTo(303);
        assertThat(program.sees(one(tom)).path("state").asText()).isEqualTo("signed_out");
        assertThat(program.sees(one(tom)).path("last_seen_at").asText()).isNotEmpty();
        assertThat(house.audited())
                .contains("agent.added", "agent.link_made", "agent.session_ended");
    }

    @Test
    void whoIsDisabledIsOutAtOnceAndTheirLinkIsVoid() {
        var ida = invited("Ida", "supervisor");
        try (var open = AgentClient.signsIn(house, link(ida))) {
            var again = program.posts(one(ida) + "/link", "{}").json();
            assertThat(program.posts(one(ida) + "/disable", "{}").json().path("state").asText())
                    .isEqualTo("disabled");
            // The stream ends without waiting for its beat of 20 seconds.
            open.sees("event: bye");
            assertThat(open.triesToAnswer("AAAA", "Still here?").status()).isEqualTo(401);
            assertThat(house.http().get(link(again)).status()).isEqualTo(410);
        }
        assertThat(program.posts(one(ida) + "/link", "{}").status()).isEqualTo(409);
        assertThat(program.posts(one(ida) + "/enable", "{}").json().path("state").asText())
                .isEqualTo("signed_out");
        assertThat(house.audited()).contains("agent.disabled", "agent.enabled");
    }

    @Test
    void aDisabledAgentsPhoneIsLeftOut() {
        var lea = invited("Lea", "agent");
        house.control("phones", "{\"wa_id\":\"15550003101\",\"name\":\"Lea's own\"}");
        var added =
                program.posts(
                        "/inbox-phones",
                        Json.text(
                                Json.object()
                                        .put("channel", house.setup().path("channel").asLong())
                                        .put("number", "+15550003101")
                                        .put("name", "Lea's own")
                                        .put("agent", lea.path("id").asLong())));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        var own = house.phone("15550003101");
        try (var visitor = house.visitor()) {
            visitor.says("Before");
            house.changes(
                    "UPDATE conversation SET assignee_id = ? WHERE code = ?",
                    lea.path("id").asLong(),
                    visitor.code());
            visitor.says("For Lea");
            var relayed = own.sees("For Lea");
            assertThat(program.posts(one(lea) + "/disable", "{}").status()).isEqualTo(200);
            visitor.says("For the team");
            house.phone().sees("For the team");
            own.replies(relayed, "Said by nobody of ours");
            Await.until(
                    "it is a customer's",
                    () ->
                            program.sees("/conversations?status=open")
                                    .toString()
                                    .contains("Said by nobody of ours"));
            assertThat(own.received()).noneMatch(m -> m.toString().contains("For the team"));
            assertThat(visitor.frames())
                    .noneMatch(f -> f.toString().contains("Said by nobody of ours"));
        }
    }

    @Test
    void whatADisabledAgentHasOpenIsTheTeamsAgain() {
        var nils = invited("Nils", "agent");
        try (var first = house.visitor();
                var second = house.visitor();
                var over = house.visitor()) {
            for (var visitor : List.of(first, second, over)) {
                visitor.says("Who looks after me?");
                var given =
                        program.puts(
                                "/conversations/" + visitor.code() + "/assignee",
                                "{\"agent\":" + nils.path("id").asLong() + "}");
                assertThat(given.status()).as(given.text()).isLessThan(300);
            }
            var ended = program.posts("/conversations/" + over.code() + "/close", "{}");
            assertThat(ended.status()).as(ended.text()).isLessThan(300);

            var disabled = program.posts(one(nils) + "/disable", "{}").json();
            assertThat(disabled.path("conversations_given_back").asInt()).isEqualTo(2);
            for (var visitor : List.of(first, second)) {
                assertThat(assignee(visitor).isNull()).isTrue();
                assertThat(program.sees("/conversations/" + visitor.code() + "/asides").toString())
                        .contains("disabled Nils, so this is nobody’s now");
            }
            assertThat(assignee(over).path("name").asText()).isEqualTo("Nils");
            assertThat(
                            house.asks(
                                    "SELECT detail AS text FROM audit WHERE action ="
                                            + " 'agent.disabled' ORDER BY id DESC LIMIT 1"))
                    .first()
                    .asString()
                    .contains("\"conversations_given_back\":2");
            // Nobody gets anything to do who cannot come in, nor what is opened again.
            var late =
                    program.puts(
                            "/conversations/" + first.code() + "/assignee",
                            "{\"agent\":" + nils.path("id").asLong() + "}");
            assertThat(late.status()).isBetween(400, 499);
            var opened = program.posts("/conversations/" + over.code() + "/reopen", "{}");
            assertThat(opened.status()).as(opened.text()).isLessThan(300);
            assertThat(assignee(over).isNull()).isTrue();
            // Once is enough.
            assertThat(
                            program.posts(one(nils) + "/disable", "{}")
                                    .json()
                                    .path("conversations_given_back")
                                    .asInt())
                    .isZero();
        }
    }

    private JsonNode assignee(VisitorClient visitor) {
        return program.sees("/conversations/" + visitor.code()).path("assignee");
    }

    @Test
    void whatWasChangedMeanwhileIsNotOverwritten() {
        var ann = invited("Ann", "agent");
        var changed = program.changes(one(ann), "{\"role\":\"supervisor\",\"version\":1}");
        assertThat(changed.json().path("role").asText()).isEqualTo("supervisor");
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        var stale = program.changes(one(ann), "{\"name\":\"Anna\",\"version\":1}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("detail").asText()).contains("version 2");
        assertThat(program.sees(one(ann)).path("name").asText()).isEqualTo("Ann");
    }

    @Test
    void theLastOwnerStays() {
        var owner = "/agents/1";
        for (var refused :
                new Http.Answer[] {
                    program.posts(owner + "/disable", "{}"),
                    program.changes(owner, "{\"role\":\"admin\"}")
                }) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("detail").asText())
                    .contains("No other owner could sign in");
        }
        assertThat(program.sees(owner).path("role").asText()).isEqualTo("owner");
    }

    @Test
    void anAdminMakesNoOwnerAndTouchesNone() {
        var cookie = AgentClient.cookie(house, link(invited("Adam", "admin")));
        var bob = invited("Bob", "agent");
        var http = house.http();
        var raised =
                http.patch(
                        "/api/v1" + one(bob), Json.object().put("role", "owner"), "Cookie", cookie);
        assertThat(raised.status()).isEqualTo(403);
        assertThat(raised.json().path("detail").asText()).isEqualTo("Only owners make owners.");
        var link = http.post("/api/v1/agents/1/link", Json.object(), "Cookie", cookie);
        assertThat(link.status()).isEqualTo(403);
        assertThat(link.json().path("detail").asText()).isEqualTo("Only owners change an owner.");
        var helped =
                http.patch(
                        "/api/v1" + one(bob), Json.object().put("role", "admin"), "Cookie", cookie);
        assertThat(helped.status()).as(helped.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | A name has 1 to 120 characters.",
                "{\"name\":\"X\",\"email\":\"x\"} | An email is like maya@shop.example.",
                "{\"name\":\"X\",\"email\":\"x@y.example\",\"role\":\"king\"} | role is one of"
                        + " owner, admin",
                "{\"name\":1} | name is a text.",
                "{\"password\":\"x\"} | There is no member “password” here; there are: email, name,"
                        + " role."
            })
    void whatIsWrongIsSaidInWords(String body, String words) {
        var refused = program.posts("/agents", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains(words);
    }

    @Test
    void anEmailIsOnePersons() {
        invited("Kim", "agent");
        var second =
                program.posts("/agents", "{\"name\":\"Kim II\",\"email\":\"KIM@shop.example\"}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("detail").asText())
                .isEqualTo("There is somebody with kim@shop.example already.");
    }

    @Test
    void rolesSayWhatTheyMay() {
        var roles = program.sees("/roles");
        assertThat(roles.path("permissions").findValuesAsText("name")).contains("owners.change");
        assertThat(roles.path("items")).hasSize(5);
        var admin =
                Optional.of(roles.path("items").path(1))
                        .filter(it -> it.path("name").asText().equals("admin"))
                        .orElseThrow();
        assertThat(admin.path("permissions").toString())
                .contains("agents.change")
                .doesNotContain("owners.change");
        var reader = new Program(house.http(), house.tokenFor(Permission.AGENTS_READ));
        assertThat(reader.asks("/agents").status()).isEqualTo(200);
        assertThat(reader.posts("/agents", "{}").status()).isEqualTo(403);
    }
}
