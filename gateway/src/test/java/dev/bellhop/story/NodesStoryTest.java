package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.cluster.TestRedis;
import dev.bellhop.db.Await;
import dev.bellhop.gateway.Settings;
import dev.bellhop.leak.LogOfAll;
import dev.bellhop.meter.Exposition;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.IntStream;

/// Two gateways on one database, and Redis between them: whoever is at one of them notices nothing
/// of there being another.
final class NodesStoryTest {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private TestRedis redis;
    private House one;
    private House two;

    @BeforeEach
    void open() {
        redis = keep(TestRedis.start());
        one = keep(House.open(this::withRedis));
        two = keep(one.beside());
        hearEachOther();
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T keep(T it) {
        opened.push(it);
        return it;
    }

    private Settings withRedis(Settings s) {
        return Changes.redis(redis.url()).apply(Changes.unlimited().apply(s));
    }

    private void hearEachOther() {
        for (var house : new House[] {one, two}) {
            Await.until("it hears", () -> house.status().at("/bus/up").asBoolean());
            Await.until("it sees both", () -> house.status().path("nodes").size() == 2);
        }
    }

    @Test
    void wordsAndTicksGoFromTheWidgetAtOneToThePanelAtTheOtherAndBack() {
        var visitor = keep(one.visitor());
        var agent = keep(AgentClient.signsIn(two, two.linkFor("Ingrid")));
        visitor.says("Is the Fjord pendant dimmable?");
        agent.sees("Is the Fjord pendant dimmable?");
        agent.answers(visitor.code(), "Yes, with any dimmer.");
        visitor.sees("Yes, with any dimmer.");
        agent.types(visitor.code());
        visitor.hears("typing", it -> it.path("on").asBoolean());
        agent.saw(visitor.code(), 1);
        visitor.seesTick(1, "read");
        visitor.says("Thank you");
        agent.sees("Thank you");
        assertThat(
                        visitor.frames().stream()
                                .filter(it -> it.path("t").asText().equals("message"))
                                .map(it -> it.path("text").asText()))
                .containsExactly("Yes, with any dimmer.");
    }

    @Test
    void twoTabsOfAVisitorAtTwoNodesShareOneThread() {
        var first = keep(one.visitor());
        first.says("From the first tab");
        var second =
                keep(VisitorClient.arrives(two.gateway().port(), Optional.of(first.token()), 0));
        second.hears("message", it -> it.path("text").asText().equals("From the first tab"));
        second.says("From the second tab");
        first.hears("message", it -> it.path("text").asText().equals("From the second tab"));
    }

    @Test
    void whatAPhoneAnswersComesByWhicheverNodeMetaTells() {
        var visitor = keep(one.visitor());
        visitor.says("Do you ship to Norway?");
        two.phone().writes("#" + visitor.code() + " Yes, every Tuesday.");
        visitor.sees("Yes, every Tuesday.");
    }

    @Test
    void whatIsSetAtOneHoldsAtTheOther() {
        var program = one.program();
        var site = "/sites/" + program.sees("/sites").at("/items/0/id").asText();
        assertThat(program.changes(site, "{\"name\":\"Juniper by the sea\"}").status())
                .isEqualTo(200);
        Await.until(
                "the site's name is known",
                () -> two.program().sees(site).path("name").asText().equals("Juniper by the sea"));

        assertThat(program.changes("/privacy", "{\"hide_card_numbers\":true}").status())
                .isEqualTo(200);
        Await.until(
                "the choice is known",
                () -> two.program().sees("/privacy").path("hide_card_numbers").asBoolean());
        var visitor = keep(two.visitor());
        visitor.says("My card is 4111 1111 1111 1111");
        assertThat(one.asks("SELECT text FROM message").getFirst()).doesNotContain("4111");

        var channel = "/channels/" + one.setup().path("channel").asText();
        var token = one.control("tokens", "{}").path("access_token").asText();
        var rotated =
                program.posts(
                        channel + "/rotate", Json.text(Json.object().put("access_token", token)));
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        var print = rotated.json().at("/access_token/fingerprint").asText();
        Await.until(
                "the token is known",
                () ->
                        two.program()
                                .sees(channel)
                                .at("/access_token/fingerprint")
                                .asText()
                                .equals(print));
    }

    @Test
    void eventsOfWhatHappensAtOneGoToWhereTheOtherWasTold() {
        var receiver = keep(new Receiver());
        var json = Json.object().put("name", "CRM").put("url", receiver.url());
        json.putArray("kinds").add("message.created");
        assertThat(one.program().posts("/events", Json.text(json)).status()).isEqualTo(201);
        Await.until(
                "the other knows the endpoint",
                () -> two.program().sees("/events").path("items").size() == 1);
        var visitor = keep(two.visitor());
        visitor.says("Told to the CRM");
        Await.until(
                "it is posted",
                () ->
                        receiver.taken().stream()
                                .anyMatch(it ->
                                        it.data()
                                                .at("/message/text")
                                                .asText()
                                                .equals("Told to the CRM")));
        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void whoIsThereAtOneIsThereForTheOther() {
        var ingrid = keep(AgentClient.signsIn(two, two.linkFor("Ingrid")));
        isPresent("online");
        var visitor = keep(one.visitor());
        ingrid.says("away");
        isPresent("away");
        visitor.hears("presence", it -> it.path("presence").asText().equals("away"));
        ingrid.says("online");
        isPresent("online");
        visitor.hears("presence", it -> it.path("presence").asText().equals("online"));
    }

    private void isPresent(String how) {
        Await.until(
                "she is " + how,
                () ->
                        one.program()
                                .sees("/agents")
                                .path("items")
                                .valueStream()
                                .filter(it -> it.path("name").asText().equals("Ingrid"))
                                .anyMatch(it -> it.path("presence").asText().equals(how)));
    }

    @Test
    void aNumberThatIsHeldAtOneIsHeldAtTheOtherAndLetGo() {
        var path = "/breakers/" + one.setup().path("channel").asText();
        assertThat(one.program().posts(path + "/hold", "{}").status()).isEqualTo(200);
        Await.until("it is held", () -> gate(two).equals("held"));
        assertThat(two.program().posts(path + "/release", "{}").status()).isEqualTo(200);
        Await.until("it is let go", () -> gate(one).equals("closed"));
    }

    private static String gate(House house) {
        return house.api("/api/v1/breakers").at("/items/0/state").asText();
    }

    @Test
    void whoIsErasedAtOneHearsItAtTheOther() {
        var visitor = keep(one.visitor());
        visitor.says("Forget me");
        var id = one.asks("SELECT CAST(MAX(id) AS CHAR) AS text FROM visitor").getFirst();
        assertThat(two.program().deletes("/visitors/" + id).status()).isEqualTo(204);
        visitor.hears("erased");
    }

    @Test
    void anEndedSessionClosesItsPageAtTheOtherNodeToo() {
        var ingrid = keep(AgentClient.signsIn(two, two.linkFor("Ingrid")));
        var id =
                one.asks("SELECT CAST(id AS CHAR) AS text FROM agent WHERE name = 'Ingrid'")
                        .getFirst();
        assertThat(one.program().posts("/agents/" + id + "/disable", "{}").status()).isEqualTo(200);
        ingrid.sees("event: bye");
    }

    /// Nothing is told, and nothing is lost: each looks by itself, and hears of all the rest later.
    @Test
    void withoutRedisForAWhileNothingIsLostAndBothHeal() {
        var visitor = keep(one.visitor());
        visitor.says("Before");
        var agent = keep(AgentClient.signsIn(two, two.linkFor("Ingrid")));
        redis.kill();
        Await.until("it is missed", () -> !two.status().at("/bus/up").asBoolean());
        Await.until("it is missed", () -> !one.status().at("/bus/up").asBoolean());
        visitor.says("Meanwhile");
        agent.sees("Meanwhile");
        agent.answers(visitor.code(), "Heard, a little later");
        visitor.sees("Heard, a little later");
        agent.closes(visitor.code());
        redis.startAgain();
        hearEachOther();
        visitor.hears("conversation", it -> it.path("status").asText().equals("closed"));
        agent.sees("event: again");
        visitor.says("After");
        agent.sees("After");
        assertThat(metric(two, "bellhop_bus_gaps_total")).isPositive();
    }

    @Test
    void withoutRedisAtAllBothSaySoAndLookByThemselves() throws Exception {
        close();
        try (var log = new LogOfAll()) {
            one = keep(House.open(Changes.unlimited()));
            assertThat(one.status().path("nodes_trouble").isNull()).isTrue();
            two = keep(one.beside());
            assertThat(log.text()).contains("Another gateway works on this database");
            assertThat(two.status().path("nodes_trouble").asText()).contains("cluster.redis-url");
            Await.until("one sees it", () -> !one.status().path("nodes_trouble").isNull());
        }
        var visitor = keep(one.visitor());
        var agent = keep(AgentClient.signsIn(two, two.linkFor("Ingrid")));
        visitor.says("Is anybody there?");
        agent.sees("Is anybody there?");
        agent.answers(visitor.code(), "Yes");
        visitor.sees("Yes");
    }

    /// Each finds its own Redis in order, and nothing leads from one to the other.
    @Test
    void whoeverHasAnotherRedisIsNoticedAndBothLookByThemselves() throws Exception {
        close();
        var other = keep(TestRedis.start());
        redis = keep(TestRedis.start());
        one = keep(House.open(this::withRedis));
        two = keep(one.beside(Changes.redis(other.url())));
        for (var house : new House[] {one, two}) {
            Await.until(
                    "it says so",
                    () ->
                            house.status()
                                    .path("nodes_trouble")
                                    .asText()
                                    .startsWith("Nothing is heard of the gateway at "));
        }
        var visitor = keep(one.visitor());
        var agent = keep(AgentClient.signsIn(two, two.linkFor("Ingrid")));
        visitor.says("Is anybody there?");
        agent.sees("Is anybody there?");
    }

    /// As a rolling restart does: one goes while somebody chats, the other has everything.
    @Test
    void whoChatsGoesOnAtTheOtherWhenOneStops() {
        var agent = keep(AgentClient.signsIn(two, two.linkFor("Ingrid")));
        var visitor = keep(one.visitor());
        IntStream.rangeClosed(1, 20).forEach(i -> visitor.says("Word " + i));
        one.close();
        visitor.hears("bye");
        Await.until("it has gone", () -> two.status().path("nodes").size() == 1);
        var back =
                keep(VisitorClient.arrives(two.gateway().port(), Optional.of(visitor.token()), 20));
        back.says("And on");
        agent.sees("And on");
        agent.answers(back.code(), "Here I am");
        back.sees("Here I am");
        assertThat(
                        one.asks(
                                "SELECT CAST(COUNT(*) AS CHAR) AS text FROM outbox WHERE state ="
                                        + " 'claimed'"))
                .containsExactly("0");
        Await.until(
                "all is sent",
                () ->
                        one.asks("SELECT CAST(COUNT(*) AS CHAR) AS text FROM outbox")
                                .getFirst()
                                .equals("0"));
        two.restart();
        assertThat(two.status().path("nodes")).hasSize(1);
    }

    @Test
    void theStatusTellsOfAllNodes() {
        var nodes = two.status().path("nodes");
        assertThat(nodes).hasSize(2);
        assertThat(nodes.valueStream().filter(it -> it.path("self").asBoolean())).hasSize(1);
        assertThat(nodes.path(0).path("name").asText()).endsWith(":" + one.gateway().port());
        assertThat(metric(one, "bellhop_nodes")).isEqualTo(2);
        assertThat(metric(one, "bellhop_bus_up")).isEqualTo(1);
        assertThat(sees(one)).isLessThan(Duration.ofSeconds(10));
    }

    private static Duration sees(House house) {
        JsonNode self =
                house.status()
                        .path("nodes")
                        .valueStream()
                        .filter(it -> it.path("self").asBoolean())
                        .findFirst()
                        .orElseThrow();
        return Duration.between(Instant.parse(self.path("seen_at").asText()), Instant.now());
    }

    private static double metric(House house, String name) {
        return Exposition.read(house.http().get("/observe/metrics").text()).value(name);
    }
}
