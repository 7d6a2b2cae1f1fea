package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;

/// How many messages a second go out from a number: what Meta says of it, never more than the
/// setting, and less for a while when Meta finds it too fast.
final class ThroughputStoryTest {
    private House house;
    private Program program;
    private String channel;

    @BeforeEach
    void open() {
        house = House.open();
        program = house.program();
        channel = "/channels/" + house.setup().path("channel").asText();
        var _ = program.sees("it was looked at", channel, c -> c.path("health").isObject());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aNumberOfWhichNothingElseIsKnownSendsAsMetaAllowsEveryNumber() {
        assertThat(breaker().path("messages_per_second").asInt()).isEqualTo(80);
        assertThat(breaker().path("normal_messages_per_second").asInt()).isEqualTo(80);
        assertThat(breaker().path("slowed").asBoolean()).isFalse();
    }

    @Test
    void whenMetaRaisesANumberItsNotificationIsEnough() {
        house.control("number", "{\"throughput\":\"HIGH\"}");
        Await.until("the number sends faster", () -> perSecond() == 1_000);
        assertThat(program.sees(channel).at("/health/throughput").asText()).isEqualTo("HIGH");
    }

    @Test
    void aNumberThatTheAppUsesTooSendsAsFewAsMetaTakesOfSuch() {
        house.control("number", "{\"is_on_biz_app\":true}");
        assertThat(program.posts(channel + "/test", "{}").status()).isEqualTo(200);
        assertThat(perSecond()).isEqualTo(20);
        assertThat(program.sees(channel).at("/health/coexistence").asBoolean()).isTrue();
    }

    @Test
    void whatMetaToldIsKnownFromTheFirstMessageAfterAStartOn() {
        try (var lonely = House.open(Changes.graph(URI.create("http://127.0.0.1:1")))) {
            try (var database = Database.open(lonely.settings().database().orElseThrow())) {
                database.write(tx ->
                        tx.change(
                                """
                                INSERT INTO channel_throughput
                                  (channel_id, phone_number_id, per_second, told_at)
                                SELECT id, phone_number_id, 20, NOW(3) FROM channel
                                """));
            }
            assertThat(breaker(lonely).path("messages_per_second").asInt()).isEqualTo(80);
            lonely.restart(); // and Meta cannot be asked
            assertThat(breaker(lonely).path("messages_per_second").asInt()).isEqualTo(20);
        }
    }

    @Test
    void theSettingIsACeiling() {
        try (var careful = House.open(Changes.perSecond(30))) {
            careful.control("number", "{\"throughput\":\"HIGH\"}");
            var path = "/channels/" + careful.setup().path("channel").asText();
            assertThat(careful.program().posts(path + "/test", "{}").status()).isEqualTo(200);
            assertThat(breaker(careful).path("messages_per_second").asInt()).isEqualTo(30);
        }
    }

    @Test
    void aNumberThatIsTooFastIsSeenToBeSlowedAndComesBackToItsOwnRate() {
        house.control("number", "{\"throughput\":\"HIGH\"}");
        Await.until("the number sends faster", () -> perSecond() == 1_000);
        house.faults(
                "{\"on\":\"send\",\"kind\":\"error\",\"code\":130429,\"http\":429,\"count\":1}");
        try (var visitor = house.visitor()) {
            visitor.says("Too fast");
            visitor.seesTick(1, "delivered");
        }
        assertThat(perSecond()).isEqualTo(500);
        assertThat(breaker().path("normal_messages_per_second").asInt()).isEqualTo(1_000);
        assertThat(breaker().path("slowed").asBoolean()).isTrue();
        assertThat(metrics())
                .contains("bellhop_channel_messages_per_second{channel=\"1\",rate=\"now\"} 500.0")
                .contains(
                        "bellhop_channel_messages_per_second{channel=\"1\",rate=\"normal\"}"
                                + " 1000.0");
    }

    /// Meta is raising the number, which takes it a minute.
    @Test
    void aNumberThatMetaIsRaisingIsTriedAgainAfterAMinute() {
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131057,\"count\":1}");
        try (var visitor = house.visitor()) {
            visitor.says("In the middle of it");
            var job =
                    program.sees(
                                    "it waits",
                                    "/outbox",
                                    list ->
                                            list.at("/items/0/last_error")
                                                    .asText()
                                                    .contains("131057"))
                            .at("/items/0");
            assertThat(Waits.secondsOf(job)).isBetween(30L, 70L);
        }
    }

    /// The same by a status, after it had been accepted.
    @Test
    void aNumberThatMetaTellsLaterToBeRaisedIsTriedAgainAfterAMinuteToo() {
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131057,\"count\":1}");
        try (var visitor = house.visitor()) {
            visitor.says("In the middle of it");
            var job =
                    program.sees(
                                    "it is back",
                                    "/outbox",
                                    list ->
                                            list.at("/items/0/last_error")
                                                    .asText()
                                                    .contains("131057"))
                            .at("/items/0");
            assertThat(Waits.secondsOf(job)).isBetween(30L, 70L);
        }
    }

    private int perSecond() {
        return breaker().path("messages_per_second").asInt();
    }

    private JsonNode breaker() {
        return breaker(house);
    }

    private static JsonNode breaker(House house) {
        return house.api("/api/v1/breakers").at("/items/0");
    }

    private String metrics() {
        return house.http().get("/observe/metrics").text();
    }
}
