package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.people.Role;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the team does with conversations beside answering them, by plain forms and by htmx.
final class CenterTest {
    private static final PanelWorld WORLD = new PanelWorld();
    private static final Browser MAYA = WORLD.signedIn("Maya Okafor", Role.OWNER);
    private static final Browser TOMAS = WORLD.signedIn("Tomás Rivera", Role.AGENT);
    private static final Pattern ROW = Pattern.compile("id=\"conv-([A-Z0-9]+)\"");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static List<String> list(Browser agent, String query) {
        return ROW.matcher(agent.part("/admin/inbox/list?" + query).text())
                .results()
                .map(MatchResult::group)
                .map(it -> it.substring(9, it.length() - 1))
                .toList();
    }

    private static Browser.Answer does(Browser agent, String code, String deed, String... fields) {
        var form = new HashMap<String, String>();
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return agent.postPart("/admin/c/" + code + "/" + deed, form);
    }

    private static String thread(String code) {
        return MAYA.get("/admin/c/" + code).text();
    }

    @Test
    void eachListHoldsWhatItsNameSays() {
        var first = WORLD.begins("I wait longest").code();
        var second = WORLD.begins("I wait, too").code();
        var answered = WORLD.begins("I was answered").code();
        var mine = WORLD.begins("I am Tomás's").code();
        var snoozed = WORLD.begins("Tomorrow").code();
        var closed = WORLD.begins("Bye").code();
        var _ = does(MAYA, answered, "messages", "cid", uuid(), "text", "Here you are.");
        var _ = does(TOMAS, mine, "assign");
        var _ = does(MAYA, snoozed, "snooze", "at", "2099-01-01T09:00");
        var until = Instant.now().plus(Duration.ofHours(2)).toString();
        assertThat(does(MAYA, snoozed, "snooze", "until", until).status()).isEqualTo(200);
        var _ = does(MAYA, closed, "close");

        assertThat(list(TOMAS, "view=mine"))
                .contains(mine)
                .doesNotContain(first, second, answered, snoozed, closed);
        assertThat(list(MAYA, "view=mine")).doesNotContain(mine);
        assertThat(list(MAYA, "view=unassigned"))
                .containsSubsequence(first, second, answered)
                .doesNotContain(mine, snoozed, closed);
        assertThat(list(MAYA, "view=waiting"))
                .containsSubsequence(first, second, mine)
                .doesNotContain(answered, snoozed, closed);
        assertThat(list(MAYA, "view=open"))
                .containsSubsequence(first, second, mine, answered)
                .doesNotContain(snoozed, closed);
        assertThat(list(MAYA, "view=snoozed")).contains(snoozed).doesNotContain(first, closed);
        assertThat(list(MAYA, "view=closed")).contains(closed).doesNotContain(first, snoozed);
        assertThat(list(MAYA, "view=open&channel=web")).contains(first);
        assertThat(list(MAYA, "view=open&channel=whatsapp")).isEmpty();
        assertThat(list(MAYA, "view=open&site=1")).contains(first);
        assertThat(list(MAYA, "view=open&site=999")).isEmpty();
        assertThat(list(MAYA, "view=open&site=x%27&channel=pigeon")).contains(first);
        var page = MAYA.get("/admin/inbox?view=waiting&channel=web&site=1").text();
        assertThat(page)
                .contains("data-list-query=\"view=waiting&amp;channel=web&amp;site=1\"")
                .contains("Juniper &amp; Co.", ">waits <time");
        assertThat(MAYA.get("/admin/inbox/list?view=waiting&site=1").header("Location"))
                .isEqualTo("/admin/inbox?view=waiting&site=1");
    }

    @Test
    void whoAssignsItToWhomStandsInTheThreadAndIsAudited() {
        var code = WORLD.begins("Whose am I?").code();

        var sheet = MAYA.part("/admin/c/" + code + "/assign").text();
        assertThat(sheet)
                .contains("Tomás Rivera", "you · ", "value=\"" + TOMAS.agentId() + "\"")
                .doesNotContain("<html", "Unassign");
        assertThat(MAYA.get("/admin/c/" + code + "/assign").text())
                .contains("<html", "<dialog id=\"sheet\"", " open", "Tomás Rivera");

        var to = Long.toString(TOMAS.agentId());
        var assigned = does(MAYA, code, "assign", "to", to, "from", "nobody");
        assertThat(assigned.status()).isEqualTo(200);
        assertThat(thread(code)).contains("Maya Okafor assigned this to Tomás Rivera · ");
        assertThat(does(MAYA, code, "assign", "to", to, "from", "nobody").status()).isEqualTo(200);
        assertThat(thread(code)).containsOnlyOnce("Maya Okafor assigned this to Tomás Rivera");

        var late = does(MAYA, code, "assign", "from", "nobody");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).isEqualTo("Tomás Rivera has it by now.");
        assertThat(does(TOMAS, code, "assign", "to", "nobody", "from", to).status()).isEqualTo(200);
        assertThat(thread(code)).contains("Tomás Rivera gave this back · ");
        assertThat(WORLD.audited("conversation " + code))
                .containsExactly("conversation.assigned", "conversation.assigned");
        assertThat(does(MAYA, code, "assign", "to", "999999").status()).isEqualTo(422);
        assertThat(does(MAYA, code, "assign", "to", "x").status()).isEqualTo(422);
    }

    @Test
    void aNoteIsStoredOnceAndSaysWhoIsMeant() {
        var visitor = WORLD.arrives();
        var conversation = said(visitor, "And does it come in white?");
        var code = conversation.code();
        var cid = uuid();

        var noted = does(MAYA, code, "notes", "cid", cid, "text", "@Tomás lands on Thursday");
        assertThat(noted.text())
                .contains("class=\"pn\"", "<mark>@Tomás</mark> lands on Thursday")
                .contains("data-cid=\"" + cid + "\"", "only your team sees this");
        var again = does(MAYA, code, "notes", "cid", cid, "text", "@Tomás lands on Thursday");
        assertThat(again.status()).isEqualTo(200);
        assertThat(thread(code)).containsOnlyOnce("<mark>@Tomás</mark>");
        assertThat(MAYA.part("/admin/c/" + code + "/messages?after=1&from=1").text())
                .contains("<mark>@Tomás</mark>");

        // Without a script the one form is for both.
        var plain = Map.of("as", "note", "cid", uuid(), "text", "<b>Not for Elena</b>");
        assertThat(MAYA.post("/admin/c/" + code + "/messages", plain).status()).isEqualTo(303);
        assertThat(thread(code)).contains("&lt;b&gt;Not for Elena&lt;/b&gt;");
        var after = WORLD.conversation(visitor);
        assertThat(after.lastSeq()).isEqualTo(1);
        assertThat(after.lastText()).isEqualTo("And does it come in white?");
        assertThat(after.waitingSince()).isEqualTo(conversation.waitingSince());

        assertThat(does(MAYA, code, "notes", "cid", uuid(), "text", " ").status()).isEqualTo(422);
        assertThat(does(MAYA, code, "notes", "cid", "1", "text", "x").status()).isEqualTo(422);
        var other = WORLD.begins("Another").code();
        assertThat(does(MAYA, other, "notes", "cid", cid, "text", "x").status()).isEqualTo(409);
    }

    @Test
    void asidesStandBetweenTheMessagesWhereTheyWereMade() {
        var visitor = WORLD.arrives();
        var code = said(visitor, "The first word").code();
        var _ = does(MAYA, code, "notes", "cid", uuid(), "text", "The first note");
        var _ = does(TOMAS, code, "assign");
        var _ = WORLD.says(visitor, "The second word");
        var _ = does(MAYA, code, "notes", "cid", uuid(), "text", "The second note");

        assertThat(thread(code))
                .containsSubsequence(
                        "Chat started",
                        "The first word",
                        "The first note",
                        "Tomás Rivera took this",
                        "The second word",
                        "The second note");
    }

    @Test
    void whatIsSnoozedComesBackByItsTimeOrByTheCustomersWord() {
        var visitor = WORLD.arrives();
        var code = said(visitor, "Call me next week").code();
        assertThat(MAYA.part("/admin/c/" + code + "/snooze").text())
                .contains("Tomorrow morning", "datetime-local");
        assertThat(does(MAYA, code, "snooze", "at", "2020-01-01T09:00").text())
                .isEqualTo("That time is over.");
        assertThat(does(MAYA, code, "snooze", "at", "never").status()).isEqualTo(422);
        var until = Instant.now().plus(Duration.ofHours(1)).toString();
        assertThat(does(MAYA, code, "snooze", "until", until).text()).contains("Wake");
        var _ = does(MAYA, code, "snooze", "until", until);
        assertThat(thread(code)).containsOnlyOnce("Maya Okafor snoozed this until ");
        assertThat(list(MAYA, "view=snoozed")).contains(code);

        var _ = WORLD.says(visitor, "Or now");
        assertThat(list(MAYA, "view=snoozed")).doesNotContain(code);
        assertThat(list(MAYA, "view=waiting")).contains(code);

        var _ = does(MAYA, code, "snooze", "until", until);
        assertThat(does(MAYA, code, "wake").status()).isEqualTo(200);
        assertThat(does(MAYA, code, "wake").status()).isEqualTo(200);
        assertThat(thread(code)).containsOnlyOnce("Maya Okafor took this up again");

        var _ = does(MAYA, code, "snooze", "until", until);
        WORLD.desk().backOffice().wakeDue();
        assertThat(list(MAYA, "view=snoozed")).contains(code);
        WORLD.isSnoozedUntil(code, Instant.now().minusSeconds(1));
        WORLD.desk().backOffice().wakeDue();
        WORLD.desk().backOffice().wakeDue();
        assertThat(list(MAYA, "view=open")).contains(code);
        assertThat(thread(code)).containsOnlyOnce("Back from its snooze");
    }

    @Test
    void aConversationIsClosedWithItsOutcomeAndOpenedAgainWithout() {
        var visitor = WORLD.arrives();
        var code = said(visitor, "I take two").code();
        assertThat(MAYA.part("/admin/c/" + code + "/close").text())
                .contains("How did it end?", "value=\"not_for_us\"");
        assertThat(does(MAYA, code, "close", "outcome", "victory").status()).isEqualTo(422);

        var _ = does(MAYA, code, "close", "outcome", "sale", "note", "Two in white");
        var _ = does(MAYA, code, "close", "outcome", "return", "note", "A second time");
        assertThat(thread(code))
                .contains("Maya Okafor closed this chat · ", "Sale: Two in white · ")
                .doesNotContain("A second time");
        var _ = does(MAYA, code, "reopen");
        var _ = does(MAYA, code, "reopen");
        assertThat(thread(code)).containsOnlyOnce("Maya Okafor opened this again");
        assertThat(WORLD.conversation(visitor).ending().outcome()).isEmpty();
        assertThat(WORLD.audited("conversation " + code))
                .containsExactly("conversation.closed", "conversation.reopened");
    }

    @Test
    void labelsAndPrioritySortWithoutUndoingWhatOthersDid() {
        var code = WORLD.begins("Is this pre-sale?").code();
        var made = does(MAYA, code, "labels", "name", "Pre-sale", "colour", "brass", "seen", "");
        assertThat(made.text()).contains("tag lab l-brass", "Pre-sale");
        var again = does(MAYA, code, "labels", "name", "pre-sale", "colour", "wine", "seen", "");
        assertThat(again.status()).isEqualTo(200);
        var token = WORLD.token("labels", Permission.values());
        var bearer = new String[] {"Authorization", "Bearer " + token};
        var all = Json.parse(MAYA.get("/api/v1/labels", bearer).text()).path("items");
        assertThat(all.findValuesAsText("name")).containsExactly("Pre-sale");
        var id = all.at("/0/id").asText();
        assertThat(list(MAYA, "view=open&label=" + id)).containsExactly(code);
        assertThat(list(MAYA, "view=open&label=999")).isEmpty();

        // Tomás may choose labels and not make them; his form had not seen the first one.
        assertThat(TOMAS.part("/admin/c/" + code + "/labels").text())
                .contains("name=\"label-" + id + "\"")
                .doesNotContain("A new one");
        assertThat(does(TOMAS, code, "labels", "name", "Mine", "seen", "").status()).isEqualTo(403);
        var other = "{\"name\":\"Kitchen\",\"colour\":\"green\"}";
        var kitchen =
                Json.parse(MAYA.sendJson("POST", "/api/v1/labels", other, bearer).text())
                        .path("id")
                        .asText();
        var _ =
                does(
                        TOMAS,
                        code,
                        "labels",
                        "label-" + kitchen,
                        "on",
                        "seen",
                        "",
                        "priority",
                        "high");
        assertThat(thread(code)).contains("l-brass", "l-green", ">High<");
        var _ = does(TOMAS, code, "labels", "label-" + kitchen, "on", "seen", id + " " + kitchen);
        assertThat(thread(code)).doesNotContain("class=\"tag lab l-brass\"").contains("l-green");
        assertThat(thread(code))
                .contains("Maya Okafor put “Pre-sale” on this", "Tomás Rivera took “Pre-sale” off");
        assertThat(WORLD.audited("conversation " + code))
                .containsExactly(
                        "conversation.labelled",
                        "conversation.labelled",
                        "conversation.prioritised",
                        "conversation.labelled",
                        "conversation.prioritised");
        assertThat(does(MAYA, code, "labels", "priority", "whatever").status()).isEqualTo(422);
        assertThat(does(MAYA, code, "labels", "label-99999", "on", "seen", "").status())
                .isEqualTo(422);
        assertThat(MAYA.sendJson("POST", "/api/v1/labels", other, bearer).status()).isEqualTo(409);
    }

    @Test
    void programsDoTheSameByJson() {
        var code = WORLD.begins("Sorted by a program").code();
        var path = "/api/v1/conversations/" + code;
        var bearer =
                new String[] {
                    "Authorization", "Bearer " + WORLD.token("robot", Permission.values())
                };
        var robot = WORLD.browser();

        var to = "{\"agent\":" + TOMAS.agentId() + ",\"from\":null}";
        var assigned = robot.sendJson("PUT", path + "/assignee", to, bearer);
        assertThat(assigned.status()).isEqualTo(200);
        assertThat(Json.parse(assigned.text()).at("/assignee/name").asText())
                .isEqualTo("Tomás Rivera");
        var taken = "{\"agent\":null,\"from\":" + MAYA.agentId() + "}";
        assertThat(robot.sendJson("PUT", path + "/assignee", taken, bearer).status())
                .isEqualTo(409);
        assertThat(robot.sendJson("PUT", path + "/assignee", "{}", bearer).status()).isEqualTo(422);
        var note = "{\"text\":\"Order 17 is late @Maya\"}";
        assertThat(robot.sendJson("POST", path + "/notes", note, bearer).status()).isEqualTo(201);
        var until = "{\"until\":\"" + Instant.now().plusSeconds(600) + "\"}";
        var snoozed = robot.sendJson("PUT", path + "/snooze", until, bearer);
        assertThat(Json.parse(snoozed.text()).path("snoozed_until").asText()).endsWith("Z");
        assertThat(robot.get("/api/v1/conversations?view=snoozed", bearer).text()).contains(code);
        assertThat(robot.get("/api/v1/conversations?view=open", bearer).text())
                .doesNotContain(code);
        assertThat(robot.get("/api/v1/conversations?view=mine", bearer).status()).isEqualTo(422);
        assertThat(robot.get("/api/v1/conversations?view=all", bearer).status()).isEqualTo(422);
        assertThat(robot.send("DELETE", path + "/snooze", bearer).status()).isEqualTo(204);
        var ending = "{\"outcome\":\"answered\",\"note\":\"By a program\"}";
        var closed = robot.sendJson("POST", path + "/close", ending, bearer);
        assertThat(Json.parse(closed.text()).path("outcome").asText()).isEqualTo("answered");
        assertThat(robot.sendJson("POST", path + "/reopen", "{}", bearer).status()).isEqualTo(200);

        var asides = Json.parse(robot.get(path + "/asides", bearer).text()).path("items");
        assertThat(asides.findValuesAsText("kind"))
                .containsExactly("assigned", "note", "snoozed", "woken", "closed", "reopened");
        assertThat(asides.at("/1/mentions/0").asLong()).isEqualTo(MAYA.agentId());
        assertThat(robot.get(path + "/messages", bearer).text()).doesNotContain("Order 17");
    }

    private static Conversation said(Visitor visitor, String text) {
        var _ = WORLD.says(visitor, text);
        return WORLD.conversation(visitor);
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }
}
