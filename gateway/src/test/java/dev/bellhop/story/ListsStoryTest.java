package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Optional;

/// Every list of the API takes `limit` and `cursor`, those that are short as well; and what is set
/// in parts is read in parts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ListsStoryTest {
    private House house;
    private Program program;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        for (var name : new String[] {"One", "Two", "Three"}) {
            made("/rules", "{\"name\":\"%s\"}".formatted(name));
            made("/labels", "{\"name\":\"%s\"}".formatted(name));
            made(
                    "/channels",
                    """
                    {"name":"%1$s","phone_number_id":"30%2$s","account_id":"1","app_id":"2",
                     "access_token":"EAA12345678901234567890","app_secret":"0123456789abcdef"}
                    """
                            .formatted(name, name.length() + "" + (int) name.charAt(0)));
        }
        for (int i = 0; i < 2; i++) {
            made("/inbox-phones", "{\"channel\":1,\"number\":\"+1415555267%s\"}".formatted(i));
            assertThat(program.posts("/keys/rotate", "{}").status()).isEqualTo(200);
        }
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void made(String path, String json) {
        var answer = program.posts(path, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rules", "/inbox-phones", "/roles", "/keys", "/breakers", "/labels"})
    void shortListsAreWholeAndPageWhenTheyAreAsked(String list) {
        var whole = program.sees(list);
        assertThat(whole.path("items").size()).as(list).isGreaterThanOrEqualTo(3);
        assertThat(whole.path("next").isNull()).isTrue();
        var paged = new ArrayList<JsonNode>();
        var next = Optional.of("");
        while (next.isPresent()) {
            var page = program.sees(list + "?limit=2&cursor=" + next.get());
            assertThat(page.path("items").size()).isBetween(1, 2);
            page.path("items").forEach(paged::add);
            next = Json.string(page, "next");
        }
        assertThat(whole.path("items")).containsExactlyElementsOf(paged);
        for (var wrong : new String[] {"limit=0", "limit=201", "limit=two", "cursor=none"}) {
            assertThat(program.asks(list + "?" + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void aSitesPartsAreReadAsTheyAreSet() {
        var site = "/sites/" + program.sees("/sites").at("/items/0/id").asText();
        assertThat(program.puts(site + "/hours", "null").status()).isEqualTo(200);
        assertThat(program.sees(site + "/hours").isNull()).isTrue();
        var hours =
                "{\"zone\":\"Europe/Madrid\",\"week\":[{\"day\":1,\"from\":\"09:00\","
                        + "\"to\":\"17:00\"}],\"closed\":[]}";
        assertThat(program.puts(site + "/hours", hours).status()).isEqualTo(200);
        assertThat(program.sees(site + "/hours")).isEqualTo(Json.parse(hours));
        var whole = program.sees(site);
        assertThat(program.sees(site + "/widget")).isEqualTo(whole.path("widget"));
        assertThat(program.sees(site + "/follow-up")).isEqualTo(whole.path("follow_up"));
        assertThat(program.sees(site + "/away")).isEqualTo(whole.path("away"));
        assertThat(program.asks("/sites/999/hours").status()).isEqualTo(404);
        assertThat(program.asks(site + "/hours").header("ETag")).isNotEmpty();
    }

    /// The tag of a part is good for a change of the site.
    @Test
    void aPartIsChangedFromWhatWasReadOfIt() {
        var path = "/api/v1/sites/" + program.sees("/sites").at("/items/0/id").asText();
        var authorization = "Bearer " + house.apiToken();
        var read =
                house.http().get(path + "/widget", "Authorization", authorization).header("ETag");
        var dark = Json.object().put("theme", "dark");
        var done =
                house.http()
                        .patch(
                                path + "/widget",
                                dark,
                                "Authorization",
                                authorization,
                                "If-Match",
                                read);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        var late =
                house.http()
                        .patch(
                                path + "/widget",
                                dark.put("theme", "light"),
                                "Authorization",
                                authorization,
                                "If-Match",
                                read);
        assertThat(late.status()).isEqualTo(412);
    }
}
