package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.SavedViews;
import dev.bellhop.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.regex.Pattern;

/// Lists that agents name, by plain forms and by htmx.
final class SavedViewsTest {
    private static final PanelWorld WORLD = new PanelWorld();
    private static final Pattern ID = Pattern.compile("id=\"saved-([0-9]+)\"");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Browser.Answer saves(Browser agent, String query, String name) {
        return agent.postPart("/admin/inbox/views?" + query, Map.of("name", name));
    }

    private static String idOfFirst(Browser agent) {
        var found = ID.matcher(agent.get("/admin/inbox").text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void aViewIsKeptAsItWasShown() {
        var maya = WORLD.signedIn("Maya Saves", Role.AGENT);
        var query = "view=snoozed&channel=web&site=1&label=3&q=red+%26+%22blue%22";
        assertThat(maya.get("/admin/inbox/views/new?" + query).text())
                .contains("<html", "Save this view", "red &amp; ");
        assertThat(saves(maya, query, "  Red   and <b>blue</b> ").status()).isEqualTo(200);
        assertThat(maya.get("/admin/inbox").text())
                .contains("Red and &lt;b&gt;blue&lt;/b&gt;")
                .contains(
                        "/admin/inbox?view=snoozed&amp;channel=web&amp;site=1&amp;label=3&amp;q=red%20%26%20%22blue%22");
        var shown = maya.get("/admin/inbox?" + query).text();
        assertThat(shown).containsPattern("id=\"tab-more\"[^>]*aria-current=\"true\"");

        var plain = maya.post("/admin/inbox/views?view=waiting", Map.of("name", "Waiting ones"));
        assertThat(plain.header("Location")).isEqualTo("/admin/inbox?view=waiting");
        var taken = saves(maya, "view=open", "waiting ONES");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.text()).isEqualTo("You have a view of this name already.");
        assertThat(saves(maya, "view=open", " ").text()).isEqualTo("Give the view a name.");
        assertThat(saves(maya, "view=open", "x".repeat(41)).status()).isEqualTo(422);
    }

    @Test
    void nobodyChangesAnothersViews() {
        var maya = WORLD.signedIn("Maya Own", Role.AGENT);
        var tomas = WORLD.signedIn("Tomás Other", Role.OWNER);
        assertThat(saves(maya, "view=mine", "Only mine").status()).isEqualTo(200);
        var path = "/admin/inbox/views/" + idOfFirst(maya);
        assertThat(tomas.get("/admin/inbox").text()).doesNotContain("Only mine");
        assertThat(tomas.postPart(path, Map.of("name", "Mine now")).status()).isEqualTo(404);
        assertThat(tomas.postPart(path + "/delete", Map.of()).status()).isEqualTo(200);
        assertThat(maya.get("/admin/inbox/views").text()).contains("Only mine");

        assertThat(maya.postPart(path, Map.of("name", "Mine alone")).status()).isEqualTo(200);
        assertThat(maya.get("/admin/inbox").text()).contains("Mine alone");
        assertThat(maya.postPart(path + "/delete", Map.of()).status()).isEqualTo(200);
        assertThat(maya.get("/admin/inbox").text()).doesNotContain("Mine alone");
    }

    @Test
    void aViewIsCountedByItsOwnRuleAndTheirNumberIsBounded() {
        var maya = WORLD.signedIn("Maya Counts", Role.AGENT);
        var code = WORLD.begins("Count me").code();
        assertThat(maya.postPart("/admin/c/" + code + "/assign", Map.of()).status()).isEqualTo(200);
        assertThat(saves(maya, "view=mine&channel=web", "My web").status()).isEqualTo(200);
        assertThat(maya.get("/admin/inbox").text())
                .containsPattern("My web</bdi> <span class=\"n\">1</span>");
        var _ = maya.postPart("/admin/c/" + code + "/close", Map.of());
        assertThat(maya.get("/admin/inbox").text())
                .containsPattern("My web</bdi> <span class=\"n\">0</span>");

        for (int i = 1; i < SavedViews.MAX; i++) {
            assertThat(saves(maya, "view=open", "View " + i).status()).isEqualTo(200);
        }
        var one = saves(maya, "view=open", "One too many");
        assertThat(one.status()).isEqualTo(409);
        assertThat(one.text()).contains("Delete one first");
    }
}
