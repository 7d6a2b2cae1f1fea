package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One deed with several conversations, by a plain form and by htmx.
final class BulkTest {
    private static final PanelWorld WORLD = new PanelWorld();
    private static final Browser MAYA = WORLD.signedIn("Maya Okafor", Role.OWNER);
    private static final Browser TOMAS = WORLD.signedIn("Tomás Rivera", Role.AGENT);

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Map<String, String> form(String deed, List<String> codes) {
        var form = new HashMap<String, String>();
        codes.forEach(code -> form.put("c-" + code, "on"));
        form.put("deed", deed);
        return form;
    }

    private static Browser.Answer does(String deed, String... codes) {
        return MAYA.postPart("/admin/inbox/bulk", form(deed, List.of(codes)));
    }

    private static String[] begin(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> WORLD.begins("Number " + i).code())
                .toArray(String[]::new);
    }

    private static String thread(String code) {
        return MAYA.get("/admin/c/" + code).text();
    }

    @Test
    void eachIsDoneByItselfAndTheWordsSayWhatBecameOfThem() {
        var codes = begin(3);
        assertThat(MAYA.postPart("/admin/c/" + codes[0] + "/close", Map.of()).status())
                .isEqualTo(200);
        var closed = does("close", codes);
        assertThat(closed.status()).isEqualTo(200);
        assertThat(closed.text())
                .contains("2 closed, 1 was closed already.")
                .contains("id=\"conv-" + codes[0] + "\"", "id=\"conv-" + codes[2] + "\"")
                .contains("id=\"n-open\"", "id=\"pip\"");
        assertThat(WORLD.audited("conversation " + codes[1]))
                .containsExactly("conversation.closed");
        assertThat(WORLD.audited("conversation " + codes[0]))
                .containsExactly("conversation.closed");

        // A closed one cannot be snoozed; the others are.
        var fresh = begin(1);
        var both = Stream.concat(Stream.of(codes), Stream.of(fresh)).toArray(String[]::new);
        assertThat(does("snooze:Tomorrow morning", both).text())
                .contains("1 snoozed until ", ", 3 not: It is closed.");
        assertThat(does("reopen", both).text()).contains("3 open, 1 was open already.");
        assertThat(does("close", "N0NE", codes[0]).text())
                .contains("1 closed, 1 not: It is not there any more.");
    }

    @Test
    void theyAreAssignedSortedAndLabelled() {
        var codes = begin(2);
        assertThat(does("assign:" + TOMAS.agentId(), codes).text())
                .contains("2 assigned to Tomás Rivera.");
        assertThat(thread(codes[1])).contains("assigned this to Tomás Rivera");
        assertThat(does("assign:me", codes).text()).contains("2 assigned to you.");
        assertThat(does("assign:nobody", codes[0]).text()).contains("1 unassigned.");
        assertThat(does("assign:me", codes).text())
                .contains("1 assigned to you, 1 was assigned to you already.");
        assertThat(does("priority:urgent", codes).text()).contains("2 of urgent priority.");
        assertThat(thread(codes[0])).contains("set the priority to urgent");

        var label = Map.of("name", "Bulky", "colour", "blue", "priority", "urgent");
        assertThat(MAYA.postPart("/admin/c/" + codes[0] + "/labels", label).status())
                .isEqualTo(200);
        var sheet = MAYA.part("/admin/c/" + codes[0] + "/labels").text();
        var id = sheet.replaceAll("(?s).*name=\"label-([0-9]+)\".*", "$1");
        assertThat(does("label:" + id, codes).text())
                .contains("1 labelled “Bulky”, 1 was labelled “Bulky” already.");
        assertThat(does("unlabel:" + id, codes).text()).contains("2 without “Bulky”.");
    }

    @Test
    void whatIsNotUnderstoodDoesNothing() {
        var code = WORLD.begins("Me").code();
        for (var deed :
                List.of(
                        "",
                        "burn",
                        "assign:999999",
                        "assign:",
                        "label:999",
                        "priority:x",
                        "snooze:x")) {
            assertThat(does(deed, code).status()).as(deed).isEqualTo(422);
        }
        assertThat(does("close").text()).isEqualTo("Select the conversations first.");
        var many = IntStream.range(0, 101).mapToObj(i -> "X" + i).toArray(String[]::new);
        assertThat(does("close", many).text()).contains("select at most 100");
        assertThat(WORLD.audited("conversation " + code)).isEmpty();
    }

    @Test
    void withoutAScriptThePageSaysIt() {
        var codes = begin(2);
        var answer = MAYA.post("/admin/inbox/bulk?view=unassigned", form("close", List.of(codes)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("<html", "2 closed.", "data-list-query=\"view=unassigned\"")
                .doesNotContain("id=\"conv-" + codes[0] + "\"");
    }
}
