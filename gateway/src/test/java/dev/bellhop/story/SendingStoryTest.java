package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.Settings;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Graph;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What keeps a message from going out, each trouble in its own way: nothing is lost, nothing comes
/// twice, nothing overtakes.
final class SendingStoryTest {
    private House house;
    private PhoneClient phone;
    private VisitorClient visitor;

    @BeforeEach
    void open() {
        open(UnaryOperator.identity());
    }

    private void open(UnaryOperator<Settings> change) {
        house = House.open(change);
        phone = house.phone();
        visitor = house.visitor();
    }

    @AfterEach
    void close() {
        visitor.close();
        house.close();
    }

    @Test
    void aNumberThatIsHeldSendsNothingUntilItIsReleasedAndThenAtOnce() {
        assertThat(post("/api/v1/breakers/" + channel() + "/hold").path("state").asText())
                .isEqualTo("held");
        visitor.says("Held one");
        visitor.says("Held two");
        Await.until("both wait", () -> breaker().path("waiting").asInt() == 1);
        assertThat(phone.received()).isEmpty();
        assertThat(breaker().path("reason").asText()).contains("paused by");
        post("/api/v1/breakers/" + channel() + "/release");
        visitor.seesTick(2, "delivered");
        assertThat(words()).containsExactly("Held one", "Held two");
        assertThat(breaker().path("state").asText()).isEqualTo("closed");
        assertThat(audited("breaker.")).containsExactly("breaker.held", "breaker.released");
    }

    @Test
    void aNumberThatIsHeldStaysSoWhenTheGatewayStartsAgain() {
        post("/api/v1/breakers/" + channel() + "/hold");
        int seq = visitor.says("Held over a restart");
        house.restart();
        assertThat(breaker().path("state").asText()).isEqualTo("held");
        assertThat(breaker().path("reason").asText()).contains("paused by");
        post("/api/v1/breakers/" + channel() + "/release");
        phone.sees("Held over a restart");
        house.restart();
        assertThat(breaker().path("state").asText()).isEqualTo("closed");
        assertThat(seq).isEqualTo(1);
    }

    @Test
    void whoLooksForWarningsSeesThatANumberIsHeldUntilItIsReleased() {
        post("/api/v1/breakers/" + channel() + "/hold");
        var warning =
                Await.value("there is a warning", () -> Optional.ofNullable(sendingWarning(house)));
        assertThat(warning.path("words").asText()).contains("paused by");
        assertThat(warning.path("remedy").asText()).contains("Release");
        post("/api/v1/breakers/" + channel() + "/release");
        Await.until("the warning goes", () -> sendingWarning(house) == null);
        assertThat(audited("channel.warning"))
                .containsExactly("channel.warning_raised", "channel.warning_cleared");
    }

    @Test
    void whoLooksForWarningsSeesThatMetaFailsUntilItAnswers() {
        var breaker = new Graph.Breaker(2, 50, Duration.ofMillis(300));
        try (var guarded = House.open(Changes.breaker(breaker));
                var other = guarded.visitor()) {
            guarded.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131000,\"http\":500}");
            other.says("Into the outage");
            var warning =
                    Await.value(
                            "there is a warning",
                            () -> Optional.ofNullable(sendingWarning(guarded)));
            assertThat(warning.path("words").asText())
                    .contains("Meta keeps failing")
                    .contains("131000");
            assertThat(guarded.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
            other.seesTick(1, "delivered");
            Await.until("the warning goes", () -> sendingWarning(guarded) == null);
        }
    }

    private static @Nullable JsonNode sendingWarning(House house) {
        for (JsonNode warning : house.status().path("warnings")) {
            if (warning.path("kind").asText().equals("sending")) {
                return warning;
            }
        }
        return null;
    }

    /// That a gate opens says nothing of how fast the number may send.
    @Test
    void whatWaitsBecauseTheNumberIsTooFastKeepsItsTimeWhenTheGateOpens() {
        house.addsPhone("15550002002");
        house.faults(
                "{\"on\":\"send\",\"kind\":\"error\",\"code\":999999,\"http\":429,\"count\":1}");
        visitor.says("Too fast");
        var slow = Await.value("one is told to wait", () -> waitingFor("number_limit"));
        post("/api/v1/breakers/" + channel() + "/hold");
        visitor.says("Held");
        Await.until("the other lane waits too", () -> waitingFor("paused").isPresent());
        post("/api/v1/breakers/" + channel() + "/release");
        Await.until("that one goes", () -> waitingFor("paused").isEmpty());
        assertThat(waitingFor("number_limit").map(job -> job.path("next_at").asText()))
                .hasValue(slow.path("next_at").asText());
    }

    private Optional<JsonNode> waitingFor(String what) {
        for (JsonNode job : outbox("")) {
            if (job.path("waits_for").asText().equals(what)) {
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    @Test
    void anExpiredTokenStopsTheNumberUntilItIsMended() {
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":190,\"http\":401}");
        visitor.says("With an expired token");
        Await.until(
                "the number is stopped", () -> breaker().path("state").asText().equals("stopped"));
        assertThat(breaker().path("reason").asText()).contains("190");
        Await.until("it is in the log", () -> audited("breaker.").contains("breaker.opened"));
        visitor.says("Behind it");
        assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
        post("/api/v1/breakers/" + channel() + "/release");
        visitor.seesTick(2, "delivered");
        assertThat(words()).containsExactly("With an expired token", "Behind it");
    }

    @Test
    void aPhoneThatGetsTooManyIsGivenABreath() {
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131056,\"http\":400}");
        visitor.says("One too many");
        visitor.says("And another");
        Await.until(
                "it waits for the pair",
                () -> outbox("").path(0).path("waits_for").asText().equals("pair_limit"));
        assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
        visitor.seesTick(2, "delivered");
        assertThat(words()).containsExactly("One too many", "And another");
        assertThat(between(sends().get(0), sends().get(1)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(950));
    }

    @Test
    void aBurstOfErrorsOfAllKindsCostsNothingButTime() {
        close();
        open(Changes::impatient);
        for (int code : List.of(130_429, 131_000, 131_016, 2, 131_056)) {
            house.faults(
                    "{\"on\":\"send\",\"kind\":\"error\",\"code\":"
                            + code
                            + ",\"http\":400,\"count\":1}");
        }
        house.faults("{\"on\":\"send\",\"kind\":\"reset\",\"count\":1}");
        house.faults("{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":3000,\"count\":1}");
        var said = new ArrayList<String>();
        for (int i = 1; i <= 8; i++) {
            said.add("Through the storm " + i);
            visitor.says(said.getLast());
        }
        // The first meets nearly all of it, and has its own time for that.
        visitor.seesTick(1, "delivered");
        visitor.seesTick(8, "delivered");
        assertThat(words()).containsExactlyElementsOf(said);
    }

    @Test
    void whatMetaTakesAndThenFindsTooFastIsSentOnceMoreInItsPlace() {
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131056,\"count\":1}");
        visitor.says("Taken and refused");
        visitor.seesTick(1, "delivered");
        assertThat(ticks(1)).doesNotContain("failed");
        assertThat(house.status().at("/outbox/dead").asInt()).isZero();
    }

    /// Meta takes it, and tells by a status that it takes nothing: the number is stopped, as by an
    /// answer.
    @Test
    void aNumberWithoutPaymentIsStoppedByAStatusAndLosesNothing() {
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131042,\"count\":1}");
        visitor.says("Unpaid");
        Await.until(
                "the number is stopped", () -> breaker().path("state").asText().equals("stopped"));
        var warning =
                Await.value("there is a warning", () -> Optional.ofNullable(sendingWarning(house)));
        assertThat(warning.path("words").asText()).contains("payment", "131042");
        assertThat(outbox("").path(0).path("waits_for").asText()).isEqualTo("channel");
        visitor.says("Behind it");
        post("/api/v1/breakers/" + channel() + "/release");
        visitor.seesTick(2, "delivered");
        visitor.seesTick(1, "delivered");
        assertThat(words().stream().filter(line -> line.equals("Behind it"))).hasSize(1);
        assertThat(words().getLast()).isEqualTo("Behind it");
        assertThat(ticks(1)).doesNotContain("failed");
        assertThat(outbox("?state=dead")).isEmpty();
        Await.until("the warning goes", () -> sendingWarning(house) == null);
    }

    @Test
    void aNumberThatPeopleReportIsStoppedByAStatus() {
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131048,\"count\":1}");
        visitor.says("Unwanted");
        Await.until(
                "the number is stopped", () -> breaker().path("state").asText().equals("stopped"));
        post("/api/v1/breakers/" + channel() + "/release");
        visitor.seesTick(1, "delivered");
        assertThat(ticks(1)).doesNotContain("failed");
    }

    @Test
    void aNumberThatIsTooFastByNotificationIsSlowedDown() {
        int before = breaker().path("messages_per_second").asInt();
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":130429,\"count\":1}");
        visitor.says("Too fast");
        Await.until(
                "it is slowed down",
                () -> breaker().path("messages_per_second").asInt() == before / 2);
        visitor.seesTick(1, "delivered");
    }

    @Test
    void aNumberThatMetaCallsTooFastAsAWholeIsSlowedDown() {
        int before = breaker().path("messages_per_second").asInt();
        var notification = house.meta().messages();
        ((ObjectNode) notification.at("/entry/0/changes/0/value"))
                .putArray("errors")
                .addObject()
                .put("code", 130_429)
                .put("title", "Rate limit hit");
        assertThat(house.meta().posts(notification).status()).isEqualTo(200);
        Await.until(
                "it is slowed down",
                () -> breaker().path("messages_per_second").asInt() == before / 2);
    }

    @Test
    void whatFailsTwiceOnItsWayHasFailedAndCanBeSentAgain() {
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":130429,\"count\":2}");
        visitor.says("Unlucky");
        visitor.seesTick(1, "failed");
        var dead = outbox("?state=dead");
        assertThat(dead).hasSize(1);
        assertThat(dead.path(0).path("conversation").asText()).isEqualTo(visitor.code());
        assertThat(dead.path(0).path("last_error").asText()).contains("130429");
        post("/api/v1/outbox/" + dead.path(0).path("id").asText() + "/retry");
        visitor.seesTick(1, "delivered");
        assertThat(outbox("?state=dead")).isEmpty();
        assertThat(audited("outbox.")).containsExactly("outbox.retried");
    }

    @Test
    void whatWasRefusedIsListedAndGoesWhenSomebodySaysSo() {
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131026,\"count\":2}");
        visitor.says("Refused once");
        visitor.says("Refused twice");
        visitor.seesTick(2, "failed");
        var dead = outbox("?state=dead");
        assertThat(dead).hasSize(2);
        var path = "/api/v1/outbox/" + dead.path(0).path("id").asText();
        post(path + "/retry");
        visitor.seesTick(1, "delivered");
        assertThat(status(house.http().post(path + "/retry", Json.object(), bearer())))
                .isEqualTo(404);
        var other = "/api/v1/outbox/" + dead.path(1).path("id").asText();
        assertThat(house.http().delete(other, bearer()).status()).isEqualTo(204);
        assertThat(outbox("?state=dead")).isEmpty();
        assertThat(words()).containsExactly("Refused once");
    }

    @Test
    void theOutboxIsOnlyForThoseWhoMay() {
        assertThat(house.http().get("/api/v1/outbox").status()).isEqualTo(401);
        assertThat(house.http().get("/api/v1/outbox?state=lost", bearer()).status()).isEqualTo(422);
        assertThat(house.http().get("/api/v1/breakers").status()).isEqualTo(401);
        assertThat(status(house.http().post("/api/v1/breakers/99/hold", Json.object(), bearer())))
                .isEqualTo(404);
    }

    private static int status(Http.Answer answer) {
        return answer.status();
    }

    private String channel() {
        return house.setup().path("channel").asText();
    }

    private JsonNode breaker() {
        return house.api("/api/v1/breakers").path("items").path(0);
    }

    private JsonNode outbox(String query) {
        return house.api("/api/v1/outbox" + query).path("items");
    }

    private JsonNode post(String path) {
        var answer = house.http().post(path, Json.object(), bearer());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String[] bearer() {
        return new String[] {"Authorization", "Bearer " + house.apiToken()};
    }

    /// What the visitor said, whether it came one by one or several in one.
    private List<String> words() {
        return phone.received().stream()
                .map(m -> m.path("text").asText())
                .flatMap(String::lines)
                .filter(line -> !line.isEmpty() && !line.startsWith("*") && !line.startsWith("_"))
                .toList();
    }

    private List<JsonNode> sends() {
        return Await.value(
                "two sends",
                () -> {
                    var calls = new ArrayList<JsonNode>();
                    house.http()
                            .get("/sandbox/control/calls?after=0")
                            .json()
                            .path("items")
                            .forEach(call -> {
                                if (call.path("path").asText().endsWith("/messages")) {
                                    calls.add(call);
                                }
                            });
                    return Optional.of(calls).filter(list -> list.size() > 1);
                });
    }

    private static Duration between(JsonNode first, JsonNode second) {
        return Duration.between(
                java.time.Instant.parse(first.path("at").asText()),
                java.time.Instant.parse(second.path("at").asText()));
    }

    private List<String> ticks(int seq) {
        return visitor.frames().stream()
                .filter(f -> f.path("t").asText().equals("status"))
                .filter(f -> f.path("seq").asInt() == seq)
                .map(f -> f.path("status").asText())
                .toList();
    }

    private List<String> audited(String prefix) {
        return house.asks("SELECT action AS text FROM audit ORDER BY id").stream()
                .filter(action -> action.startsWith(prefix))
                .toList();
    }
}
