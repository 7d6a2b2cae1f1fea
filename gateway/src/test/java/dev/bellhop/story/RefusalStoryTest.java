package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.cluster.TestRedis;
import dev.bellhop.db.Await;
import dev.bellhop.inbox.Browser;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Who asks too often, and with the wrong key, is held off; nobody else is. What was refused and
/// what was away stands in the audit log, however often it happened.
final class RefusalStoryTest {
    private static final int FEW = 3;

    /// One that was never made here.
    private static final String NOBODYS = "bhp_" + "A".repeat(43);

    private static final Duration A_MINUTE = Duration.ofSeconds(61);

    private static List<Integer> statuses(House house, String path, int times, String... headers) {
        return IntStream.range(0, times)
                .mapToObj(_ -> house.http().get(path, headers).status())
                .toList();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    /// What stands in the log of an action, oldest first.
    private static List<JsonNode> entries(House house, String action) {
        return house
                .asks(
                        """
                        SELECT JSON_OBJECT('id', id, 'kind', actor_kind, 'actor', actor,
                                           'subject', subject, 'detail', JSON_EXTRACT(detail, '$'))
                                 AS text
                        FROM audit WHERE action = '%s' ORDER BY id
                        """
                                .formatted(action))
                .stream()
                .map(Json::parse)
                .toList();
    }

    private static List<JsonNode> entries(House house, String action, String subject) {
        return entries(house, action).stream()
                .filter(it -> it.path("subject").asText().equals(subject))
                .toList();
    }

    private static JsonNode entry(House house, String action, String subject) {
        Await.until(
                action + " " + subject + " is written down",
                () -> !entries(house, action, subject).isEmpty());
        return entries(house, action, subject).getFirst();
    }

    @Test
    void whoCallsWithoutAGoodTokenIsHeldOffAndTheirNeighbourIsNot() {
        try (var house = House.open(Changes.limit(Limit.BAD_CALLS, FEW))) {
            assertThat(statuses(house, "/api/v1/agents", 1)).containsOnly(401);
            assertThat(statuses(house, "/api/v1/agents", 1, bearer(NOBODYS))).containsOnly(401);
            assertThat(statuses(house, "/api/v1/teams", 1, "Cookie", "bellhop=forged"))
                    .containsOnly(401);
            var over = house.http().get("/api/v1/agents", bearer(NOBODYS));
            assertThat(over.status()).isEqualTo(429);
            assertThat(over.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(over.json().path("code").asText()).isEqualTo("rate_limited");
            assertThat(statuses(house, "/api/v1/agents", 1)).containsOnly(429);
            assertThat(house.program().asks("/agents").status()).isEqualTo(200);
            assertThat(statuses(house, "/admin/inbox", FEW + 1, "Accept", "text/html"))
                    .as("whose session has ended is led to the door")
                    .doesNotContain(429);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "API_DESCRIPTION, /api/v1/openapi.json, 200",
        "SITES, /widget/v1/sites/juniper, 200",
        "SITES, /widget/v1/sites/nobodys, 404",
        "FILES, /media/nothing, 404",
        "HANDOVERS, /widget/v1/handover?site=juniper, 401"
    })
    void aDoorThatIsOpenIsOpenOnlySoOften(Limit limit, String path, int status) {
        try (var house = House.open(Changes.limit(limit, FEW))) {
            assertThat(statuses(house, path, FEW, bearer("nobody"))).containsOnly(status);
            var over = house.http().get(path, bearer("nobody"));
            assertThat(over.status()).isEqualTo(429);
            assertThat(over.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(house.http().get("/widget.js").status()).isEqualTo(200);
            try (var visitor = house.visitor()) {
                visitor.says("I come by another door");
            }
            assertThat(entry(house, "limit.reached", "limit " + limit.key()).path("detail"))
                    .as("a visitor's address would stay there for good")
                    .doesNotContain(Json.parse("\"127.0.0.1\""));
        }
    }

    @Test
    void whatAnAgentDoesInThePanelIsCountedAndWhatTheyReadIsNot() {
        try (var house = House.open(Changes.limit(Limit.PANEL, FEW))) {
            var browser = new Browser(house.url("/"), 0);
            var word = "a long enough password";
            var link = house.gateway().signInLink().orElseThrow().getPath();
            assertThat(browser.post(link, Map.of("password", word, "again", word)).status())
                    .isEqualTo(303);
            var typing = "/admin/c/NONE/typing";
            for (int i = 0; i <= FEW; i++) {
                assertThat(
                                browser.postFromElsewhere(typing, "Sec-Fetch-Site", "cross-site")
                                        .status())
                        .as("what another site does is not theirs")
                        .isEqualTo(403);
            }
            for (int i = 0; i < FEW; i++) {
                assertThat(browser.post(typing, Map.of()).status()).isEqualTo(404);
            }
            var over = browser.post(typing, Map.of());
            assertThat(over.status()).isEqualTo(429);
            assertThat(over.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(browser.get("/admin/inbox").status()).isEqualTo(200);
            var reached = entry(house, "limit.reached", "limit panel");
            assertThat(reached.path("kind").asText()).isEqualTo("agent");
            assertThat(reached.path("actor").asText()).isEqualTo("Maya Okafor");
            var refused = entry(house, "access.refused", "another site");
            assertThat(refused.path("kind").asText()).isEqualTo("agent");
            assertThat(refused.at("/detail/route").asText())
                    .isEqualTo("POST /admin/c/{code}/typing");
        }
    }

    @Test
    void aRefusalIsOneEntryAMinuteThatSaysHowManyThereWere() {
        var clock = new MovedClock();
        try (var house = House.open(Changes.limit(Limit.BAD_CALLS, FEW), clock)) {
            assertThat(statuses(house, "/api/v1/agents/7", 1, bearer(NOBODYS))).containsOnly(401);
            var first = entry(house, "access.refused", "api token");
            assertThat(first.path("actor").asText()).isEqualTo("Bellhop");
            assertThat(first.path("detail"))
                    .isEqualTo(
                            Json.parse(
                                    """
                                    {"route":"GET /api/v1/agents/{id}","times":1,
                                     "address":"127.0.0.1"}
                                    """));

            assertThat(statuses(house, "/api/v1/teams", 5, bearer(NOBODYS)))
                    .containsExactly(401, 401, 429, 429, 429);
            var reached = entry(house, "limit.reached", "limit bad-calls");
            assertThat(reached.at("/detail/address").asText()).isEqualTo("127.0.0.1");
            // Whoever writes this down has passed by the others.
            var token = house.tokenFor(Permission.CONVERSATIONS_READ);
            assertThat(statuses(house, "/api/v1/agents", 2, bearer(token))).containsOnly(403);
            var refused = entry(house, "access.refused", "permission agents.read");
            assertThat(refused.path("kind").asText()).isEqualTo("token");
            assertThat(refused.path("actor").asText()).isEqualTo("test");
            assertThat(refused.at("/detail/route").asText()).isEqualTo("GET /api/v1/agents");
            assertThat(entries(house, "access.refused", "api token")).hasSize(1);

            clock.move(A_MINUTE);
            Await.until(
                    "the others are written down",
                    () -> entries(house, "access.refused", "api token").size() == 2);
            var second = entries(house, "access.refused", "api token").getLast();
            assertThat(second.at("/detail/times").asInt()).isEqualTo(5);
            assertThat(second.at("/detail/route").asText()).isEqualTo("GET /api/v1/teams");
            assertThat(house.asks("SELECT detail AS text FROM audit"))
                    .noneMatch(it -> it.contains(NOBODYS) || it.contains(token));
        }
    }

    /// Whoever has many addresses fills no log: each is told apart only up to a number.
    @Test
    void manyAddressesAreTheRestOfThem() {
        try (var house = House.open(ServerDraft.behindProxy(), new MovedClock())) {
            for (int i = 0; i < 100; i++) {
                var from = "203.0.113." + i;
                assertThat(
                                house.http()
                                        .get(
                                                "/api/v1/agents",
                                                "Authorization",
                                                "Bearer " + NOBODYS,
                                                "X-Forwarded-For",
                                                from)
                                        .status())
                        .isEqualTo(401);
            }
            Await.until(
                    "the rest is written down",
                    () ->
                            entries(house, "access.refused").stream()
                                    .anyMatch(it ->
                                            it.at("/detail/address").asText().equals("elsewhere")));
            var sure = house.tokenFor(Permission.CONVERSATIONS_READ);
            assertThat(statuses(house, "/api/v1/agents", 1, bearer(sure))).containsOnly(403);
            var _ = entry(house, "access.refused", "permission agents.read");
            assertThat(entries(house, "access.refused", "api token")).hasSizeLessThanOrEqualTo(21);
        }
    }

    @ParameterizedTest
    @CsvSource({"send", "webhook"})
    void aMessageThatDiesIsWrittenDown(String when) {
        try (var house = House.open();
                var visitor = house.visitor()) {
            house.faults(
                    "{\"on\":\"%s\",\"kind\":\"error\",\"code\":131051,\"count\":1}"
                            .formatted(when));
            visitor.says("This never gets there");
            visitor.seesTick(1, "failed");
            var dead = entry(house, "outbox.dead", "outbox relay");
            assertThat(dead.path("kind").asText()).isEqualTo("system");
            assertThat(dead.at("/detail/times").asInt()).isOne();
            var job = house.program().sees("/outbox?state=dead").at("/items/0/id").asText();
            assertThat(dead.at("/detail/first_job").asText()).isEqualTo(job);
        }
    }

    @Test
    void thatRedisWentAndCameBackIsWrittenDown() throws Exception {
        var clock = new MovedClock();
        try (var redis = TestRedis.start();
                var house = House.open(Changes.redis(redis.url()), clock)) {
            redis.kill();
            var away = entry(house, "redis.away", "redis");
            assertThat(away.at("/detail/since").asText()).startsWith("2026-11-22T12:00");
            redis.startAgain();
            assertThat(entry(house, "redis.back", "redis").path("id").asLong())
                    .isGreaterThan(away.path("id").asLong());
            redis.kill();
            Await.until("it is missed", () -> !house.status().at("/redis/up").asBoolean());
            // Whoever writes this down has looked at Redis before.
            assertThat(statuses(house, "/api/v1/agents", 1, bearer(NOBODYS))).containsOnly(401);
            var _ = entry(house, "access.refused", "api token");
            assertThat(entries(house, "redis.away", "redis")).hasSize(1);
            clock.move(A_MINUTE);
            Await.until(
                    "it is written down again",
                    () -> entries(house, "redis.away", "redis").size() == 2);
        }
    }

    @Test
    void everyReportThatIsTakenAwayIsWrittenDown() {
        try (var house = House.open()) {
            var taken = List.of("messages", "agents", "outcomes", "numbers", "conversations");
            for (var report : taken) {
                var _ = house.program().sees("/reports/" + report);
            }
            assertThat(entries(house, "report.exported"))
                    .extracting(it -> it.path("subject").asText())
                    .containsExactlyElementsOf(
                            taken.stream().map(report -> "report " + report).toList());
        }
    }
}
