package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is set up, whole, as one document: what the lists say, and no more than who asks may read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SettingsDocumentStoryTest {
    /// What people set, by kind; all else in the lists is made by the gateway.
    private static final Map<String, List<String>> SET =
            Map.of(
                    "teams", List.of("name", "members", "assignment"),
                    "labels", List.of("name", "colour"),
                    "canned", List.of("shortcut", "folder", "title", "text"),
                    "sites",
                            List.of(
                                    "key",
                                    "name",
                                    "channel_id",
                                    "origins",
                                    "widget",
                                    "hours",
                                    "away",
                                    "follow_up"),
                    "rules", List.of("name", "active", "when", "then"));

    private House house;
    private Program program;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        made("/teams", "{\"name\":\"Repairs\",\"members\":[1]}");
        made("/teams", "{\"name\":\"All others\"}");
        made("/labels", "{\"name\":\"Wholesale\",\"colour\":\"stone\"}");
        made("/canned", "{\"shortcut\":\"hello\",\"title\":\"Hello\",\"text\":\"Hello!\"}");
        made("/rules", "{\"name\":\"Last\",\"then\":{\"team\":2}}");
        made("/rules", "{\"name\":\"First\",\"when\":{\"keywords\":[\"broken\"]}}");
        var site = made("/sites", "{\"key\":\"second\",\"name\":\"Second\"}").path("id");
        var secret = program.posts("/sites/" + site + "/identity-secret", "{}");
        assertThat(secret.status()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private JsonNode made(String path, String json) {
        var answer = program.posts(path, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    @Test
    void itHasWhatTheListsHaveAndNothingThatTheGatewayMakes() {
        var document = program.sees("/settings");
        assertThat(names(document))
                .containsExactly("version", "teams", "labels", "canned", "sites", "rules");
        assertThat(document.path("version").asInt()).isOne();
        SET.forEach((kind, members) -> {
            var listed = new ArrayList<JsonNode>();
            program.sees("/" + kind + "?limit=200")
                    .path("items")
                    .forEach(it -> listed.add(((ObjectNode) it.deepCopy()).retain(members)));
            assertThat(document.path(kind)).as(kind).hasSizeGreaterThan(0);
            assertThat(document.path(kind)).as(kind).containsExactlyElementsOf(listed);
        });
        assertThat(Json.text(document)).doesNotContain("secret", "fingerprint");
    }

    @Test
    void whatTheCallerMayNotReadIsLeftOut() {
        var settings = new Program(house.http(), house.tokenFor(Permission.SETTINGS_READ));
        assertThat(names(settings.sees("/settings"))).containsExactly("version", "sites", "rules");
        var agents = new Program(house.http(), house.tokenFor(Permission.AGENTS_READ));
        assertThat(agents.asks("/settings").status()).isEqualTo(403);
    }

    @Test
    void whoeverHasItAlreadyIsNotSentItAgain() {
        var authorization = "Bearer " + house.apiToken();
        var path = "/api/v1/settings";
        var tag = house.http().get(path, "Authorization", authorization).header("ETag");
        var again = house.http().get(path, "Authorization", authorization, "If-None-Match", tag);
        assertThat(again.status()).isEqualTo(304);
        made("/labels", "{\"name\":\"Another\"}");
        var changed = house.http().get(path, "Authorization", authorization, "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
