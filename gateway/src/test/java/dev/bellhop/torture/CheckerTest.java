package dev.bellhop.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.torture.Tables.Conversation;
import dev.bellhop.torture.Tables.Message;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The checker itself: it is content with a small run in which all went well, and sees each thing
/// that can go wrong in it.
final class CheckerTest {
    private static final World.Site SITE = new World.Site(1, "shop", "https://shop.example");
    private static final String PHONE = "14155550000";
    private static final int READ = 30;

    private final List<Runnable> lines = new ArrayList<>();
    private final List<Message> thread = new ArrayList<>();
    private final Journal journal;
    private final Path dir;
    private int lastSeq = 3;

    /// @param dir where its journal is
    CheckerTest(@TempDir Path dir) throws IOException {
        this.dir = dir;
        this.journal = new Journal(dir.resolve("journal.jsonl"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @BeforeEach
    void aRunInWhichAllWentWell() {
        says("V1.0.1", 1);
        sends("V1.0.1", "wamid.T1", "ANSWER");
        told("wamid.T1:sent");
        heard(1, "V1.0.1", "sent");
        lines.add(() ->
                journal.note(
                        "phone.say",
                        "phone",
                        PHONE,
                        "mark",
                        "P0.1",
                        "wamid",
                        "wamid.P1",
                        "quotes",
                        "wamid.T1",
                        "about",
                        "V1.0.1"));
        told("wamid.P1");
        says("V1.0.2", 3);
        sends("V1.0.2", "wamid.T2", "ANSWER");
        told("wamid.T2:read");
        ticks(3, "delivered");
        ticks(3, "read");
        holds("1:visitor:V1.0.1 2:agent:P0.1 3:visitor:V1.0.2");
        thread.add(message(1, "visitor", "V1.0.1", 10));
        thread.add(message(2, "agent", "P0.1", 0));
        thread.add(message(3, "visitor", "V1.0.2", READ));
    }

    @Test
    void whatIsSoundIsFoundSound() throws IOException {
        assertThat(found()).isEmpty();
    }

    @Test
    void whatWasAcceptedAndIsNotThereIsLost() throws IOException {
        thread.removeLast();
        lastSeq = 2;
        assertThat(found()).contains("lost");
    }

    @Test
    void whatWasAnsweredBy200AndIsNotThereIsLost() throws IOException {
        thread.set(1, message(2, "agent", "", 0));
        assertThat(found()).contains("lost");
    }

    @Test
    void twiceInAThreadIsSeen() throws IOException {
        thread.add(message(4, "visitor", "V1.0.1", READ));
        lastSeq = 4;
        assertThat(found()).contains("twice in threads");
    }

    @Test
    void wordsOfNobodyAreSeen() throws IOException {
        thread.add(message(4, "visitor", "V9.9.9", READ));
        lastSeq = 4;
        assertThat(found()).contains("said by nobody");
    }

    @Test
    void aHoleAndAWrongEndAreSeen() throws IOException {
        thread.remove(1);
        assertThat(found()).contains("hole");
        lastSeq = 7;
        assertThat(found()).contains("hole");
    }

    @Test
    void whatStandsUnderAnotherNumberIsSeen() throws IOException {
        thread.set(0, message(1, "visitor", "V1.0.2", READ));
        thread.set(2, message(3, "visitor", "V1.0.1", READ));
        assertThat(found()).contains("elsewhere", "overtaken in threads", "a tab differs");
    }

    @Test
    void whatNeverReachedAPhoneIsSeen() throws IOException {
        says("V1.0.3", 4);
        thread.add(message(4, "visitor", "V1.0.3", 0));
        lastSeq = 4;
        assertThat(found()).contains("not relayed");
    }

    @Test
    void whatCameToAPhoneInAnotherOrderIsSeen() throws IOException {
        says("V1.0.3", 4);
        says("V1.0.4", 5);
        sends("V1.0.4", "wamid.T4", "ANSWER");
        sends("V1.0.3", "wamid.T3", "ANSWER");
        thread.add(message(4, "visitor", "V1.0.3", 0));
        thread.add(message(5, "visitor", "V1.0.4", 0));
        lastSeq = 5;
        assertThat(found()).contains("overtaken on the way");
    }

    @Test
    void twiceAtAPhoneNeedsACause() throws IOException {
        sends("V1.0.2", "wamid.T9", "ANSWER");
        assertThat(found()).containsExactly("twice at a phone");
    }

    @Test
    void twiceAtAPhoneIsCountedWhereTheAnswerCanHaveBeenLost() throws IOException {
        lines.add(() -> journal.note("gateway.kill", "life", 1));
        sends("V1.0.2", "wamid.T9", "ANSWER");
        lines.add(() -> journal.note("proxy.reset", "line", "graph", "port", 9, "why", "reset"));
        sends("V1.0.2", "wamid.T10", "SILENCE");
        sends("V1.0.2", "wamid.T11", "ANSWER");
        assertThat(found()).isEmpty();
    }

    /// It was on its way to a gateway that was being killed.
    @Test
    void whatWasAnsweredBetweenAKillAndTheEndMayComeTwice() throws IOException {
        says("V1.0.3", 4);
        thread.add(message(4, "visitor", "V1.0.3", 0));
        lastSeq = 4;
        lines.add(() -> journal.note("gateway.kill", "life", 1));
        sends("V1.0.3", "wamid.T3", "ANSWER");
        lines.add(() -> journal.note("gateway.ended", "life", 1));
        sends("V1.0.3", "wamid.T9", "ANSWER");
        assertThat(found()).doesNotContain("twice at a phone");
    }

    /// What had come through was still read, and the answer had nobody to go to.
    @Test
    void whatWasCalledByAConnectionThatIsResetAlreadyMayComeTwice() throws IOException {
        saysAlsoTheThird();
        opened();
        reset();
        sends("V1.0.3", "wamid.T3", "ANSWER");
        sends("V1.0.3", "wamid.T9", "ANSWER");
        assertThat(found()).doesNotContain("twice at a phone");
    }

    @Test
    void theResetOfAnEarlierConnectionIsNoReasonToComeTwice() throws IOException {
        saysAlsoTheThird();
        opened();
        reset();
        opened();
        sends("V1.0.3", "wamid.T3", "ANSWER");
        sends("V1.0.3", "wamid.T9", "ANSWER");
        assertThat(found()).contains("twice at a phone");
    }

    @Test
    void norIsThatOfALaterOne() throws IOException {
        saysAlsoTheThird();
        opened();
        sends("V1.0.3", "wamid.T3", "ANSWER");
        opened();
        reset();
        sends("V1.0.3", "wamid.T9", "ANSWER");
        assertThat(found()).contains("twice at a phone");
    }

    private void saysAlsoTheThird() {
        says("V1.0.3", 4);
        thread.add(message(4, "visitor", "V1.0.3", 0));
        lastSeq = 4;
    }

    private void opened() {
        lines.add(() -> journal.note("proxy.open", "line", "graph", "port", 9));
    }

    private void reset() {
        lines.add(() -> journal.note("proxy.reset", "line", "graph", "port", 9, "why", "cut"));
    }

    @Test
    void aTickThatGoesBackIsSeen() throws IOException {
        ticks(3, "delivered");
        assertThat(found()).containsExactly("status went back");
    }

    @Test
    void aTickThatWasToldAndIsNotKnownIsSeen() throws IOException {
        thread.set(2, message(3, "visitor", "V1.0.2", 20));
        assertThat(found()).containsExactly("status lost");
    }

    @Test
    void aTabThatHearsTwiceOrHoldsLessIsSeen() throws IOException {
        heard(1, "V1.0.1", "sent");
        assertThat(found()).containsExactly("order in a tab");
        holds("1:visitor:V1.0.1");
        assertThat(found()).contains("a tab differs");
    }

    @Test
    void aSecretAndADefectInTheLogAreSeen() throws IOException {
        Files.writeString(
                dir.resolve("gateway-1.log"),
                "2026 INFO x the token is hush-hush\n2026 SEVERE y it broke\n");
        var findings = new Findings();
        new LogCheck(dir, List.of("hush-hush"), findings).check();
        assertThat(kinds(findings)).containsExactly("a secret in the log", "a defect in the log");
    }

    private void says(String mark, int seq) {
        lines.add(() -> {
            journal.note("visitor.say", "tab", "V1.0", "mark", mark);
            journal.note(
                    "visitor.accepted", "tab", "V1.0", "mark", mark, "code", "ABCD", "seq", seq);
        });
    }

    private void sends(String mark, String wamid, String fault) {
        lines.add(() -> {
            journal.note(
                    "graph.accept",
                    "wamid",
                    wamid,
                    "to",
                    PHONE,
                    "marks",
                    List.of(mark),
                    "fault",
                    fault,
                    "port",
                    9);
            journal.note("graph.answered", "wamid", wamid);
        });
    }

    private void told(String id) {
        lines.add(() -> {
            journal.note("hook.post", "ids", List.of(id));
            journal.note("hook.taken", "ids", List.of(id));
        });
    }

    private void heard(int seq, String mark, String status) {
        lines.add(() ->
                journal.note(
                        "tab.message",
                        "tab",
                        "V1.0",
                        "connection",
                        1,
                        "code",
                        "ABCD",
                        "seq",
                        seq,
                        "mark",
                        mark,
                        "status",
                        status));
    }

    private void ticks(int seq, String status) {
        lines.add(() ->
                journal.note(
                        "tab.status",
                        "tab",
                        "V1.0",
                        "connection",
                        1,
                        "code",
                        "ABCD",
                        "seq",
                        seq,
                        "status",
                        status));
    }

    private void holds(String shown) {
        lines.add(() ->
                journal.note(
                        "tab.thread", "tab", "V1.0", "code", "ABCD", "queue", 0, "thread", shown));
    }

    private static Message message(int seq, String author, String mark, int status) {
        return new Message(
                1, seq, author, "widget", mark.isEmpty() ? "" : "[" + mark + "]", mark, status);
    }

    /// The kinds of what the checks find.
    private List<String> found() throws IOException {
        lines.forEach(Runnable::run);
        lines.clear();
        var tables =
                new Tables(
                        Map.of(1L, new Conversation(1, "ABCD", "web", SITE.id(), "", lastSeq)),
                        Map.of(1L, List.copyOf(thread)),
                        List.of(),
                        List.of(),
                        List.of());
        var ledger = Ledger.read(journal.file());
        var findings = new Findings();
        int _ = new ThreadCheck(ledger, tables, findings).check();
        var _ = new SendCheck(ledger, tables, Map.of(PHONE, SITE), findings).check();
        new StatusCheck(ledger, tables, findings).check();
        new TabCheck(ledger, tables, findings).check();
        return kinds(findings);
    }

    private static List<String> kinds(Findings findings) {
        var kinds = new ArrayList<String>();
        findings.json().forEach(it -> kinds.add(it.path("kind").asText()));
        return kinds;
    }
}
