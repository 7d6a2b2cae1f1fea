package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Teams as programs keep them, and what becomes of a conversation that is handed over to one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TeamsStoryTest {
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

    private JsonNode added(String name, String members) {
        var answer =
                program.posts(
                        "/teams", "{\"name\":\"%s\",\"members\":%s}".formatted(name, members));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private Http.Answer handsOver(String code, String body) {
        return house.http()
                .put(
                        "/api/v1/conversations/" + code + "/team",
                        Json.parse(body),
                        "Authorization",
                        "Bearer " + house.apiToken());
    }

    @Test
    void whatIsKeptIsListedChangedAndRemoved() {
        var made = added("Repairs", "[1,1]");
        assertThat(made.path("members").toString()).isEqualTo("[1]");
        var one = "/teams/" + made.path("id").asLong();
        var changed = program.changes(one, "{\"name\":\"Workshop\",\"version\":1}");
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        assertThat(changed.json().path("members").toString()).isEqualTo("[1]");
        var stale = program.changes(one, "{\"members\":[],\"version\":1}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("detail").asText()).contains("version 2");
        assertThat(program.sees(one).path("name").asText()).isEqualTo("Workshop");
        assertThat(program.sees("/teams").path("items").findValuesAsText("name"))
                .contains("Workshop");
        assertThat(program.deletes(one).status()).isEqualTo(204);
        assertThat(program.asks(one).status()).isEqualTo(404);
        assertThat(house.audited()).contains("team.added", "team.changed", "team.removed");
    }

    @Test
    void aNameIsTakenOnce() {
        added("Twice", "[]");
        var second = program.posts("/teams", "{\"name\":\"twice\"}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("detail").asText())
                .isEqualTo("There is a team twice already.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | A team’s name has",
                "{\"name\":1} | name is a text.",
                "{\"name\":\"A\",\"members\":\"1\"} | members is a list of agents’ numbers.",
                "{\"name\":\"A\",\"members\":[1.5]} | members is a list of agents’ numbers.",
                "{\"name\":\"A\",\"members\":[777]} | One of the members is no agent here.",
                "{\"colour\":\"red\"} | There is no member “colour” here; there are: assignment,"
                        + " members, name."
            })
    void whatIsWrongIsSaidInWords(String body, String words) {
        var refused = program.posts("/teams", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains(words);
    }

    @Test
    void whoOnlyReadsDoesNotChange() {
        var reader = new Program(house.http(), house.tokenFor(Permission.AGENTS_READ));
        assertThat(reader.asks("/teams").status()).isEqualTo(200);
        assertThat(reader.posts("/teams", "{\"name\":\"No\"}").status()).isEqualTo(403);
    }

    @Test
    void aConversationIsHandedOverToATeamAndTakenFromThere() {
        var team = added("Lighting", "[1]").path("id").asLong();
        try (var visitor = house.visitor()) {
            visitor.says("Is it dimmable?");
            var code = visitor.code();
            var path = "/api/v1/conversations/" + code;
            agent.sees("Is it dimmable?");
            house.http()
                    .put(
                            path + "/assignee",
                            Json.parse("{\"agent\":1}"),
                            "Authorization",
                            "Bearer " + house.apiToken());

            var late = handsOver(code, "{\"team\":" + team + ",\"from\":null}");
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.json().path("detail").asText()).contains("has it by now.");
            var gone = handsOver(code, "{\"team\":999}");
            assertThat(gone.status()).isEqualTo(422);
            assertThat(gone.json().path("detail").asText())
                    .isEqualTo("There is no such team any more.");
            assertThat(handsOver(code, "{}").status()).isEqualTo(422);

            var handed = handsOver(code, "{\"team\":" + team + ",\"from\":1}");
            assertThat(handed.status()).as(handed.text()).isEqualTo(200);
            agent.sees("handed this over to the team Lighting");
            assertThat(handed.json().at("/team/name").asText()).isEqualTo("Lighting");
            assertThat(handed.json().path("assignee").isNull()).isTrue();
            assertThat(house.api("/api/v1/conversations?view=open&team=" + team).toString())
                    .contains(code);
            assertThat(house.api("/api/v1/conversations?view=open&team=" + (team + 1)).toString())
                    .doesNotContain(code);
            assertThat(visitor.frames().toString()).doesNotContain("Lighting");

            assertThat(handsOver(code, "{\"team\":null}").json().path("team").isNull()).isTrue();
            agent.sees("took this out of the team Lighting");
            handsOver(code, "{\"team\":" + team + "}");
            assertThat(program.deletes("/teams/" + team).status()).isEqualTo(204);
            assertThat(house.api(path).path("team").isNull()).isTrue();
        }
    }

    /// The phones of those who are in it ring, and not the shared one.
    @Test
    void whatATeamHasGoesToTheTeamsPhones() {
        var other = "15550007001";
        house.control("phones", "{\"wa_id\":\"15550007001\",\"name\":\"Workshop\"}");
        var answer =
                program.posts(
                        "/inbox-phones",
                        Json.text(
                                Json.object()
                                        .put("channel", channel())
                                        .put("number", "+" + other)
                                        .put("name", "Workshop")
                                        .put("agent", 1)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        var team = added("Phones", "[1]").path("id").asLong();
        try (var visitor = house.visitor()) {
            visitor.says("First for everybody");
            house.phone().sees("First for everybody");
            handsOver(visitor.code(), "{\"team\":" + team + "}");
            visitor.says("Then for the team");
            house.phone(other).sees("Then for the team");
            assertThat(house.phone().received().toString()).doesNotContain("Then for the team");
        }
    }

    private long channel() {
        return program.sees("/channels").at("/items/0/id").asLong();
    }
}
