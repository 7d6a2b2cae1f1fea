package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.people.Role;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Conversations are found by what was said, by whom, and by their code.
final class SearchTest {
    private static final PanelWorld WORLD = new PanelWorld();
    private static final Browser MAYA = WORLD.signedIn("Maya Okafor", Role.OWNER);
    private static final Pattern ROW = Pattern.compile("id=\"conv-([A-Z0-9]+)\"");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static String query(String words) {
        return "q=" + URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String list(String words) {
        return MAYA.part("/admin/inbox/list?view=mine&" + query(words)).text();
    }

    private static List<String> found(String words) {
        return ROW.matcher(list(words)).results().map(it -> it.group(1)).toList();
    }

    @Test
    void whatWasSaidIsFoundInAllLists() {
        var elena = WORLD.arrives();
        WORLD.isCalled(elena, "Elena Marchetti");
        WORLD.says(elena, "Is the Zephyrlight pendant dimmable? I have a LED dimmer already");
        WORLD.says(elena, "And the other one?");
        var code = WORLD.conversation(elena).code();
        var other = WORLD.begins("Do you ship zephyrlights to Malta?").code();
        var _ = WORLD.begins("Nothing to do with it");

        assertThat(found("zephyrlight")).containsExactly(other, code);
        assertThat(found("ZEPHYR dimmable")).containsExactly(code);
        assertThat(found("zephyr malta dimmable")).isEmpty();
        assertThat(found("marchetti")).containsExactly(code);
        assertThat(found("#" + code.toLowerCase(java.util.Locale.ROOT))).containsExactly(code);
        assertThat(list("zephyr dimmable"))
                .contains("<mark>Zephyr</mark>light pendant <mark>dimmable</mark>? I have")
                .contains("Found");
        assertThat(list("+49 170 0000000")).contains("Nothing found");
        assertThat(list("-\"*@")).contains("Nothing found");

        // A closed one is found, too; and what was looked for stays in the field of a whole page.
        var page = MAYA.get("/admin/inbox?" + query("zephyr malta")).text();
        assertThat(page).contains("value=\"zephyr malta\"").contains("conv-" + other);
        var _ = MAYA.postPart("/admin/c/" + other + "/close", java.util.Map.of());
        assertThat(found("malta")).containsExactly(other);
    }

    @Test
    void whatIsSaidAndLookedForIsNoMarkup() {
        var code = WORLD.begins("Look: <script>alert(1)</script> gimcrack <b>bold</b>").code();
        assertThat(list("gimcrack script"))
                .contains("conv-" + code)
                .contains("&lt;<mark>script</mark>&gt;alert(1)")
                .doesNotContain("<script>alert", "<b>bold");
        assertThat(MAYA.get("/admin/inbox?" + query("\"><script>")).text())
                .doesNotContain("\"><script>");
    }

    @Test
    void aLongMessageIsCutAroundTheWord() {
        var _ =
                WORLD.begins(
                        "lorem ipsum ".repeat(60) + "whatchamacallit " + "dolor 😀 ".repeat(60));
        assertThat(list("whatchamacallit"))
                .contains("…")
                .contains("<mark>whatchamacallit</mark> dolor")
                .doesNotContain("lorem ipsum ".repeat(5));
    }

    @Test
    void whoTalksMuchHidesNobody() {
        var quiet = WORLD.begins("A snollygoster, please").code();
        var talker = WORLD.arrives();
        for (int i = 0; i < 120; i++) {
            WORLD.says(talker, "snollygoster " + i);
        }
        assertThat(found("snollygoster")).containsExactly(WORLD.conversation(talker).code(), quiet);
        assertThat(list("snollygoster")).contains("<mark>snollygoster</mark> 119");
    }

    /// Such a word is looked for from the end, and not in the index.
    @Test
    void aWordThatVeryManyMessagesHoldIsFoundInTheNewest() {
        var old = WORLD.begins("The Taradiddle lamp").code();
        WORLD.changes(
                """
                INSERT INTO message
                  (conversation_id, seq, once_key, author, via, kind, text, status, status_at, at)
                SELECT conversation.id, seq, UNHEX(MD5(CONCAT('taradiddle', seq))), 'visitor', 'widget',
                  'text', CONCAT('Tarádiddle ', seq), 30, NOW(3), NOW(3)
                FROM conversation, seq_2_to_2500
                WHERE code = ?
                """,
                old);
        var newer = WORLD.begins("One more taradiddle").code();
        var _ = WORLD.begins("Something else");
        assertThat(found("taradiddle")).containsExactly(newer, old);
        assertThat(list("taradiddle")).contains("One more <mark>taradiddle</mark>", " 2500");
        assertThat(found("taradiddle more")).containsExactly(newer);
    }

    @Test
    void accentsAreNoHindrance() {
        var code = WORLD.begins("Ein Cafétischchen, bitte").code();
        assertThat(found("cafetisch")).containsExactly(code);
        assertThat(list("cafetisch")).contains("Ein Cafétischchen, bitte");
    }

    @Test
    void programsSearchToo() {
        var code = WORLD.begins("Have you seen my doohickey?").code();
        var token = WORLD.token("finder", Permission.CONVERSATIONS_READ);
        var api = WORLD.browser();
        var answer =
                api.get("/api/v1/conversations?q=doohickey", "Authorization", "Bearer " + token);
        assertThat(Json.parse(answer.text()).at("/items/0/code").asText()).isEqualTo(code);
        assertThat(Json.parse(answer.text()).path("items")).hasSize(1);
    }
}
