package dev.bellhop.admin;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A morning at a lamp shop: what the tests draw, and what the previews show.
final class Samples {
    static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");
    static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    static final Face ELENA = Face.of("Elena Marchetti", Presence.ONLINE);
    static final Face TOMAS = Face.of("Tomás Rivera", Presence.ONLINE);
    static final Face INGRID = Face.of("Ingrid Solheim", Presence.UNKNOWN);
    static final Face MAYA = Face.of("Maya Okafor", Presence.ONLINE);

    private Samples() {}

    static Stamp at(String clock) {
        var instant = TODAY.atTime(LocalTime.parse(clock)).atZone(LISBON).toInstant();
        return Stamp.clock(instant, LISBON);
    }

    static Shell shell(Place place) {
        return new Shell("1", me(MAYA), place, new Pip(5, 3), true, "Example ID", true);
    }

    static Myself me(Face face) {
        return new Myself(face, true, false, false);
    }

    static Counts counts() {
        return new Counts(3, 2, 5, 12, 1);
    }

    static List<Row> rows() {
        return List.of(
                row("K7QD", ELENA, Channel.WEB, "10:46", "", "Ideally before Friday 🙂", 2, TOMAS),
                row(
                        "M2XB",
                        Face.of("Kwame Boateng", Presence.AWAY),
                        Channel.WHATSAPP,
                        "10:41",
                        "",
                        "Photo: the corner of the box is torn",
                        1,
                        null),
                row(
                        "P9RT",
                        Face.of("Visitor 4821", Presence.ONLINE),
                        Channel.WEB,
                        "10:44",
                        "",
                        "Hello, do you deliver to the Azores?",
                        1,
                        null),
                row(
                        "H4TN",
                        Face.of("Hiroshi Tanaka", Presence.UNKNOWN),
                        Channel.WHATSAPP,
                        "09:58",
                        "Ingrid",
                        "We have two left in smoked glass",
                        0,
                        INGRID),
                row(
                        "F3AS",
                        Face.of("فاطمة السيد", Presence.UNKNOWN),
                        Channel.WHATSAPP,
                        "09:05",
                        "Noor",
                        "شكراً فاطمة، تم تأكيد الطلب",
                        0,
                        MAYA));
    }

    static Row row(
            String code,
            Face customer,
            Channel channel,
            String clock,
            String by,
            String snippet,
            int unread,
            @Nullable Face assignee) {
        var stamp = at(clock);
        boolean needsReply = by.isEmpty();
        return new Row(
                code,
                customer,
                channel,
                stamp,
                by,
                snippet,
                unread,
                Optional.ofNullable(assignee),
                assignee == null ? "" : assignee.equals(MAYA) ? "1" : "2",
                Optional.of(new Choice("1", "Lighting")),
                true,
                channel == Channel.WEB ? "1" : "",
                needsReply ? Optional.of(stamp) : Optional.empty(),
                needsReply && unread > 1,
                "",
                needsReply ? List.of(new Tag("1", "Pre-sale", "brass")) : List.of(),
                needsReply ? "high" : "",
                unread == 0 && needsReply,
                needsReply ? stamp.at().toEpochMilli() : -stamp.at().toEpochMilli());
    }

    static ListPane list(View view, Optional<String> current) {
        return new ListPane(
                ListFilter.of(view),
                counts(),
                List.of(new Choice("1", "Juniper & Co.")),
                List.of(new Choice("1", "Pre-sale")),
                List.of(new Choice("1", "Lighting")),
                rows(),
                Map.of(),
                List.of(savedView("Urgent")),
                bulk("Tomás Rivera"),
                true,
                "w1.2.3",
                true,
                current);
    }

    static Bulk bulk(String name) {
        return new Bulk(
                List.of(new Choice("2", name)),
                List.of(new Choice("Tomorrow morning", "Tomorrow morning, Tue 09:00")),
                "");
    }

    static SavedView savedView(String name) {
        return new SavedView("7", name, ListFilter.of(View.WAITING).withChannel("whatsapp"), "12");
    }

    static Header header(boolean mine, boolean open) {
        return new Header(
                "K7QD",
                ELENA,
                Text.plain("Online, looking at ")
                        .then(Text.link("Fjord pendant", "https://shop.example/lamps/fjord")),
                Optional.of(mine ? MAYA : TOMAS),
                mine ? "1" : "2",
                Optional.empty(),
                mine,
                open,
                "",
                !open,
                SendWindow.unlimited("K7QD", "Goes to the website chat", false));
    }

    static SidePane side() {
        return new SidePane(
                "K7QD",
                ELENA,
                "Third conversation",
                "Your site says so: name, email",
                Optional.of(new TheirClock("Europe/Rome", "11:48", "Rome")),
                List.of(
                        new Fact(
                                "Email",
                                Text.link(
                                        "elena@marchetti.example",
                                        "mailto:elena@marchetti.example"),
                                ""),
                        Fact.of("Phone", "+44 7700 900 119"),
                        Fact.of("Language", "Italian"),
                        Fact.of("Channel", "Website chat")),
                List.of(
                        new Fact(
                                "Page",
                                Text.link("Fjord pendant", "https://shop.example/lamps/fjord"),
                                "/lamps/fjord"),
                        Fact.of("Came from", "Search")),
                List.of(
                        new Visit(
                                Text.link("All lamps", "https://shop.example/lamps"), at("10:38"))),
                Text.plain("First come, first served: no rule matched."),
                Optional.of(TOMAS),
                Optional.of(new Choice("1", "Lighting")),
                "since 10:41",
                "",
                List.of(new Tag("1", "Pre-sale", "brass")),
                "urgent",
                false,
                List.of(
                        new Earlier(
                                "A1LD",
                                "Alder desk lamp, tracking",
                                new Stamp(Instant.parse("2026-11-16T10:00:00Z"), "Mon"),
                                "Ingrid · Order help")));
    }

    static Bubble in(long seq, boolean first, String clock, String words) {
        return Bubble.in(
                Slot.of(seq), Optional.empty(), first, Text.of(words), at(clock), Margin.NONE);
    }

    static Bubble out(long seq, String by, boolean phone, String clock, String words, Tick tick) {
        return new Bubble(
                Slot.of(seq),
                Optional.empty(),
                true,
                true,
                by,
                phone,
                Text.of(words),
                at(clock),
                Optional.of("0b0f5f2e-7a57-4a1e-9d0e-00000000000" + seq),
                Optional.of(tick),
                tick == Tick.FAILED ? "this number isn’t on WhatsApp. Ask for another." : "",
                Optional.empty(),
                Margin.NONE);
    }

    static List<Entry> entries() {
        return List.of(
                new EventLine(
                        Slot.behind(0, "started"),
                        Optional.of(Day.of(TODAY, TODAY)),
                        EventLine.Kind.STARTED,
                        Text.plain("Chat started on ")
                                .then(Text.link("Fjord pendant", "https://shop.example/lamps/f"))
                                .then(Text.plain(" · 10:41"))),
                new EventLine(
                        Slot.behind(0, "assigned"),
                        Optional.empty(),
                        EventLine.Kind.ASSIGNED,
                        Text.plain("Tomás took it · 10:41")),
                in(
                        1,
                        true,
                        "10:41",
                        "Hi! Is the Fjord pendant dimmable? I have a LED dimmer already"),
                in(2, false, "10:41", "It would hang over a kitchen table\n(oak, 2 m long)"),
                out(
                        3,
                        "Tomás",
                        false,
                        "10:43",
                        "Good morning Elena! Yes, with the bulb we ship it with. It dims to about"
                                + " 5%: https://shop.example/dim?x=1&y=2.",
                        Tick.READ),
                new PrivateNote(
                        Slot.behind(3, "n1"),
                        Optional.empty(),
                        "Ingrid",
                        Text.plain("@Tomás white Fjords land on Thursday. We can promise Friday.")
                                .marking(List.of("@Tomás")),
                        at("10:44"),
                        ""),
                out(4, "Maya", true, "10:44", "I’d hang it 70 cm above the top.", Tick.DELIVERED),
                in(5, true, "10:45", "And does it come in white?"),
                out(6, "Tomás", false, "10:45", "It does.", Tick.FAILED),
                out(7, "Tomás", false, "10:46", "Or in green.", Tick.WAITING),
                Bubble.in(
                        Slot.of(8),
                        Optional.empty(),
                        true,
                        Text.of("Ideally before Friday 🙂"),
                        at("10:46"),
                        new Margin(
                                "Forwarded",
                                "edited",
                                false,
                                List.of(
                                        new Margin.Reaction("👍", 2, "Maya, Tomás"),
                                        new Margin.Reaction("❤️", 1, "Elena")),
                                Optional.of(new Quote("Maya", "We ship tomorrow.")),
                                true,
                                7)));
    }

    static final TemplateSheet.Line TEMPLATE =
            new TemplateSheet.Line("back_in_stock", "en_US", "Utility");

    static TemplateSheet templateSheet(String words) {
        var field = new TemplateSheet.Field("p-1", words, words, words);
        return new TemplateSheet(
                "K7QD",
                "6f1c0d52-9a0b-4c5e-8a58-2f6f3a1d7c11",
                "3",
                new TemplateSheet.Filter(words, "en_US", ""),
                List.of(new Choice("en_US", "English")),
                List.of(new Choice("UTILITY", "Utility")),
                List.of(TEMPLATE),
                2,
                true,
                Optional.of(
                        new TemplateSheet.Chosen(
                                TEMPLATE,
                                "English",
                                List.of(field),
                                new TemplateSheet.Preview(
                                        List.of(new TemplateSheet.Part("", words, "")),
                                        List.of(new TemplateSheet.Part("p-1", "", "{{1}}")),
                                        words,
                                        List.of(words)),
                                "image",
                                List.of(new TemplateSheet.Field("place-name", words, "", words)),
                                words)),
                words);
    }

    static ThreadPane thread(boolean mine, boolean open) {
        return new ThreadPane(
                header(mine, open),
                entries(),
                OptionalLong.empty(),
                true,
                "6f1c0d52-9a0b-4c5e-8a58-2f6f3a1d7c11",
                Optional.empty(),
                Optional.of(new Quoted(3, new Quote("Elena", "Is it dimmable?"))),
                side());
    }

    static InboxPage inbox(Optional<ThreadPane> thread) {
        return new InboxPage(
                shell(Place.INBOX),
                list(View.OPEN, thread.map(ThreadPane::code)),
                thread,
                Optional.empty());
    }

    static SignIn signIn(Optional<Notice> notice, boolean paused) {
        return new SignIn(
                "Juniper & Co. · chat.juniperandco.example",
                notice.isPresent() ? "maya@juniperandco.example" : "",
                "/admin/c/K7QD",
                notice,
                Optional.of(kept("Yes, *we* do.")),
                paused,
                "Example ID");
    }

    static Kept kept(String words) {
        return new Kept(
                "/admin/c/K7QD/messages",
                List.of(new Kept.Field("cid", "c-1"), new Kept.Field("text", words)));
    }

    static Welcome welcome(String passwordProblem, String againProblem) {
        return new Welcome(
                "/admin/welcome/abc",
                "Maya",
                "maya@juniperandco.example",
                Optional.empty(),
                passwordProblem,
                againProblem);
    }

    static AuditPage audit() {
        var line =
                new AuditPage.Line(
                        18_399,
                        "18,399",
                        new Stamp(Instant.parse("2026-11-20T09:58:27Z"), "09:58:27"),
                        Optional.of(MAYA),
                        "Changed a routing rule",
                        "route",
                        false,
                        "Rule 2",
                        "9f3c 71e0",
                        "/admin/audit/18399",
                        false);
        var detail =
                new AuditPage.Detail(
                        line,
                        "Changed a routing rule",
                        List.of(Fact.of("Who", "Maya <Okafor>")),
                        List.of(new AuditPage.Change("team", "<b>none</b>", "Lighting")),
                        "0c4d9a6b",
                        "9f3c71e0",
                        true,
                        "{}",
                        Optional.of("/admin/audit/18400"),
                        Optional.empty(),
                        "/admin/audit");
        return new AuditPage(
                shell(Place.AUDIT),
                new AuditChain(AuditChain.State.INTACT, "Chain intact", "18,402 entries checked"),
                new AuditPage.Search(
                        "", "Maya", "", "", "", List.of("Maya"), List.of(), "No such day."),
                List.of(new AuditPage.Group("Today", List.of(line))),
                Optional.of(detail),
                Optional.empty(),
                Optional.of("/admin/audit?before=18399"),
                "1 to 25 of 18,402",
                "18,402");
    }

    static AnalyticsPage analytics(Shell shell) {
        var chart =
                new AnalyticsFigures.Chart(
                        "messages",
                        "Messages a day",
                        "14,407 in 30 days",
                        "What customers wrote.",
                        "Messages a day.",
                        730,
                        List.of(new AnalyticsFigures.Legend("Team", "c2")),
                        List.of(new AnalyticsFigures.Line("190.0", "0")),
                        List.of(new AnalyticsFigures.Tick("40.0", "23 Oct")),
                        List.of(new AnalyticsFigures.Bar("38.0", "100.0", "17.0", "90.0", "c1")),
                        List.of(new AnalyticsFigures.Curve("M38 100L60 90", "c1", true)),
                        List.of("Day", "Visitors"),
                        List.of(List.of("23 Oct", "148")));
        var line =
                new AnalyticsFigures.PersonLine(
                        MAYA, "204", "2m 05s", "4m 10s", "89%", "4.7", 94, "1,353", "6h 10m");
        var bars =
                new AnalyticsFigures.Bars(
                        "Outcomes",
                        "995 closed conversations",
                        "4.7",
                        List.of(new AnalyticsFigures.BarLine("Sale", "231", "23%", 56, "c1")));
        return new AnalyticsPage(
                shell,
                new AnalyticsPage.Asked(
                        List.of(new AnalyticsPage.Range("Today", "/admin/analytics?from=1", true)),
                        "2026-10-23",
                        "2026-11-21",
                        "23 Oct – 21 Nov 2026",
                        List.of(
                                new AnalyticsPage.Pick(
                                        "channel",
                                        "Channel",
                                        "All channels",
                                        List.of(new Choice("web", "Website")),
                                        "web")),
                        "Lisbon time",
                        List.of(new Choice("messages", "Each day"))),
                "",
                "bellhop-messages.csv could not be written.",
                new AnalyticsNow(
                        List.of(new AnalyticsNow.Stat("Waiting", "5", "longest 3m 20s", true))),
                java.util.Optional.of(
                        new AnalyticsFigures(
                                List.of(chart),
                                new AnalyticsFigures.Heat(
                                        "Thursdays at 11:00 lead.",
                                        List.of("9"),
                                        List.of(
                                                new AnalyticsFigures.HeatRow(
                                                        "Mon",
                                                        List.of(
                                                                new AnalyticsFigures.HeatCell(
                                                                        "12", 5))))),
                                bars,
                                "Delivery: 98% delivered",
                                new AnalyticsFigures.People("30 days", List.of(line), line),
                                bars,
                                List.of(new AnalyticsFigures.Comment("Quick.", "5 bells, Ingrid")),
                                List.of(bars),
                                List.of(
                                        new AnalyticsFigures.NumberLine(
                                                "+15550001234", "High", "Service", "812", "4")),
                                List.of(
                                        new AnalyticsFigures.TimeLine(
                                                "First response",
                                                "From words to an answer.",
                                                List.of("48s", "1m 12s", "4m 00s", "96"))))));
    }
}
