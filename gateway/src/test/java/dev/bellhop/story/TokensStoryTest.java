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

import java.net.URI;

/// What programs sign in with: made for some things and some days, replaced and revoked.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokensStoryTest {
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

    private JsonNode made(String name, String more) {
        var answer =
                program.posts(
                        "/api-tokens",
                        "{\"name\":\"%s\",\"permissions\":[\"status.read\",\"reports.read\"]%s}"
                                .formatted(name, more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private int statusFor(JsonNode made, String path) {
        return as(made).asks(path).status();
    }

    private Program as(JsonNode made) {
        return new Program(house.http(), made.path("token").asText());
    }

    private static String one(JsonNode made) {
        return "/api-tokens/" + made.path("id").asLong();
    }

    @Test
    void aTokenMayDoWhatItWasMadeForAndIsShownOnce() {
        var made = made("Nightly", ",\"days\":30");
        assertThat(statusFor(made, "/status")).isEqualTo(200);
        assertThat(statusFor(made, "/agents")).isEqualTo(403);
        var kept = program.sees(one(made));
        assertThat(kept.has("token")).isFalse();
        assertThat(made.path("token").asText()).endsWith(kept.path("hint").asText());
        assertThat(kept.path("last_used_at").asText()).isNotEmpty();
        assertThat(kept.path("made_by").asText()).isEqualTo("local command line");
        assertThat(program.sees("/api-tokens").at("/items").findValuesAsText("name"))
                .contains("Nightly", "local command line");
        assertThat(house.asks("SELECT HEX(token_hash) AS text FROM api_token"))
                .allMatch(hash -> hash.length() == 64);
    }

    @Test
    void itEndsByItself() {
        var made = made("Short", ",\"days\":1");
        house.changes(
                "UPDATE api_token SET expires_at = NOW(3) - INTERVAL 1 DAY WHERE id = ?",
                made.path("id").asLong());
        assertThat(statusFor(made, "/status")).isEqualTo(401);
        assertThat(program.asks(one(made)).status()).isEqualTo(404);
    }

    @Test
    void aRotatedOneIsGoodForAWhileBesideTheNew() {
        var old = made("Rotated", "");
        var next = program.posts(one(old) + "/rotate", "{\"grace_minutes\":5}").json();
        assertThat(next.path("name").asText()).isEqualTo("Rotated");
        assertThat(next.path("permissions")).isEqualTo(old.path("permissions"));
        assertThat(next.path("token").asText()).isNotEqualTo(old.path("token").asText());
        assertThat(statusFor(old, "/status")).isEqualTo(200);
        assertThat(statusFor(next, "/status")).isEqualTo(200);
        assertThat(program.sees(one(old)).path("expires_at").isNull()).isFalse();
        assertThat(next.path("expires_at").isNull()).isTrue();
        var again = program.posts(one(old) + "/rotate", "{}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("took the place");

        var last = program.posts(one(next) + "/rotate", "{\"grace_minutes\":0}").json();
        assertThat(statusFor(next, "/status")).isEqualTo(401);
        assertThat(program.deletes(one(last)).status()).isEqualTo(204);
        assertThat(statusFor(last, "/status")).isEqualTo(401);
        assertThat(program.deletes(one(last)).status()).isEqualTo(404);
        assertThat(house.audited())
                .contains("api_token.created", "api_token.rotated", "api_token.revoked");
    }

    @Test
    void nobodyHandsOutMoreThanTheyHave() {
        var maker = new Program(house.http(), house.tokenFor(Permission.TOKENS_CHANGE));
        var refused =
                maker.posts("/api-tokens", "{\"name\":\"More\",\"permissions\":[\"status.read\"]}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("status.read").doesNotContain("tokens.change");
        var strong = made("Strong", "");
        assertThat(maker.posts(one(strong) + "/rotate", "{}").status()).isEqualTo(403);
        assertThat(maker.deletes(one(strong)).status()).isEqualTo(403);
        assertThat(statusFor(strong, "/status")).isEqualTo(200);
    }

    /// One that leaked for an hour would last for good.
    @Test
    void aTokenMakesNoTokens() {
        var refused =
                program.posts(
                        "/api-tokens", "{\"name\":\"W\",\"permissions\":[\"tokens.change\"]}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("A token makes no tokens");
    }

    @Test
    void whatSomebodyMadeEndsWithThem() {
        var invited =
                program.posts(
                                "/agents",
                                "{\"email\":\"ada@shop.example\",\"name\":\"Ada\",\"role\":\"admin\"}")
                        .json();
        var link = URI.create(invited.path("link").asText()).getPath();
        var cookie = AgentClient.cookie(house, link);
        var made =
                house.http()
                        .post(
                                "/api/v1/api-tokens",
                                Json.parse("{\"name\":\"Hers\",\"permissions\":[\"status.read\"]}"),
                                "Cookie",
                                cookie)
                        .json();
        assertThat(made.path("made_by").asText()).isEqualTo("Ada");
        var hers = new Program(house.http(), made.path("token").asText());
        assertThat(hers.asks("/status").status()).isEqualTo(200);
        var path = "/agents/" + invited.path("id").asLong() + "/disable";
        assertThat(program.posts(path, "{}").status()).isEqualTo(200);
        assertThat(hers.asks("/status").status()).isEqualTo(401);
    }

    @Test
    void whoMayDoLessTakesItFromTheTokensThatTheyMade() {
        var invited =
                program.posts(
                                "/agents",
                                "{\"email\":\"bo@shop.example\",\"name\":\"Bo\",\"role\":\"admin\"}")
                        .json();
        var link = URI.create(invited.path("link").asText()).getPath();
        var made =
                house.http()
                        .post(
                                "/api/v1/api-tokens",
                                Json.parse(
                                        "{\"name\":\"His\",\"permissions\":[\"audit.read\",\"agents.read\"]}"),
                                "Cookie",
                                AgentClient.cookie(house, link))
                        .json();
        var his = new Program(house.http(), made.path("token").asText());
        assertThat(his.asks("/audit").status()).isEqualTo(200);
        var path = "/agents/" + invited.path("id").asLong();
        assertThat(program.changes(path, "{\"role\":\"agent\"}").status()).isEqualTo(200);
        assertThat(his.asks("/audit").status()).isEqualTo(403);
        assertThat(program.sees("/api-tokens/" + made.path("id").asLong()).path("permissions"))
                .extracting(JsonNode::asText)
                .doesNotContain("audit.read");
        assertThat(program.changes(path, "{\"role\":\"admin\"}").status()).isEqualTo(200);
        assertThat(his.asks("/audit").status()).isEqualTo(200);
        // One that was rotated for them is still theirs.
        var rotated =
                program.posts("/api-tokens/" + made.path("id").asLong() + "/rotate", "{}").json();
        var next = new Program(house.http(), rotated.path("token").asText());
        assertThat(next.asks("/audit").status()).isEqualTo(200);
        assertThat(program.changes(path, "{\"role\":\"agent\"}").status()).isEqualTo(200);
        assertThat(next.asks("/audit").status()).isEqualTo(403);
    }

    @Test
    void theCommandLinesOwnIsMadeAnewAtEachStartAndNotRotated() {
        var own =
                program.sees("/api-tokens")
                        .path("items")
                        .valueStream()
                        .filter(it -> it.path("name").asText().equals("local command line"))
                        .findFirst()
                        .orElseThrow();
        assertThat(own.path("made_by").isNull()).isTrue();
        var refused = program.posts(one(own) + "/rotate", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("anew at each start");
        // Somebody's token of the same name is not the gateway's.
        var theirs = made("local command line", "");
        var before = house.apiToken();
        house.restart();
        program = house.program();
        assertThat(house.apiToken()).isNotEqualTo(before);
        assertThat(new Program(house.http(), before).asks("/status").status()).isEqualTo(401);
        assertThat(statusFor(theirs, "/status")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"permissions\":[\"status.read\"]} | 422 | name",
                "{\"name\":\"x\"} | 422 | at least one thing",
                "{\"name\":\"x\",\"permissions\":[\"status.write\"]} | 422 | status.write",
                "{\"name\":\"x\",\"permissions\":\"status.read\"} | 422 | list of names",
                "{\"name\":\"x\",\"permissions\":[\"status.read\"],\"days\":0} | 422 | 1 to 3650",
                "{\"name\":\"x\",\"permissions\":[\"status.read\"],\"days\":99999} | 422 | 3650",
                "{\"name\":\"x\",\"permissions\":[\"status.read\"],\"days\":1.5} | 422 | whole",
                "{\"name\":7,\"permissions\":[\"status.read\"]} | 422 | text",
                "{\"name\":\"x\",\"permissions\":[\"status.read\"],\"until\":\"x\"} | 422 | until",
                "[] | 400 | object"
            })
    void badInputIsSaidInWords(String body, int status, String words) {
        var answer = program.posts("/api-tokens", Json.text(Json.parse(body)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"-1", "10081", "1.5", "'\"5\"'"})
    void aGraceThatIsNoneIsRefused(String minutes) {
        var made = made("Graceful", "");
        var answer =
                program.posts(one(made) + "/rotate", "{\"grace_minutes\":%s}".formatted(minutes));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("0 to 10080");
        assertThat(statusFor(made, "/status")).isEqualTo(200);
    }
}
