package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A site's settings, from the API to what a widget is told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SiteStoryTest {
    private House house;
    private Program program;
    private String site;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        site = "/sites/" + program.sees("/sites").at("/items/0/id").asText();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Http.Answer widgets(String... headers) {
        return house.http().get("/widget/v1/sites/juniper", headers);
    }

    @Test
    void widgetsKnowTheNumberOnWhatsAppOnlyWhereAChatMayGoOnThere() {
        assertThat(widgets().json().path("whatsapp_url").asText()).matches("https://wa\\.me/\\d+");
        program.changes(site + "/widget", "{\"whatsapp\":false}");
        assertThat(widgets().json().path("whatsapp_url").isNull()).isTrue();
        program.changes(site + "/widget", "{\"whatsapp\":true}");
    }

    @Test
    void whatIsChangedIsToldToWidgetsUnderAnotherTag() {
        var before = widgets();
        var tag = before.header("ETag");
        assertThat(before.header("Cache-Control")).isEqualTo("max-age=300, must-revalidate");
        assertThat(widgets("If-None-Match", tag).status()).isEqualTo(304);
        assertThat(before.json().path("greeting").path("title").asText())
                .isEqualTo("Hello from Juniper & Co.");
        var changed =
                program.changes(
                        site + "/widget",
                        """
                        {"suggestions":["Is it in stock?"],"privacy_url":"https://shop.example/p",
                         "prechat":{"mode":"required","fields":["name","email"],
                                    "required":["email"]},
                         "languages":["pt-BR","en"],"sound":false,
                         "appearance":{"accent":"#FFD400","position":"left","offset_x":4}}
                        """);
        assertThat(changed.status()).isEqualTo(200);
        var after = widgets("If-None-Match", tag);
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.header("ETag")).isNotEqualTo(tag);
        var told = after.json();
        assertThat(told.at("/greeting/title").asText()).isEqualTo("Hello from Juniper & Co.");
        assertThat(told.at("/suggestions/0").asText()).isEqualTo("Is it in stock?");
        assertThat(told.path("questions")).isEqualTo(told.path("suggestions"));
        assertThat(told.at("/prechat/required/0").asText()).isEqualTo("email");
        assertThat(told.at("/appearance/accent").asText()).isEqualTo("#ffd400");
        assertThat(told.at("/appearance/ink").asText()).isEqualTo("#000000");
        assertThat(told.at("/appearance/offset_y").asInt()).isEqualTo(20);
        assertThat(told.path("position").asText()).isEqualTo("left");
        assertThat(told.path("whatsapp").asBoolean()).isTrue();
        assertThat(told.path("sound").asBoolean(true)).isFalse();
        assertThat(told.at("/languages/0").asText()).isEqualTo("pt-BR");
        assertThat(told.at("/attachments/max_bytes").asInt()).isEqualTo(16 * 1024 * 1024);
        assertThat(house.audited()).contains("site.widget_changed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"colour\":\"red\"} | There is no member “colour” here; there are:",
                "{\"appearance\":{\"accent\":\"red\"}} | accent is a colour such as #0b7a5e",
                "{\"appearance\":{\"offset_x\":-1}} | offset_x is a whole number from 0 to 500.",
                "{\"greeting\":\"Hi\"} | greeting is an object.",
                "{\"greeting\":{\"title\":\"a\\u0000b\"}} | title is a line of 0 to 80 characters.",
                "{\"suggestions\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]} | at most 5 lines",
                "{\"prechat\":{\"mode\":\"required\",\"fields\":[],\"required\":[]}} | has at least"
                        + " one of the fields",
                "{\"prechat\":{\"fields\":[\"age\"]}} | fields are some of name, email, phone.",
                "{\"privacy_url\":\"javascript:alert(1)\"} | privacy_url is an address",
                "{\"languages\":[\"English!\"]} | languages are tags",
                "{\"sound\":\"yes\"} | sound is true or false.",
                "{\"theme\":\"pink\"} | theme is one of auto, light, dark."
            })
    void whatCannotBeIsRefusedInWords(String body, String words) {
        var refused = program.changes(site + "/widget", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains(words);
    }

    @Test
    void hoursAreToldAndCanBeTakenAway() {
        var set =
                program.puts(
                        site + "/hours",
                        """
                        {"zone":"Europe/Madrid",
                         "week":[{"day":2,"from":"16:00","to":"24:00"},
                                 {"day":2,"from":"09:00","to":"14:00"}],
                         "closed":[{"date":"2026-12-25"},{"date":"2026-12-25"}]}
                        """);
        assertThat(set.status()).isEqualTo(200);
        var hours = widgets().json().path("hours");
        assertThat(hours.toString())
                .isEqualTo(
                        "{\"zone\":\"Europe/Madrid\",\"week\":["
                                + "{\"day\":2,\"from\":\"09:00\",\"to\":\"14:00\"},"
                                + "{\"day\":2,\"from\":\"16:00\",\"to\":\"24:00\"}],"
                                + "\"closed\":[{\"date\":\"2026-12-25\"}]}");
        assertThat(program.puts(site + "/hours", "null").status()).isEqualTo(200);
        assertThat(widgets().json().path("hours").isNull()).isTrue();
        assertThat(program.sees(site).path("open").asBoolean()).isTrue();
        assertThat(house.audited()).contains("site.hours_changed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Mars/Olympus' | '09:00' | '10:00' | 1 | there is no “Mars/Olympus”",
                "'+02:00' | '09:00' | '10:00' | 1 | zone is the name of a time zone",
                "'UTC' | '9:00' | '10:00' | 1 | from and to are times such as 09:00",
                "'UTC' | '09:00' | '24:01' | 1 | from and to are times such as 09:00",
                "'UTC' | '10:00' | '10:00' | 1 | from is before to: 10:00 to 10:00 is not.",
                "'UTC' | '22:00' | '02:00' | 1 | Open through midnight is two spans.",
                "'UTC' | '09:00' | '10:00' | 8 | day is a number from 1",
                "'UTC' | '07:00' | '08:30' | 7 | overlaps another one"
            })
    void hoursThatCannotBeAreRefusedInWords(
            String zone, String from, String to, int day, String words) {
        var refused =
                program.puts(
                        site + "/hours",
                        "{\"zone\":\"%s\",\"week\":[{\"day\":7,\"from\":\"08:00\",\"to\":\"09:00\"},"
                                        .formatted(zone)
                                + "{\"day\":%d,\"from\":\"%s\",\"to\":\"%s\"}]}"
                                        .formatted(day, from, to));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains(words);
    }

    @Test
    void aClosedShopIsToldAsClosed() {
        try (var other = House.open();
                var visitor = other.visitor()) {
            var here = other.program();
            var id = here.sees("/sites").at("/items/0/id").asText();
            assertThat(visitor.hears("welcome").path("presence").asText()).isEqualTo("away");
            assertThat(visitor.hears("welcome").path("online").asBoolean()).isTrue();
            var day = java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(3);
            var hours =
                    "{\"zone\":\"UTC\",\"week\":[{\"day\":%d,\"from\":\"00:00\",\"to\":\"00:01\"}]}"
                            .formatted(day.getDayOfWeek().getValue());
            assertThat(here.puts("/sites/" + id + "/hours", hours).status()).isEqualTo(200);
            var closed =
                    visitor.hears("presence", f -> f.path("presence").asText().equals("closed"));
            assertThat(closed.path("online").asBoolean(true)).isFalse();
            var told = other.http().get("/widget/v1/sites/juniper").json();
            assertThat(told.path("presence").asText()).isEqualTo("closed");
            assertThat(told.path("online").asBoolean(true)).isFalse();
            assertThat(here.sees("/sites/" + id).path("next_opening").asText())
                    .isEqualTo(day + "T00:00:00Z");
        }
    }

    @Test
    void aSiteIsAddedAndChanged() {
        var added =
                program.posts(
                        "/sites",
                        """
                        {"name":"Second shop","key":"second",
                         "origins":["https://Second.example/","http://localhost:8080"]}
                        """);
        assertThat(added.status()).isEqualTo(201);
        var path = "/sites/" + added.json().path("id").asText();
        assertThat(program.sees(path).at("/origins/0").asText())
                .isEqualTo("https://second.example");
        assertThat(house.http().get("/widget/v1/sites/second").status()).isEqualTo(200);
        assertThat(program.posts("/sites", "{\"name\":\"Third\",\"key\":\"second\"}").status())
                .isEqualTo(409);
        var refused =
                program.changes(
                        path, "{\"origins\":[\"https://a.example/shop\"],\"channel_id\":99}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText())
                .contains("is no origin", "id of a channel");
        assertThat(program.changes(path, "{\"name\":\"Two\"}").json().path("name").asText())
                .isEqualTo("Two");
        assertThat(program.asks("/sites/999").status()).isEqualTo(404);
    }

    @Test
    void onlyThoseWhoMayChangeSettings() {
        var reader = "Bearer " + house.tokenFor(Permission.SETTINGS_READ);
        assertThat(house.http().get("/api/v1/sites", "Authorization", reader).status())
                .isEqualTo(200);
        var body = dev.bellhop.web.Json.object().put("sound", true);
        assertThat(
                        house.http()
                                .patch("/api/v1" + site + "/widget", body, "Authorization", reader)
                                .status())
                .isEqualTo(403);
    }
}
