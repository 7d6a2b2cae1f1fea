package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where agents are signed in, as programs and agents see it who look after others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsStoryTest {
    private static final String ALL = "/api/v1/sessions";

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

    /// Somebody who is invited and comes in.
    private String comesIn(String name, String role) {
        var invited =
                program.posts(
                        "/agents",
                        """
                        {"email":"%1$s@shop.example","name":"%1$s","role":"%2$s"}
                        """
                                .formatted(name, role));
        assertThat(invited.status()).as(invited.text()).isEqualTo(201);
        return AgentClient.cookie(
                house, URI.create(invited.json().path("link").asText()).getPath());
    }

    private List<JsonNode> all() {
        return pages(program, "/sessions?limit=2");
    }

    private static List<JsonNode> pages(Program program, String path) {
        var all = new ArrayList<JsonNode>();
        var next = Optional.of("");
        while (next.isPresent()) {
            var page = program.sees(path + "&cursor=" + next.get());
            assertThat(page.path("items").size()).isBetween(1, 2);
            page.path("items").forEach(all::add);
            next = Json.string(page, "next");
        }
        return all;
    }

    private JsonNode of(String name) {
        return all().stream()
                .filter(it -> it.path("agent_name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int pageFor(String cookie) {
        return house.http().get("/admin/settings/sign-ins", "Cookie", cookie).status();
    }

    @Test
    void allSessionsAreListedPageByPageWithWhoseTheyAre() {
        var ida = comesIn("Ida", "agent");
        var _ = comesIn("Ada", "agent");
        var _ = comesIn("Ola", "admin");
        var all = all();
        assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
        assertThat(all)
                .extracting(it -> it.path("agent_name").asText())
                .contains("Ida", "Ada", "Ola");
        var one = of("Ida");
        assertThat(one.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(one.path("own").asBoolean(true)).isFalse();
        assertThat(one.path("since").asText()).startsWith("20");
        assertThat(program.sees("/agents/" + one.path("agent") + "/sessions").path("items"))
                .containsExactly(one);
        assertThat(pageFor(ida)).isEqualTo(200);
    }

    @Test
    void aSessionThatIsEndedLetsNobodyInAndThereIsAnEntry() {
        var cookie = comesIn("Eva", "agent");
        assertThat(pageFor(cookie)).isEqualTo(200);
        var id = of("Eva").path("id").asText();
        assertThat(program.deletes("/sessions/" + id).status()).isEqualTo(204);
        assertThat(pageFor(cookie)).isEqualTo(303);
        assertThat(house.audited()).contains("agent.session_ended");
        assertThat(program.deletes("/sessions/" + id).status()).isEqualTo(404);
        assertThat(all()).noneMatch(it -> it.path("id").asText().equals(id));
    }

    @Test
    void anAdminEndsTheirOwnAndNotAnOwners() {
        var owner = AgentClient.cookie(house, house.gateway().signInLink().orElseThrow().getPath());
        var admin = comesIn("Uma", "admin");
        var seen = house.http().get(ALL + "?limit=200", "Cookie", admin).json().path("items");
        var own = seen.valueStream().filter(it -> it.path("own").asBoolean()).toList();
        assertThat(own).hasSize(1);
        assertThat(own.getFirst().path("agent_name").asText()).isEqualTo("Uma");
        var owners = seen.valueStream().filter(it -> it.path("agent").asLong() == 1).findFirst();
        var refused = ends(owners.orElseThrow(), admin);
        assertThat(refused).isEqualTo(403);
        assertThat(pageFor(owner)).isEqualTo(200);
        assertThat(ends(own.getFirst(), admin)).isEqualTo(204);
        assertThat(pageFor(admin)).isEqualTo(303);
    }

    private int ends(JsonNode session, String cookie) {
        return house.http()
                .delete(
                        ALL + "/" + session.path("id").asText(),
                        "Cookie",
                        cookie,
                        "Sec-Fetch-Site",
                        "same-origin")
                .status();
    }

    @Test
    void whoMayReadAgentsAloneEndsNobody() {
        var _ = comesIn("Lea", "agent");
        var reader = new Program(house.http(), house.tokenFor(Permission.AGENTS_READ));
        var id = of("Lea").path("id").asText();
        assertThat(reader.asks("/sessions").status()).isEqualTo(200);
        assertThat(reader.deletes("/sessions/" + id).status()).isEqualTo(403);
        assertThat(reader.asks("/sessions?cursor=x").status()).isEqualTo(400);
        var stranger = new Program(house.http(), house.tokenFor(Permission.STATUS_READ));
        assertThat(stranger.asks("/sessions").status()).isEqualTo(403);
    }
}
