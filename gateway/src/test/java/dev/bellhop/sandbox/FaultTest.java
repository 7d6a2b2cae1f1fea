package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.Stream;

final class FaultTest {
    private static final Duration QUIET = Duration.ofMillis(200);
    private final SandboxWorld world = new SandboxWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void errorRefusesTheSendAndStrikesAsOftenAsCounted() {
        var fault = Json.object().put("on", "send").put("kind", "error").put("code", 131056);
        world.control("POST", "faults", fault.put("http", 429).put("count", 2));
        for (int i = 0; i < 2; i++) {
            var refused = world.send(text(MAYA, "Hello"));
            assertThat(refused.http()).isEqualTo(429);
            assertThat(refused.json().at("/error/code").asInt()).isEqualTo(131056);
        }
        assertThat(world.send(text(MAYA, "Hello")).http()).isEqualTo(200);
        assertThat(world.screen(MAYA)).hasSize(1);
        assertThat(world.control("faults").json().path("items")).isEmpty();
    }

    @Test
    void timeoutGivesNoAnswerAndTakesNothing() {
        world.fault("send", "timeout", 1);
        assertThat(world.send(text(MAYA, "Hello")).http()).isZero();
        assertThat(world.screen(MAYA)).isEmpty();
        assertThat(world.control("calls").json().at("/items/0/status").asInt(-1)).isZero();
    }

    @Test
    void resetGivesNoAnswerAndTakesNothing() {
        world.fault("send", "reset", 1);
        assertThat(world.send(text(MAYA, "Hello")).http()).isZero();
        assertThat(world.screen(MAYA)).isEmpty();
    }

    @Test
    void acceptThenTimeoutTakesTheMessageAndGivesNoAnswer() {
        world.fault("send", "accept_then_timeout", 1);
        var answer = world.send(text(MAYA, "Hello").put("biz_opaque_callback_data", "delivery:7"));
        assertThat(answer.http()).isZero();
        assertThat(world.screen(MAYA)).hasSize(1);
        assertThat(world.notice().status().path("biz_opaque_callback_data").asText())
                .isEqualTo("delivery:7");
    }

    @Test
    void slowAnswersLate() {
        world.fault("send", "slow", 1);
        long begun = System.nanoTime();
        assertThat(world.send(text(MAYA, "Hello")).http()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofMillis(55));
    }

    @Test
    void droppedSendIsAcceptedAndNeverHeardOfAgain() {
        world.fault("send", "drop", 1);
        assertThat(world.send(text(MAYA, "Hello")).http()).isEqualTo(200);
        assertThat(world.noticeWithin(QUIET)).isEmpty();
        assertThat(world.screen(MAYA)).isEmpty();
    }

    @Test
    void errorOnWebhookFailsAnAcceptedMessage() {
        var fault = Json.object().put("on", "webhook").put("kind", "error").put("code", 131042);
        world.control("POST", "faults", fault.put("count", 1));
        var wamid = world.sent(text(MAYA, "Hello").put("biz_opaque_callback_data", "delivery:9"));
        var status = world.notice().status();
        assertThat(status.path("id").asText()).isEqualTo(wamid);
        assertThat(status.path("status").asText()).isEqualTo("failed");
        assertThat(status.at("/errors/0/code").asInt()).isEqualTo(131042);
        assertThat(status.path("biz_opaque_callback_data").asText()).isEqualTo("delivery:9");
    }

    @Test
    void duplicateComesTwice() {
        world.fault("webhook", "duplicate", 1);
        world.sent(text(MAYA, "Hello"));
        assertThat(statuses(3)).containsExactlyInAnyOrder("sent", "sent", "delivered");
    }

    @Test
    void reorderLetsTheNextOneOvertake() {
        world.fault("webhook", "reorder", 1);
        world.sent(text(MAYA, "Hello"));
        assertThat(statuses(2)).containsExactly("delivered", "sent");
    }

    @Test
    void slowNotificationKeepsTheOrder() {
        world.fault("webhook", "slow", 1);
        world.sent(text(MAYA, "Hello"));
        assertThat(statuses(2)).containsExactly("sent", "delivered");
    }

    @Test
    void droppedNotificationNeverComes() {
        world.fault("webhook", "drop", 1);
        world.sent(text(MAYA, "Hello"));
        assertThat(statuses(1)).containsExactly("delivered");
        assertThat(world.noticeWithin(QUIET)).isEmpty();
    }

    @Test
    void unheardAnswerBringsTheNotificationAgain() {
        world.fault("webhook", "timeout", 1);
        world.sent(text(MAYA, "Hello"));
        assertThat(statuses(3)).containsExactlyInAnyOrder("sent", "delivered", "sent");
    }

    @Test
    void cutOffNotificationComesWholeLater() {
        world.fault("webhook", "reset", 1);
        world.sent(text(MAYA, "Hello"));
        assertThat(statuses(2)).containsExactlyInAnyOrder("sent", "delivered");
    }

    @Test
    void notificationIsRepeatedUntilItIsTaken() {
        world.refuseNotices(2);
        world.control(
                "POST",
                "phones/" + MAYA + "/messages",
                Json.object().put("type", "text").put("text", "Hi"));
        var bodies =
                Stream.generate(world::notice).limit(3).map(SandboxWorld.Notice::text).toList();
        assertThat(bodies).containsOnly(bodies.getFirst());
        assertThat(world.noticeWithin(QUIET)).isEmpty();
    }

    @Test
    void notificationIsGivenUpAfterTheLastRepeat() {
        world.refuseNotices(10);
        world.control(
                "POST",
                "phones/" + MAYA + "/messages",
                Json.object().put("type", "text").put("text", "Hi"));
        Stream.generate(world::notice)
                .limit(3)
                .forEach(notice -> assertThat(notice.signed()).isTrue());
        assertThat(world.noticeWithin(QUIET)).isEmpty();
    }

    @Test
    void faultsAreCheckedListedAndCleared() {
        var bad = Json.object().put("on", "send").put("kind", "duplicate");
        assertThat(world.control("POST", "faults", bad).http()).isEqualTo(422);
        assertThat(world.control("POST", "faults", bad.put("kind", "explode")).http())
                .isEqualTo(422);
        world.fault("media", "reset", 5);
        assertThat(world.control("faults").json().at("/items/0/on").asText()).isEqualTo("media");
        world.control("DELETE", "faults", Json.object());
        assertThat(world.control("faults").json().path("items")).isEmpty();
    }

    private java.util.List<String> statuses(int count) {
        return Stream.generate(world::notice)
                .limit(count)
                .map(notice -> notice.status().path("status").asText())
                .toList();
    }
}
