package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.people.ApiTokens;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Http;
import dev.bellhop.story.Meta;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The monitor through its API: what it tells, and taking notifications again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MonitorTest {
    private House house;
    private Meta meta;
    private Http http;
    private Database database;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        meta = house.meta();
        http = house.http();
        database = Database.open(house.settings().database().orElseThrow());
    }

    @AfterAll
    void close() {
        database.close();
        house.close();
    }

    @Test
    void oneIsToldWithItsBodyToThoseWhoMayReadConversations() {
        long id = arrives("15550008001", "The body");
        var whole = house.api("/api/v1/deliveries/" + id);
        assertThat(whole.path("outcome").asText()).isEqualTo("message of a customer");
        assertThat(whole.path("latency_ms").asLong(-1)).isNotNegative();
        assertThat(whole.path("body").asText()).contains("\"body\":\"The body\"");
        assertThat(whole.path("body_truncated").asBoolean(true)).isFalse();
        var auditor = token(EnumSet.of(Permission.DELIVERIES_READ));
        var bare = get("/api/v1/deliveries/" + id, auditor);
        assertThat(bare.status()).isEqualTo(200);
        assertThat(bare.json().has("body")).isFalse();
        assertThat(get("/api/v1/deliveries/999999", auditor).status()).isEqualTo(404);
        assertThat(get("/api/v1/deliveries/odd", auditor).status()).isEqualTo(404);
    }

    @Test
    void ofALargeBodyTheBeginningIsShown() {
        byte[] body =
                ("{\"object\":\"" + "x".repeat(300_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        long id = arrives(body);
        var whole = house.api("/api/v1/deliveries/" + id);
        assertThat(whole.path("body").asText()).hasSize(256 * 1024);
        assertThat(whole.path("body_truncated").asBoolean()).isTrue();
    }

    @Test
    void oneThatIsTakenAgainChangesNothingAndIsAudited() {
        long id = arrives("15550008002", "Once");
        var before = house.status().path("conversations");
        long audited = audited();
        assertThat(replay(id).status()).isEqualTo(200);
        var row = over(id);
        assertThat(row.path("outcome").asText()).isEqualTo("repeated message");
        assertThat(row.path("attempts").asInt()).isEqualTo(1);
        assertThat(row.path("replayed_at").isNull()).isFalse();
        assertThat(row.path("latency_ms").asLong()).isBetween(0L, 60_000L);
        assertThat(house.status().path("conversations")).isEqualTo(before);
        assertThat(audited()).isEqualTo(audited + 1);
    }

    @Test
    void whatWasMissedIsMadeUpForByTakingItAgain() {
        long id = arrives("15550008003", "Lost");
        database.write(tx -> tx.change("DELETE FROM message WHERE text = 'Lost'"));
        assertThat(replay(id).status()).isEqualTo(200);
        assertThat(over(id).path("outcome").asText()).isEqualTo("message of a customer");
    }

    @Test
    void whatWaitsOrWasTurnedAwayIsNotTakenAgain() {
        // The sweep of each minute may be quicker, and then it waits no longer.
        Await.until("what waits is refused", () -> replay(waiting()).status() == 409);
        assertThat(http.post(meta.path(), new byte[] {'{', '}'}).status()).isEqualTo(401);
        var rejected = house.api("/api/v1/deliveries?state=rejected&limit=1").at("/items/0");
        assertThat(replay(rejected.path("id").asLong()).status()).isEqualTo(409);
        assertThat(rejected.path("latency_ms").isNull()).isTrue();
        assertThat(replay(999_999).status()).isEqualTo(404);
    }

    private long waiting() {
        return database.inTransaction(tx ->
                tx.insert(
                        """
                        INSERT INTO webhook_delivery
                          (channel_id, received_at, size, body, state, verdict, attempts)
                        VALUES (1, NOW(3), 2, '{}', 'waiting', 'unknown', 0)
                        RETURNING id
                        """));
    }

    /// The table keeps whole milliseconds.
    private static Instant justNow() {
        return Instant.now().minusMillis(1);
    }

    @Test
    void aRangeIsTakenAgainByIdsOrTimes() {
        var since = justNow();
        long first = arrives("15550008004", "One");
        long last = arrives("15550008005", "Two");
        var byIds = replay(Json.object().put("from", first).put("to", last).put("state", "done"));
        assertThat(byIds.json().path("replayed").asInt()).isEqualTo(2);
        assertThat(byIds.json().path("next_from").isNull()).isTrue();
        assertThat(over(last).path("outcome").asText()).isEqualTo("repeated message");
        assertThat(over(first).path("outcome").asText()).isEqualTo("repeated message");
        var byTimes =
                replay(
                        Json.object()
                                .put("since", since.toString())
                                .put("until", Instant.now().toString()));
        assertThat(byTimes.json().path("replayed").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(replay(Json.object().put("from", 900_000).put("to", 900_001)).json())
                .isEqualTo(
                        Json.read(
                                "{\"replayed\":0,\"next_from\":null}"
                                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRangeWithoutEndsOrOfOddValuesIsRefused() {
        assertThat(replay(Json.object().put("from", 1)).status()).isEqualTo(422);
        assertThat(replay(Json.object().put("from", "1").put("to", 2)).status()).isEqualTo(422);
        assertThat(replay(Json.object().put("since", "today").put("until", "now")).status())
                .isEqualTo(422);
        assertThat(
                        replay(Json.object().put("from", 1).put("to", 2).put("state", "rejected"))
                                .status())
                .isEqualTo(422);
    }

    @Test
    void takingAgainNeedsAPermissionOfItsOwn() {
        var reader = token(EnumSet.of(Permission.DELIVERIES_READ, Permission.CONVERSATIONS_READ));
        assertThat(
                        http.post(
                                        "/api/v1/deliveries/1/replay",
                                        new byte[0],
                                        "Authorization",
                                        "Bearer " + reader)
                                .status())
                .isEqualTo(403);
    }

    @Test
    void listsAreFilteredByTimeAndChannel() {
        var since = justNow();
        long id = arrives("15550008006", "Listed");
        var channel = house.setup().path("channel").asText();
        var found = house.api("/api/v1/deliveries?since=" + since + "&channel=" + channel);
        assertThat(found.path("items")).anyMatch(row -> row.path("id").asLong() == id);
        assertThat(house.api("/api/v1/deliveries?until=" + since + "&limit=200").path("items"))
                .noneMatch(row -> row.path("id").asLong() == id);
        assertThat(house.api("/api/v1/deliveries?channel=77").path("items")).isEmpty();
        assertThat(get("/api/v1/deliveries?since=noon", house.apiToken()).status()).isEqualTo(422);
        assertThat(get("/api/v1/deliveries?channel=x", house.apiToken()).status()).isEqualTo(422);
    }

    @Test
    void theFiguresOfADayCountWhatCame() {
        long accepted = figure("accepted");
        long rejected = figure("rejected");
        arrives("15550008007", "Counted");
        assertThat(http.post(meta.path(), new byte[] {'{', '}'}).status()).isEqualTo(401);
        Await.until("it is counted", () -> figure("accepted") > accepted);
        assertThat(figure("rejected")).isGreaterThan(rejected);
        assertThat(hours()).anyMatch(hour -> hour.path("latency_p50_ms").asLong(-1) >= 0);
        assertThat(hours()).hasSize(24);
    }

    private JsonNode hours() {
        return house.api("/api/v1/deliveries/figures").path("hours");
    }

    /// In all hours together: one may end while a test runs.
    private long figure(String name) {
        return hours().valueStream().mapToLong(hour -> hour.path(name).asLong()).sum();
    }

    private long arrives(String from, String words) {
        return arrives(Json.bytes(meta.messages(Meta.words(from, words, Optional.empty()))));
    }

    /// Nobody else posts meanwhile, so the newest is this one.
    private long arrives(byte[] body) {
        assertThat(meta.posts(body).status()).isEqualTo(200);
        long id = house.api("/api/v1/deliveries?limit=1").at("/items/0/id").asLong();
        var _ = over(id);
        return id;
    }

    private JsonNode over(long id) {
        return Await.value(
                "a delivery is over",
                () ->
                        Optional.of(house.api("/api/v1/deliveries/" + id))
                                .filter(row -> !row.path("state").asText().equals("waiting")));
    }

    private long audited() {
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS count FROM audit WHERE action ="
                                        + " 'delivery.replayed'",
                                row -> row.number("count")))
                .orElseThrow();
    }

    private Http.Answer replay(long id) {
        return http.post(
                "/api/v1/deliveries/" + id + "/replay",
                new byte[0],
                "Authorization",
                "Bearer " + house.apiToken());
    }

    private Http.Answer replay(JsonNode range) {
        return http.post(
                "/api/v1/deliveries/replay",
                Json.bytes(range),
                "Authorization",
                "Bearer " + house.apiToken());
    }

    private Http.Answer get(String path, String token) {
        return http.get(path, "Authorization", "Bearer " + token);
    }

    private String token(Set<Permission> scopes) {
        var clock = Clock.systemUTC();
        return new ApiTokens(database, new Audit(database, clock), clock)
                .create(Actor.SYSTEM, "a test " + System.nanoTime(), scopes);
    }
}
