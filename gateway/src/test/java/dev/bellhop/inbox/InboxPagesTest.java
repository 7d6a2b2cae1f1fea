package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellhop.people.Role;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

final class InboxPagesTest {
    private static final String EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    private static final PanelWorld WORLD = new PanelWorld();
    private static final Browser MAYA = WORLD.signedIn("Maya Okafor", Role.OWNER);
    private static final Browser TOMAS = WORLD.signedIn("Tomás Rivera", Role.AGENT);

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void theListShowsWhoWaitsAndUnderWhichTab() {
        var code = WORLD.begins("Do you deliver to the Azores?").code();

        assertThat(MAYA.get("/admin/inbox").text())
                .contains("id=\"conv-" + code, "Do you deliver to the Azores?")
                .contains("data-group=\"needs\"");
        assertThat(MAYA.part("/admin/inbox/list?view=unassigned").text())
                .contains("id=\"conv-" + code)
                .doesNotContain("<html");
        assertThat(MAYA.part("/admin/inbox/list?view=mine").text())
                .doesNotContain("id=\"conv-" + code);
        assertThat(MAYA.get("/admin/inbox/list?view=mine").header("Location"))
                .isEqualTo("/admin/inbox?view=mine");
    }

    @Test
    void aConversationOpensAsAPageAndAsAPartHoweverItsCodeIsTyped() {
        var code = WORLD.begins("Is the Fjord pendant dimmable?").code();

        var page = MAYA.get("/admin/c/" + code.toLowerCase(Locale.ROOT));
        assertThat(page.text())
                .contains("<html", "id=\"log-" + code, "Is the Fjord pendant dimmable?")
                .contains("Chat started · ", "action=\"/admin/c/" + code + "/messages\"");
        assertThat(MAYA.part("/admin/c/" + code).text())
                .contains("id=\"log-" + code, "id=\"sd-" + code)
                .doesNotContain("<html");
    }

    @Test
    void anAnswerIsStoredOnceHoweverOftenItIsSent() {
        var code = WORLD.begins("Hello?").code();
        var form = Map.of("cid", UUID.randomUUID().toString(), "text", "Good morning!");

        var first = MAYA.postPart(messages(code), form);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text())
                .contains("beforeend:#log-" + code, "id=\"m-" + code + "-2\"", "Good morning!")
                .contains("data-cid=\"" + form.get("cid"), "data-tick=\"sent\"", "Maya</div>");
        var again = MAYA.postPart(messages(code), form);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).contains("id=\"m-" + code + "-2\"");

        var withoutScripts = MAYA.post(messages(code), form);
        assertThat(withoutScripts.status()).isEqualTo(303);
        assertThat(withoutScripts.header("Location")).isEqualTo("/admin/c/" + code);
        assertThat(MAYA.get("/admin/c/" + code).text())
                .containsOnlyOnce("id=\"m-" + code + "-2\"")
                .doesNotContain("id=\"m-" + code + "-3\"");
    }

    @Test
    void anIdOfAnotherConversationIsAConflict() {
        var form = Map.of("cid", UUID.randomUUID().toString(), "text", "For the first one");
        var _ = MAYA.postPart(messages(WORLD.begins("One").code()), form);
        var second = WORLD.begins("Two").code();

        var refused = MAYA.postPart(messages(second), form);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).startsWith("text/plain");
        assertThat(refused.text()).isEqualTo("This id was used in another conversation.");
        assertThat(MAYA.part("/admin/c/" + second).text()).doesNotContain("For the first one");
    }

    @Test
    void whatCannotBeSentIsExplainedInASentence() {
        var code = WORLD.begins("Hello").code();
        var cid = UUID.randomUUID().toString();

        var empty = MAYA.postPart(messages(code), Map.of("cid", cid, "text", " \n "));
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.text()).isEqualTo("There is nothing to send.");
        var longer = MAYA.postPart(messages(code), Map.of("cid", cid, "text", "é".repeat(4097)));
        assertThat(longer.status()).isEqualTo(422);
        assertThat(longer.text())
                .isEqualTo("That's 4,097 characters; WhatsApp takes 4,096. Split it in two.");
        var unnamed = MAYA.postPart(messages(code), Map.of("cid", "1-1-1-1-1", "text", "Hi"));
        assertThat(unnamed.status()).isEqualTo(422);
    }

    @Test
    void whatStrangersWriteRunsNowhere() {
        var visitor = WORLD.arrives();
        WORLD.isCalled(visitor, EVIL);
        var _ = WORLD.says(visitor, EVIL);
        var code = WORLD.conversation(visitor).code();
        var _ = MAYA.postPart(messages(code), Map.of("cid", uuid(), "text", EVIL));

        for (var path :
                new String[] {
                    "/admin/inbox",
                    "/admin/c/" + code,
                    "/admin/c/" + code + "/messages?after=0&from=0",
                    "/admin/inbox?view=" + URLEncoder.encode(EVIL, UTF_8)
                }) {
            for (var answer : new Browser.Answer[] {MAYA.get(path), MAYA.part(path)}) {
                assertThat(answer.text()).as(path).doesNotContain("<script>", "<img", "\"'>");
            }
        }
    }

    @Test
    void olderMessagesComePageByPage() {
        var visitor = WORLD.arrives();
        for (int i = 1; i <= 120; i++) {
            var _ = WORLD.says(visitor, "Message no. " + i + ".");
        }
        var code = WORLD.conversation(visitor).code();

        assertThat(MAYA.get("/admin/c/" + code).text())
                .contains("Message no. 120.", "Message no. 71.", "messages?before=71")
                .doesNotContain("Message no. 70.", "Chat started");
        assertThat(MAYA.part("/admin/c/" + code + "/messages?before=71").text())
                .contains("Message no. 70.", "Message no. 21.", "messages?before=21")
                .doesNotContain("Message no. 71.", "<html");
        assertThat(MAYA.get("/admin/c/" + code + "/messages?before=21").text())
                .contains("<html", "Message no. 1.", "Message no. 20.", "Chat started")
                .doesNotContain("Message no. 21.<", "class=\"btn btn--s older\"");
    }

    @Test
    void catchingUpBringsWhatCameAfterAndTheTicksOfWhatIsShown() {
        var visitor = WORLD.arrives();
        var _ = WORLD.says(visitor, "One");
        var code = WORLD.conversation(visitor).code();
        var _ = MAYA.postPart(messages(code), Map.of("cid", uuid(), "text", "Two"));
        WORLD.desk().visitorReached(WORLD.conversation(visitor).id(), 2, 2);
        var _ = WORLD.says(visitor, "Three");

        var answer = MAYA.part("/admin/c/" + code + "/messages?after=2&from=1").text();
        assertThat(answer)
                .contains("id=\"m-" + code + "-3\"", "Three")
                .doesNotContain("id=\"m-" + code + "-2\"")
                .containsPattern("id=\"tk-" + code + "-2\"[^>]*data-tick=\"read\"");
        assertThat(MAYA.get("/admin/c/" + code + "/messages?after=2").header("Location"))
                .isEqualTo("/admin/c/" + code);
    }

    @Test
    void oneTakesItClosesItAndOpensItAgain() {
        var code = WORLD.begins("Anybody there?").code();

        var taken = TOMAS.postPart("/admin/c/" + code + "/assign", Map.of());
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.text())
                .contains(
                        "id=\"hd-" + code, "Assigned to you", "id=\"conv-" + code, "id=\"n-mine\"")
                .contains("data-assignee=\"" + TOMAS.agentId() + "\"");
        assertThat(MAYA.get("/admin/c/" + code).text()).contains("Take it", "Tomás");

        var closed = TOMAS.post("/admin/c/" + code + "/close", Map.of());
        assertThat(closed.header("Location")).isEqualTo("/admin/c/" + code);
        assertThat(MAYA.get("/admin/c/" + code).text())
                .contains("Tomás Rivera closed this chat · ", "Re-open");
        assertThat(MAYA.part("/admin/inbox/list?view=closed").text()).contains("conv-" + code);

        assertThat(MAYA.postPart("/admin/c/" + code + "/reopen", Map.of()).text())
                .contains("Close");
        assertThat(MAYA.part("/admin/inbox/list?view=open").text()).contains("conv-" + code);
    }

    @Test
    void seenMessagesAreNotCountedAsUnread() {
        var visitor = WORLD.arrives();
        var _ = WORLD.says(visitor, "One");
        var _ = WORLD.says(visitor, "Two");
        var code = WORLD.conversation(visitor).code();
        assertThat(WORLD.conversation(visitor).unread()).isEqualTo(2);

        assertThat(MAYA.postPart("/admin/c/" + code + "/seen", Map.of("seq", "2")).status())
                .isEqualTo(204);
        assertThat(WORLD.conversation(visitor).unread()).isZero();
        assertThat(MAYA.postPart("/admin/c/" + code + "/seen", Map.of("seq", "x")).status())
                .isEqualTo(422);
    }

    @Test
    void aProgramsTokenDoesNotOpenThePanel() {
        var token = WORLD.token("robot", Permission.values());
        var code = WORLD.begins("Hello").code();
        var nobody = WORLD.browser();
        assertThat(nobody.get("/admin/inbox", "Authorization", "Bearer " + token).status())
                .isEqualTo(403);
        assertThat(
                        nobody.post(
                                        "/admin/c/" + code + "/assign",
                                        Map.of(),
                                        "Authorization",
                                        "Bearer " + token)
                                .status())
                .isEqualTo(403);
    }

    private static String messages(String code) {
        return "/admin/c/" + code + "/messages";
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }
}
