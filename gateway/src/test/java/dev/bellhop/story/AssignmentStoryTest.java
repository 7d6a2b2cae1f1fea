package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.Gateway;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/// What waits in a team gets to whoever is there.
final class AssignmentStoryTest {
    private final MovedClock clock = new MovedClock();
    private final List<AutoCloseable> open = new ArrayList<>();
    private House house;
    private Program program;

    @BeforeEach
    void open() {
        house = House.open(UnaryOperator.identity(), clock);
        program = house.program();
    }

    @AfterEach
    void close() throws Exception {
        for (var it : open.reversed()) {
            it.close();
        }
        house.close();
    }

    private AgentClient comes(String name) {
        var agent = AgentClient.signsIn(house, house.linkFor(name));
        open.add(agent);
        return agent;
    }

    private long id(String name) {
        return Long.parseLong(
                house.asks("SELECT CAST(id AS CHAR) AS text FROM agent WHERE name = '" + name + "'")
                        .getFirst());
    }

    /// A team to which a rule gives everything.
    private long team(String assignment, Long... members) {
        var team =
                program.posts(
                        "/teams",
                        "{\"name\":\"Lighting\",\"members\":%s,\"assignment\":%s}"
                                .formatted(List.of(members), assignment));
        assertThat(team.status()).as(team.text()).isEqualTo(201);
        long id = team.json().path("id").asLong();
        var rule =
                program.posts(
                        "/rules",
                        "{\"name\":\"All\",\"when\":{},\"then\":{\"team\":%d}}".formatted(id));
        assertThat(rule.status()).as(rule.text()).isEqualTo(201);
        return id;
    }

    /// Somebody new writes.
    private String writes() {
        var visitor = house.visitor();
        open.add(visitor);
        var _ = visitor.says("Is the Fjord pendant dimmable?");
        return visitor.code();
    }

    private JsonNode conversation(String code) {
        return program.sees("/conversations/" + code);
    }

    private String whose(String code) {
        return conversation(code).path("assignee").path("name").asText("");
    }

    private void isSoon(String code, String name) {
        Await.until(code + " is " + name + "’s", () -> whose(code).equals(name));
    }

    /// What is given looks at the leases, which follow a little later.
    private void isAway(String name) {
        var now = clock.instant().toString().replace('T', ' ').replace("Z", "");
        Await.until(
                name + " is away",
                () ->
                        house.asks(
                                        "SELECT node AS text FROM agent_presence WHERE agent_id = "
                                                + id(name)
                                                + " AND until_at > '"
                                                + now
                                                + "'")
                                .isEmpty());
    }

    private List<String> lines(String code) {
        return house.asks(
                "SELECT text FROM aside JOIN conversation ON conversation.id = conversation_id"
                        + " WHERE code = '"
                        + code
                        + "' ORDER BY aside.id");
    }

    @Test
    void theLeastBusyGetsTheNextUntilAllHaveEnoughAndOneIsDrainedWhenSomebodyIsFree() {
        var ingrid = comes("Ingrid");
        comes("Tomás");
        team("{\"policy\":\"least_busy\",\"capacity\":1}", id("Ingrid"), id("Tomás"), 1L);
        var first = writes();
        isSoon(first, "Ingrid");
        assertThat(lines(first)).contains("Ingrid gets this: least busy in Lighting, 1 of 1");
        ingrid.sees("Ingrid gets this");
        var second = writes();
        isSoon(second, "Tomás");
        // The owner is a member and is not there.
        var third = writes();
        var fourth = writes();
        Await.until("it is in the team", () -> conversation(fourth).path("team").has("id"));
        assertThat(whose(third)).isEmpty();
        house.changes("UPDATE conversation SET priority = 2 WHERE code = ?", fourth);
        ingrid.closes(first);
        isSoon(fourth, "Ingrid");
        assertThat(whose(third)).isEmpty();
        // She is there, and in no team.
        comes("Noor");
        ingrid.closes(fourth);
        isSoon(third, "Ingrid");
    }

    @Test
    void inTurnEachGetsOneAndWhoeverIsAwayIsPassedOver() {
        comes("Ada");
        var bo = comes("Bo");
        comes("Cy");
        team("{\"policy\":\"round_robin\"}", id("Ada"), id("Bo"), id("Cy"));
        for (var name : List.of("Ada", "Bo", "Cy", "Ada")) {
            var code = writes();
            isSoon(code, name);
            clock.move(Duration.ofSeconds(1));
        }
        bo.says("away");
        isAway("Bo");
        isSoon(writes(), "Cy");
        clock.move(Duration.ofSeconds(1));
        isSoon(writes(), "Ada");
        bo.says("online");
        isSoon(writes(), "Bo");
    }

    @Test
    void whatWaitsForSomebodyWhoHasGoneComesBackAndGoesToAnother() {
        var ada = comes("Ada");
        team("{\"policy\":\"round_robin\",\"give_back_after_minutes\":10}", id("Ada"));
        var code = writes();
        isSoon(code, "Ada");
        var answered = writes();
        isSoon(answered, "Ada");
        ada.answers(answered, "Yes, it is.");
        ada.close();
        // A page that has gone is noticed when the next event is written to it.
        Await.until(
                "she has gone",
                () -> {
                    notes(answered);
                    return program.sees("/agents/" + id("Ada"))
                            .path("presence")
                            .asText()
                            .equals("offline");
                });
        clock.move(Duration.ofMinutes(9));
        aTurnGoesBy();
        assertThat(whose(code)).isEqualTo("Ada");
        clock.move(Duration.ofMinutes(2));
        isSoon(code, "");
        assertThat(lines(code)).contains("Ada is not there, so this waits for Lighting again");
        // Nobody waits for an answer here.
        assertThat(whose(answered)).isEqualTo("Ada");
    }

    private void notes(String code) {
        var noted = program.posts("/conversations/" + code + "/notes", "{\"text\":\"Hm\"}");
        assertThat(noted.status()).as(noted.text()).isEqualTo(201);
    }

    /// What another team gives was looked at after the first team.
    private void aTurnGoesBy() {
        comes("Zoe");
        var other =
                program.posts(
                                "/teams",
                                "{\"name\":\"Other\",\"members\":[%d],\"assignment\":{\"policy\":\"round_robin\"}}"
                                        .formatted(id("Zoe")))
                        .json();
        var code = writes();
        var team = "{\"team\":" + other.path("id").asLong() + "}";
        var given =
                program.sends(
                        "PUT", "/conversations/" + code + "/team", Json.bytes(Json.parse(team)));
        assertThat(given.status()).as(given.text()).isEqualTo(200);
        isSoon(code, "Zoe");
    }

    /// Two gateways share out at once what waits for the agents of both: nothing is given twice,
    /// and nobody has more than they may.
    @Test
    void twoGatewaysGiveEverythingOnce() throws Exception {
        team("{\"policy\":\"least_busy\",\"capacity\":5}", 1L);
        var codes = new ArrayList<String>();
        for (int i = 0; i < 24; i++) {
            codes.add(writes());
        }
        var names = List.of("Ada", "Bo", "Cy", "Di");
        var links = new ArrayList<String>();
        names.forEach(name -> links.add(house.linkFor(name)));
        var ids = names.stream().map(this::id).toList();
        house.changes(
                "INSERT INTO team_member (team_id, agent_id) SELECT team.id, agent.id FROM team"
                        + " JOIN agent WHERE agent.id > 1");
        var client = HttpClient.newHttpClient();
        try (var second = Gateway.start(house.settings(), clock, new Random(1))) {
            // The second one has made the local command line's token anew.
            program = new Program(house.http(), house.tokenFor(Permission.CONVERSATIONS_READ));
            var ada = AgentClient.signsIn(house, links.get(0));
            open.add(ada);
            open.add(AgentClient.signsIn(house, links.get(1)));
            for (var link : links.subList(2, 4)) {
                open.add(listens(client, second.port(), AgentClient.cookie(house, link)));
            }
            Await.until("all have what they may", () -> sum(given()) == 20);
            var closed = codes.stream().filter(code -> whose(code).equals("Cy")).findFirst();
            ada.closes(closed.orElseThrow());
            Await.until("what is free is filled", () -> sum(given()) == 20);
            assertThat(given())
                    .containsOnlyKeys(ids)
                    .allSatisfy((_, count) -> assertThat(count).isEqualTo(5));
        } finally {
            client.shutdownNow();
        }
        for (var code : codes) {
            assertThat(lines(code).stream().filter(line -> line.contains("gets this")).count())
                    .as(code)
                    .isEqualTo(whose(code).isEmpty() ? 0 : 1);
        }
    }

    private static int sum(Map<Long, Integer> given) {
        return given.values().stream().mapToInt(it -> it).sum();
    }

    /// How many open ones everybody has.
    private Map<Long, Integer> given() {
        var given = new HashMap<Long, Integer>();
        house.asks(
                        "SELECT CAST(assignee_id AS CHAR) AS text FROM conversation WHERE"
                                + " status = 'open' AND assignee_id IS NOT NULL")
                .forEach(id -> given.merge(Long.parseLong(id), 1, Integer::sum));
        return given;
    }

    private static AutoCloseable listens(HttpClient client, int port, String cookie)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/admin/live"))
                        .header("Cookie", cookie)
                        .build();
        var body = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        assertThat(body.read()).isPositive();
        return body;
    }

    @Test
    void whatIsAskedOfATeamIsSaidInWords() {
        for (var wrong :
                Map.of(
                                "{\"policy\":\"fairest\"}",
                                "policy is one of off, round_robin, least_busy.",
                                "{\"capacity\":-1}",
                                "An agent has 1 to 500 at once, or 0 for any number.",
                                "{\"capacity\":\"many\"}",
                                "capacity is a whole number.",
                                "{\"size\":1}",
                                "There is no member “size” in assignment;",
                                "7",
                                "assignment is an object")
                        .entrySet()) {
            var refused =
                    program.posts(
                            "/teams",
                            "{\"name\":\"Team\",\"assignment\":%s}".formatted(wrong.getKey()));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains(wrong.getValue());
        }
    }
}
