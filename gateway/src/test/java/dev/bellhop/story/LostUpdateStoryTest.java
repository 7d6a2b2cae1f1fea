package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellhop.outbox.MovedClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Whoever says from what their change was made takes nobody else's away: the rows of every kind of
/// setting are compared while they are held.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LostUpdateStoryTest {
    private static final int ROUNDS = 6;

    private House house;

    /// The clock stands still: when a channel was looked at, and whether a site is open, are part
    /// of what is read.
    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited(), new MovedClock());
        house.program().sees("it was looked at", "/channels/1", it -> it.path("health").isObject());
        makes("/teams", "{\"name\":\"Repairs\"}");
        makes("/rules", "{\"name\":\"One\"}");
        makes("/rules", "{\"name\":\"Two\"}");
        makes("/canned", "{\"shortcut\":\"hello\",\"title\":\"Hello\",\"text\":\"Hello\"}");
        makes("/agents", "{\"email\":\"ida@shop.example\",\"name\":\"Ida\"}");
        makes("/events", "{\"name\":\"CRM\",\"url\":\"http://127.0.0.1:9/\",\"enabled\":false}");
    }

    @AfterAll
    void close() {
        house.close();
    }

    private String makes(String path, String json) {
        var made = house.program().posts(path, json);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return path + "/" + made.json().path("id").asText();
    }

    /// Something that can be set.
    ///
    /// @param read where it is read
    /// @param path where it is changed
    /// @param body a change, in which `%s` is always another number
    record Setting(String read, String method, String path, String body) {
        static Setting patch(String path, String body) {
            return new Setting(path, "PATCH", path, body);
        }
    }

    private static Stream<Setting> settings() {
        return Stream.of(
                Setting.patch("/teams/1", "{\"name\":\"Repairs %s\"}"),
                Setting.patch("/rules/1", "{\"name\":\"Rule %s\"}"),
                Setting.patch("/canned/1", "{\"title\":\"Hello %s\"}"),
                Setting.patch("/agents/2", "{\"name\":\"Ida %s\"}"),
                Setting.patch("/sites/1", "{\"name\":\"Shop %s\"}"),
                new Setting(
                        "/sites/1",
                        "PATCH",
                        "/sites/1/widget",
                        "{\"greeting\":{\"title\":\"Hello %s\"}}"),
                new Setting(
                        "/sites/1",
                        "PUT",
                        "/sites/1/hours",
                        "{\"zone\":\"Europe/Lisbon\",\"week\":[{\"day\":1,\"from\":\"00:%s\",\"to\":\"24:00\"}]}"),
                new Setting(
                        "/sites/1",
                        "PUT",
                        "/sites/1/away",
                        "{\"texts\":[{\"language\":\"en\",\"text\":\"Later %s\"}]}"),
                new Setting(
                        "/sites/1", "PUT", "/sites/1/follow-up", "{\"first_answer_minutes\":%s}"),
                Setting.patch("/channels/1", "{\"name\":\"Number %s\"}"),
                Setting.patch("/channels/1", "{\"verify_token\":\"a-verify-token-%s\"}"),
                Setting.patch("/inbox-phones/1", "{\"name\":\"Phone %s\"}"),
                Setting.patch("/events/1", "{\"name\":\"CRM %s\"}"),
                Setting.patch("/retention", "{\"conversations\":%s}"));
    }

    private int number;

    /// Another one than the one before; two digits, of which minutes have no more than 59.
    private String another(Setting setting) {
        number++;
        return setting.body().formatted(10 + number % 40);
    }

    private Http.Answer changes(Setting setting, String... headers) {
        return sends(setting.method(), setting.path(), another(setting), headers);
    }

    private Http.Answer sends(String method, String path, String json, String... headers) {
        var all = Stream.concat(Stream.of(headers), Stream.of(authorization())).toList();
        return house.http()
                .send(
                        method,
                        "/api/v1" + path,
                        "application/json",
                        json.getBytes(UTF_8),
                        all.toArray(String[]::new));
    }

    private String[] authorization() {
        return new String[] {"Authorization", "Bearer " + house.apiToken()};
    }

    private String tag(String path) {
        var answer = sends("GET", path, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("ETag")).as(path).matches("\"[\\w.-]{45}\"");
        return answer.header("ETag");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aChangeIsMadeFromWhatWasReadOrNotAtAll(Setting setting) {
        var before = tag(setting.read());
        assertThat(sends("GET", setting.read(), "", "If-None-Match", before).status())
                .isEqualTo(304);
        var changed = changes(setting, "If-Match", before);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(before);

        var now = tag(setting.read());
        assertThat(now).isNotEqualTo(before);
        assertThat(sends("GET", setting.read(), "", "If-None-Match", before).status())
                .isEqualTo(200);
        var refused = changes(setting, "If-Match", before);
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.json().path("code").asText()).isEqualTo("stale");
        assertThat(refused.json().path("detail").asText())
                .isEqualTo(
                        "Somebody changed this since you read it. Nothing was changed; read it"
                                + " again.");
        assertThat(tag(setting.read())).isEqualTo(now);

        // A tag among others, one that a proxy weakened, any, and none.
        assertThat(changes(setting, "If-Match", before + ", " + now).status()).isEqualTo(200);
        assertThat(changes(setting, "If-Match", "W/" + tag(setting.read())).status())
                .isEqualTo(200);
        assertThat(changes(setting, "If-Match", "*").status()).isEqualTo(200);
        assertThat(changes(setting).status()).isEqualTo(200);
    }

    @Test
    void whatIsSwitchedOnAndOffIsComparedToo() {
        var on = tag("/privacy");
        assertThat(
                        sends("PATCH", "/privacy", "{\"hide_card_numbers\":true}", "If-Match", on)
                                .status())
                .isEqualTo(200);
        assertThat(sends("PATCH", "/privacy", "{\"show_pages\":false}", "If-Match", on).status())
                .isEqualTo(412);
    }

    @Test
    void anOrderIsMadeFromTheRulesThatWereRead() {
        var before = tag("/rules");
        var _ = sends("PATCH", "/rules/2", "{\"name\":\"Another\"}");
        assertThat(sends("PUT", "/rules/order", "{\"ids\":[2,1]}", "If-Match", before).status())
                .isEqualTo(412);
        var ordered = sends("PUT", "/rules/order", "{\"ids\":[2,1]}", "If-Match", tag("/rules"));
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(200);
    }

    /// Two at the same moment, both of whom have read the same.
    @ParameterizedTest
    @MethodSource("settings")
    void ofTwoWhoHaveReadTheSameOneIsTold(Setting setting) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                var read = tag(setting.read());
                var together = new CyclicBarrier(2);
                var bodies = List.of(another(setting), another(setting));
                var writers =
                        bodies.stream()
                                .<Callable<Integer>>map(body ->
                                        () -> {
                                            together.await();
                                            return sends(
                                                            setting.method(),
                                                            setting.path(),
                                                            body,
                                                            "If-Match",
                                                            read)
                                                    .status();
                                        })
                                .toList();
                var answers = new java.util.ArrayList<Integer>();
                for (var answer : threads.invokeAll(writers)) {
                    answers.add(answer.get());
                }
                assertThat(answers).containsExactlyInAnyOrder(200, 412);
            }
        }
    }

    /// Two who set different things of one phone, and have read nothing: both stand.
    @Test
    void aChangeKeepsWhatSomebodyElseSetAtTheSameMoment() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                var name = "Phone " + round;
                var agent = round % 2 == 0 ? "2" : "null";
                var together = new CyclicBarrier(2);
                var writers =
                        Stream.of("{\"name\":\"" + name + "\"}", "{\"agent\":" + agent + "}")
                                .<Callable<Integer>>map(body ->
                                        () -> {
                                            together.await();
                                            return sends("PATCH", "/inbox-phones/1", body).status();
                                        })
                                .toList();
                for (var answer : threads.invokeAll(writers)) {
                    assertThat(answer.get()).isEqualTo(200);
                }
                var now = house.program().sees("/inbox-phones/1");
                assertThat(now.path("name").asText()).isEqualTo(name);
                assertThat(now.at("/agent").isNull()).isEqualTo(agent.equals("null"));
            }
        }
    }

    @Test
    void nothingIsRemovedThatSomebodyChangedMeanwhile() {
        var made =
                List.of(
                        makes("/teams", "{\"name\":\"Others\"}"),
                        makes("/rules", "{\"name\":\"Others\"}"),
                        makes("/events", "{\"name\":\"X\",\"url\":\"http://127.0.0.1:9/\"}"),
                        makes(
                                "/inbox-phones",
                                "{\"channel\":1,\"number\":\"+14155552671\",\"name\":\"X\"}"),
                        makes(
                                "/channels",
                                "{\"name\":\"X\",\"phone_number_id\":\"77\",\"account_id\":\"1\",\"app_id\":\"2\"}"));
        for (var path : made) {
            var before = tag(path);
            assertThat(sends("PATCH", path, "{\"name\":\"Changed\"}").status()).isEqualTo(200);
            assertThat(sends("DELETE", path, "", "If-Match", before).status()).isEqualTo(412);
            var removed = sends("DELETE", path, "", "If-Match", tag(path));
            assertThat(removed.status()).as(path + " " + removed.text()).isEqualTo(204);
        }
        var canned = makes("/canned", "{\"shortcut\":\"bye\",\"title\":\"Bye\",\"text\":\"Bye\"}");
        var before = tag(canned);
        assertThat(sends("PATCH", canned, "{\"title\":\"Goodbye\"}").status()).isEqualTo(200);
        assertThat(sends("DELETE", canned, "", "If-Match", before).status()).isEqualTo(412);
        assertThat(sends("DELETE", canned, "", "If-Match", tag(canned)).status()).isEqualTo(204);
    }

    /// When a phone last replied is nothing that anybody has set.
    @Test
    void whatChangesByItselfIsNewsAndNoReasonToRefuse() {
        var phone = "/inbox-phones/1";
        house.phone().writes("#help");
        var first =
                house.program()
                        .sees("it is known by its id too", phone, it -> it.hasNonNull("user_id"));
        var before = tag(phone);
        assertThat(first.path("last_reply_at").isNull()).isTrue();
        try (var visitor = house.visitor()) {
            visitor.says("Is anybody there?");
            house.phone().replies(house.phone().sees("Is anybody there?"), "I am");
            visitor.sees("I am");
        }
        assertThat(sends("GET", "/inbox-phones/1", "", "If-None-Match", before).status())
                .isEqualTo(200);
        var changed =
                sends("PATCH", "/inbox-phones/1", "{\"name\":\"Counter\"}", "If-Match", before);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    /// How posting to an endpoint goes is nothing that anybody has set.
    @Test
    void anEndpointThatFailsIsStillTheOneThatWasRead() {
        try (var receiver = new Receiver();
                var visitor = house.visitor()) {
            var endpoint = makes("/events", "{\"name\":\"X\",\"url\":\"" + receiver.url() + "\"}");
            var before = tag(endpoint);
            receiver.answers(500);
            visitor.says("Is anybody told?");
            house.program()
                    .sees("it fails", endpoint, it -> it.path("state").asText().equals("failing"));
            assertThat(sends("GET", endpoint, "", "If-None-Match", before).status()).isEqualTo(200);
            var changed = sends("PATCH", endpoint, "{\"name\":\"Y\"}", "If-Match", before);
            assertThat(changed.status()).as(changed.text()).isEqualTo(200);
            var removed = sends("DELETE", endpoint, "", "If-Match", changed.header("ETag"));
            assertThat(removed.status()).as(removed.text()).isEqualTo(204);
        }
    }
}
