package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.people.Role;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Lists that are longer than what is read at once, part by part.
final class LongListsTest {
    private static final PanelWorld WORLD = new PanelWorld();
    private static final Browser MAYA = WORLD.signedIn("Maya Okafor", Role.OWNER);
    private static final String TOKEN =
            WORLD.token("reader", Permission.CONVERSATIONS_READ, Permission.CONVERSATIONS_ANSWER);

    @BeforeAll
    static void begin() {
        // In each list some, several of them at the same moment.
        for (int i = 0; i < 36; i++) {
            var code = WORLD.begins("Number " + i).code();
            switch (i % 4) {
                case 0 -> does(code, "messages", Map.of("cid", uuid(), "text", "Here you are."));
                case 1 -> {
                    does(
                            code,
                            "snooze",
                            Map.of("until", Instant.now().plusSeconds(9000).toString()));
                    WORLD.isSnoozedUntil(
                            code, Instant.parse("2099-01-01T00:00:00Z").plusSeconds(i / 12));
                }
                case 2 -> does(code, "close", Map.of());
                default -> {}
            }
        }
        WORLD.hasLastSpoken("2026-01-01T00:00:00Z");
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    private static void does(String code, String deed, Map<String, String> form) {
        assertThat(MAYA.postPart("/admin/c/" + code + "/" + deed, form).status()).isEqualTo(200);
    }

    private static List<String> codes(String query, String cursor, List<String> next) {
        var path = "/api/v1/conversations?" + query + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
        var answer = WORLD.browser().get(path, "Authorization", "Bearer " + TOKEN);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var page = Json.parse(answer.text());
        if (!page.path("next").isNull()) {
            next.add(page.path("next").asText());
        }
        return page.path("items").valueStream().map(it -> it.path("code").asText()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "unassigned", "waiting", "snoozed", "closed"})
    void thePartsTogetherAreTheList(String view) {
        var whole = codes("view=" + view + "&limit=200", "", new ArrayList<>());
        assertThat(whole).hasSizeGreaterThanOrEqualTo(9).doesNotHaveDuplicates();
        for (int limit : new int[] {1, 4, 7}) {
            var parts = new ArrayList<String>();
            var cursor = "";
            while (true) {
                var next = new ArrayList<String>();
                parts.addAll(codes("view=" + view + "&limit=" + limit, cursor, next));
                if (next.isEmpty()) {
                    break;
                }
                cursor = next.getFirst();
                assertThat(parts).hasSizeLessThan(200);
            }
            assertThat(parts).as(view + " by " + limit).isEqualTo(whole);
        }
    }

    @Test
    void aMarkThatIsNoneIsAsGoodAsNoneInThePanelAndRefusedToPrograms() {
        var page = MAYA.get("/admin/inbox?view=open&after=x9e9.1%27");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("Back to the top");
        var refused =
                WORLD.browser()
                        .get(
                                "/api/v1/conversations?view=open&cursor=7",
                                "Authorization",
                                "Bearer " + TOKEN);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(MAYA.get("/admin/inbox/list?view=open&after=x1.2.3").header("Location"))
                .isEqualTo("/admin/inbox?view=open&after=x1.2.3");
    }
}
