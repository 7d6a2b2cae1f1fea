package dev.bellhop.admin;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class RendererTest {
    private static final Renderer RENDERER = new Renderer();
    private static final String EVIL =
            "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202E{{${7*7}}}";
    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]*)\"");

    static Stream<Fragment> everything() {
        var thread = Samples.thread(false, true);
        var changed = new HeaderChanged(thread.header(), thread.side());
        var marks =
                new Ticks(
                        List.of(
                                new TickMark("K7QD", "3", Tick.READ, ""),
                                new TickMark("K7QD", "6", Tick.FAILED, "no such number")));
        var shell = Samples.shell(Place.ELSEWHERE);
        return Stream.of(
                Samples.signIn(Optional.empty(), false),
                new Resend(Samples.kept("Yes"), "/admin", false),
                new Resend(
                        new Kept("/admin/settings/privacy/people/4/erase", List.of()), "/", true),
                new SecondStep("Maya", false, "/admin", Optional.empty(), "", false),
                new SecondStep("Maya", true, "/admin", Optional.empty(), "No.", true),
                new SecondStep(
                        "Maya", false, "/admin", Optional.of(Samples.kept("Yes")), "", false),
                new NewBrowsers(
                        List.of(
                                new NewBrowsers.Line(
                                        "Firefox on Mac", new Stamp(Instant.EPOCH, "3 May"))),
                        "/admin"),
                new Proof(
                        "maya@shop.example",
                        true,
                        "Example ID",
                        "/admin",
                        Optional.empty(),
                        true,
                        "No."),
                new ProofForm("maya@shop.example", true, "Example ID"),
                new ProofDone(true),
                new ProofDone(false),
                Samples.welcome("", ""),
                Samples.analytics(Samples.shell(Place.ANALYTICS)),
                Samples.analytics(Samples.shell(Place.ANALYTICS)).now(),
                Samples.audit(),
                new AuditChain(AuditChain.State.RUNNING, "Checking", "1,000 of 18,402 entries"),
                Failure.of(Optional.of(shell), 404, "r-1"),
                Failure.of(Optional.empty(), 500, "r-2"),
                Samples.inbox(Optional.empty()),
                Samples.inbox(Optional.of(thread)),
                Samples.inbox(Optional.of(Samples.thread(true, false))),
                Samples.list(View.MINE, Optional.empty()),
                new ListPane(
                        new ListFilter(View.CLOSED, "whatsapp", "1", "1", "1", ""),
                        Samples.counts(),
                        List.of(new Choice("1", "Juniper & Co.")),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        Samples.bulk("Tomás Rivera"),
                        false,
                        "",
                        true,
                        Optional.empty()),
                assignSheet("Tomás Rivera"),
                new SnoozeSheet(
                        "K7QD",
                        List.of(new SnoozeSheet.Offer("2026-11-20T17:00:00Z", "Later", "17:00")),
                        "2026-11-20T16:00",
                        "Europe/Lisbon"),
                new CloseSheet("K7QD", List.of(new Choice("sale", "Sale"))),
                new BlockSheet("K7QD", "Elena Marchetti", false, true),
                new MergeSheet("K7QD", "Elena Marchetti", List.of()),
                new MergeSheet(
                        "K7QD",
                        "Elena Marchetti",
                        List.of(
                                new MergeSheet.Candidate(
                                        "M2XA", Face.of("Elena M.", Presence.AWAY), "WhatsApp"))),
                new SaveViewSheet(ListFilter.of(View.OPEN), "All · WhatsApp", 40),
                new ViewsSheet(ListFilter.of(View.OPEN), List.of(Samples.savedView("Urgent")), 40),
                new BlockSheet("K7QD", "Hiroshi Tanaka", true, false),
                new Replying("K7QD", "Tomás"),
                new LabelSheet(
                        "K7QD",
                        List.of(new Tag("1", "Pre-sale", "brass")),
                        List.of("1"),
                        "high",
                        true),
                new SendWindow(
                        "K7QD",
                        "Goes to WhatsApp",
                        true,
                        Optional.of(Samples.at("10:41")),
                        Optional.empty()),
                new SendWindow(
                        "K7QD",
                        "",
                        true,
                        Optional.empty(),
                        Optional.of(
                                new SendWindow.Shut("Hiroshi", List.of(Samples.TEMPLATE), true))),
                Samples.templateSheet("Back in stock"),
                new ReactSheet("K7QD", 3, new Quote("Elena", "It is beautiful"), "👍"),
                new EmojiPicker(),
                new Opened(thread),
                new OlderEntries("K7QD", Samples.entries(), OptionalLong.of(1)),
                new CatchUp(
                        thread.header(),
                        thread.side(),
                        Samples.entries().subList(9, 11),
                        marks,
                        thread.typingNow()),
                new Acted(changed, Samples.rows().getFirst(), Samples.counts(), new Pip(5, 3)),
                new BulkDone("2 closed.", Samples.rows(), Samples.counts(), new Pip(5, 3)),
                new MoreRows(ListFilter.of(View.OPEN), Samples.rows(), "x1.1.1"),
                new MoreRows(ListFilter.of(View.OPEN), Samples.rows(), ""),
                new NewEntries("K7QD", Samples.entries()),
                marks,
                new Typing("K7QD", "Elena", true),
                new Typing("K7QD", "Elena", false),
                changed,
                new Rows(Samples.rows()),
                Samples.counts(),
                new Pip(0, 0),
                new Pip(120, 12),
                new Myself(Samples.MAYA, true, true, true));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void drawsWithIdsThatStandOnce(Fragment fragment) {
        var html = draw(fragment);

        var ids = ID.matcher(html).results().map(found -> found.group(1)).toList();
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
        assertThat(html).doesNotContain("style=").doesNotContain("onclick").isNotBlank();
        assertThat(html.replaceAll("<script [^>]*src=\"/[^\"]+\"></script>", ""))
                .doesNotContain("<script");
    }

    @Test
    void whatPeopleWroteStaysWords() {
        var evil = Face.of(EVIL, Presence.ONLINE);
        var row = Samples.row("K7QD", evil, Channel.WEB, "10:46", EVIL, EVIL, 1, evil);
        var header =
                new Header(
                        "K7QD",
                        evil,
                        Text.link(EVIL, "javascript:alert(1)"),
                        Optional.of(evil),
                        EVIL,
                        Optional.of(new Choice("1", EVIL)),
                        false,
                        true,
                        EVIL,
                        true,
                        SendWindow.unlimited("K7QD", EVIL, true));
        var side =
                new SidePane(
                        "K7QD",
                        evil,
                        EVIL,
                        EVIL,
                        Optional.of(new TheirClock(EVIL, EVIL, EVIL)),
                        List.of(Fact.of(EVIL, EVIL)),
                        List.of(new Fact("Page", Text.link(EVIL, "data:text/html,x"), EVIL)),
                        List.of(new Visit(Text.link(EVIL, "javascript:x"), Samples.at("10:00"))),
                        Text.of(EVIL),
                        Optional.of(evil),
                        Optional.of(new Choice("1", EVIL)),
                        EVIL,
                        EVIL,
                        List.of(new Tag("1", EVIL, "wine")),
                        "high",
                        true,
                        List.of(new Earlier("A1LD", EVIL, Samples.at("10:00"), EVIL)));
        List<Entry> entries =
                List.of(
                        Samples.in(1, true, "10:41", EVIL),
                        Samples.out(2, EVIL, true, "10:42", EVIL, Tick.FAILED),
                        new PrivateNote(
                                Slot.of(3),
                                Optional.empty(),
                                EVIL,
                                Text.of(EVIL).marking(List.of("script")),
                                Samples.at("10:43"),
                                EVIL),
                        new EventLine(
                                Slot.of(4),
                                Optional.empty(),
                                EventLine.Kind.CLOSED,
                                Text.of(EVIL)));
        var unsent = Optional.of(new Unsent(EVIL, "</textarea>" + EVIL, EVIL));
        var thread =
                new ThreadPane(
                        header,
                        entries,
                        OptionalLong.empty(),
                        true,
                        EVIL,
                        unsent,
                        Optional.of(new Quoted(3, new Quote(EVIL, EVIL))),
                        side);
        var shell =
                new Shell(EVIL, Samples.me(evil), Place.INBOX, new Pip(1, 1), false, EVIL, true);
        var list =
                new ListPane(
                        ListFilter.of(View.OPEN),
                        Samples.counts(),
                        List.of(new Choice("1", EVIL)),
                        List.of(new Choice("1", EVIL)),
                        List.of(new Choice("1", EVIL)),
                        List.of(row),
                        Map.of("K7QD", List.of(new Said(EVIL, true), new Said(EVIL, false))),
                        List.of(Samples.savedView(EVIL)),
                        Samples.bulk(EVIL).saying(EVIL),
                        false,
                        "",
                        false,
                        Optional.of("K7QD"));

        var html =
                draw(new InboxPage(shell, list, Optional.of(thread), Optional.empty()))
                        + draw(assignSheet(EVIL))
                        + draw(new BlockSheet("K7QD", EVIL, true, true))
                        + draw(
                                new MergeSheet(
                                        "K7QD",
                                        EVIL,
                                        List.of(
                                                new MergeSheet.Candidate(
                                                        "M2XA",
                                                        Face.of(EVIL, Presence.AWAY),
                                                        EVIL))))
                        + draw(new SaveViewSheet(ListFilter.of(View.OPEN), EVIL, 40))
                        + draw(
                                new ViewsSheet(
                                        ListFilter.of(View.OPEN),
                                        List.of(Samples.savedView(EVIL)),
                                        40))
                        + draw(new Replying("K7QD", EVIL))
                        + draw(new Opened(thread))
                        + draw(new Typing("K7QD", EVIL, true))
                        + draw(new Ticks(List.of(new TickMark("K7QD", "2", Tick.FAILED, EVIL))))
                        + draw(new Failure(Optional.empty(), 404, EVIL, EVIL, EVIL))
                        + draw(
                                new SignIn(
                                        EVIL,
                                        EVIL,
                                        EVIL,
                                        Optional.of(new Notice(Notice.Tone.BAD, EVIL, EVIL)),
                                        Optional.of(new Kept(EVIL, Samples.kept(EVIL).fields())),
                                        false,
                                        EVIL))
                        + draw(
                                new Resend(
                                        new Kept(EVIL, Samples.kept(EVIL).fields()),
                                        "/admin",
                                        false))
                        + draw(
                                new SecondStep(
                                        EVIL,
                                        true,
                                        EVIL,
                                        Optional.of(new Kept(EVIL, Samples.kept(EVIL).fields())),
                                        EVIL,
                                        false))
                        + draw(
                                new NewBrowsers(
                                        List.of(
                                                new NewBrowsers.Line(
                                                        EVIL, new Stamp(Instant.EPOCH, EVIL))),
                                        EVIL))
                        + draw(new Proof(EVIL, true, EVIL, EVIL, Optional.empty(), false, EVIL))
                        + draw(new ProofForm(EVIL, true, EVIL))
                        + draw(new Welcome(EVIL, EVIL, EVIL, Optional.empty(), EVIL, EVIL));

        assertThat(html)
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script>")
                .doesNotContain("<img")
                .doesNotContain("\"'>")
                .doesNotContain("javascript:")
                .doesNotContain("href=\"data:");
    }

    @Test
    void longTextsAreDrawnWhole() {
        var text = "שלום & ".repeat(585) + "!";
        var html = draw(new NewEntries("K7QD", List.of(Samples.in(9, true, "10:50", text))));

        assertThat(html).contains(text.replace("&", "&amp;")).contains("dir=\"auto\"");
    }

    @Test
    void aMessageIsTheSameWhetherItComesWithThePageOrLater() {
        var thread = Samples.thread(false, true);
        var page = draw(Samples.inbox(Optional.of(thread)));
        var live = draw(new NewEntries("K7QD", thread.entries()));

        var first = live.indexOf("<div class=\"m ");
        var bubble = live.substring(first, live.indexOf("</p>", first));
        assertThat(page).contains(bubble);
    }

    @Test
    void carriesWhatTheScriptsAndTheStreamRelyOn() {
        var page = draw(Samples.inbox(Optional.of(Samples.thread(false, true))));

        assertThat(page)
                .contains("id=\"log-K7QD\"", "id=\"ty-K7QD\"", "id=\"hd-K7QD\"", "id=\"sd-K7QD\"")
                .contains("id=\"m-K7QD-3\"", "data-seq=\"3\"", "id=\"tk-K7QD-3\"")
                .contains("id=\"conv-K7QD\"", "id=\"n-mine\"", "id=\"pip\"", "id=\"arrivals\"")
                .contains("sse-connect=\"/admin/live\"", "sse-swap=\"c-K7QD\"")
                .contains(">Chat Settings</span>")
                .contains("<title>Elena Marchetti · Inbox · Bellhop</title>");
    }

    @Test
    void theSandboxIsOfferedOnlyWhenThereIsOne() {
        var without =
                new Shell(
                        "1",
                        Samples.me(Samples.MAYA),
                        Place.ANALYTICS,
                        new Pip(0, 0),
                        false,
                        "",
                        false);

        assertThat(draw(Samples.analytics(without))).doesNotContain("/sandbox/phone");
        assertThat(draw(Samples.analytics(Samples.shell(Place.ANALYTICS))))
                .contains("/sandbox/phone");
    }

    private static AssignSheet assignSheet(String name) {
        var face = Face.of(name, Presence.ONLINE);
        return new AssignSheet(
                "K7QD",
                "2",
                List.of(new AssignSheet.Candidate("2", face, "you · 3 open")),
                List.of(new AssignSheet.Team("team-1", name, "3 members")),
                "team-1");
    }

    private static String draw(Fragment fragment) {
        return new String(RENDERER.draw(fragment), UTF_8);
    }
}
