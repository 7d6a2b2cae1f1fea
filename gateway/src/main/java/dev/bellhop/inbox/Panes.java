package dev.bellhop.inbox;

import dev.bellhop.admin.Acted;
import dev.bellhop.admin.BlockSheet;
import dev.bellhop.admin.CatchUp;
import dev.bellhop.admin.Entry;
import dev.bellhop.admin.FileChanged;
import dev.bellhop.admin.Header;
import dev.bellhop.admin.HeaderChanged;
import dev.bellhop.admin.MergeSheet;
import dev.bellhop.admin.Myself;
import dev.bellhop.admin.OlderEntries;
import dev.bellhop.admin.Pip;
import dev.bellhop.admin.Place;
import dev.bellhop.admin.Row;
import dev.bellhop.admin.Shell;
import dev.bellhop.admin.SidePane;
import dev.bellhop.admin.ThreadPane;
import dev.bellhop.admin.Ticks;
import dev.bellhop.admin.Typing;
import dev.bellhop.conversation.Aside;
import dev.bellhop.conversation.Asides;
import dev.bellhop.conversation.BackOffice;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Reactions.On;
import dev.bellhop.conversation.Traces;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.people.Presences;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Caller;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts of the inbox's pages, each read and drawn for one agent.
final class Panes {
    private static final int ENTRIES = 50;

    /// A page that was away longer than this many messages reads the thread anew in pieces.
    private static final int CATCH_UP = 500;

    /// As many notes and lines as are shown behind one page of messages.
    private static final int ASIDES = 200;

    private final Conversations conversations;
    private final Messages messages;
    private final Visitors visitors;
    private final Asides asides;
    private final Traces traces;
    private final Sites sites;
    private final Scenes scenes;
    private final Drawing drawing;
    private final LongFunction<Map<Integer, String>> waits;
    private final Details details;
    private final Bubbles bubbles;
    private final Presences presences;
    private final Clock clock;
    private final Inbox.Setting setting;

    Panes(
            Conversations conversations,
            Messages messages,
            Visitors visitors,
            BackOffice backOffice,
            Sites sites,
            Scenes scenes,
            Drawing drawing,
            Details details,
            LongFunction<Map<Integer, String>> waits,
            Bubbles bubbles,
            Presences presences,
            Clock clock,
            Inbox.Setting setting) {
        this.conversations = conversations;
        this.messages = messages;
        this.visitors = visitors;
        this.asides = backOffice.asides();
        this.traces = backOffice.traces();
        this.sites = sites;
        this.scenes = scenes;
        this.drawing = drawing;
        this.waits = waits;
        this.bubbles = bubbles;
        this.presences = presences;
        this.details = details;
        this.clock = clock;
        this.setting = setting;
    }

    Shell shell(Caller agent, Place place) {
        return shell(agent, place, conversations.tally());
    }

    Shell shell(Caller agent, Place place, Conversations.Tally tally) {
        return new Shell(
                Long.toString(agent.id()),
                presences.myself(agent),
                place,
                pip(agent.id(), tally),
                setting.sandbox(),
                setting.provider(),
                Streams.mayListen(agent));
    }

    Myself myself(Caller agent) {
        return presences.myself(agent);
    }

    static Pip pip(long agentId, Conversations.Tally tally) {
        return new Pip((int) tally.waiting(), (int) tally.waitingFor(agentId));
    }

    Conversations.Tally tally() {
        return conversations.tally();
    }

    /// A thread with its newest messages.
    ThreadPane thread(Conversation conversation, Caller agent) {
        return thread(conversation, agent, Integer.MAX_VALUE);
    }

    /// A thread with the messages before a number.
    ThreadPane thread(Conversation conversation, Caller agent, int beforeSeq) {
        var scene = scenes.of(conversation);
        var older = older(scene, beforeSeq);
        return new ThreadPane(
                header(scene, scene.isOf(agent.id())),
                older.entries(),
                older.olderThan(),
                false,
                UUID.randomUUID().toString(),
                Optional.empty(),
                Optional.empty(),
                side(scene));
    }

    OlderEntries older(Conversation conversation, int beforeSeq) {
        return older(scenes.of(conversation), beforeSeq);
    }

    private OlderEntries older(Scene scene, int beforeSeq) {
        var now = clock.instant();
        var page = messages.before(scene.conversation().id(), beforeSeq, ENTRIES);
        var entries = new ArrayList<Entry>();
        boolean isStart = page.isEmpty() || page.getFirst().seq() == 1;
        if (isStart) {
            entries.add(drawing.beginning(scene, now));
        }
        var above =
                isStart ? Optional.of(scene.conversation().openedAt()) : Optional.<Instant>empty();
        var between =
                asides.between(
                        scene.conversation().id(),
                        isStart ? 0 : page.getFirst().seq(),
                        beforeSeq - 1,
                        ASIDES);
        entries.addAll(
                bubbles.with(
                        drawing.entries(
                                above,
                                page,
                                messages.reactionsOn(page),
                                waits.apply(scene.conversation().id()),
                                between,
                                now),
                        page));
        return new OlderEntries(
                scene.code(),
                entries,
                isStart ? OptionalLong.empty() : OptionalLong.of(page.getFirst().seq()));
    }

    /// What a page lacks that holds the messages from one number to another.
    CatchUp catchUp(Conversation conversation, Caller agent, int fromSeq, int afterSeq) {
        var now = clock.instant();
        var scene = scenes.of(conversation);
        var shown =
                messages.before(conversation.id(), next(afterSeq), CATCH_UP).stream()
                        .filter(message -> message.seq() >= fromSeq)
                        .toList();
        var entries = new ArrayList<>(changed(shown, now));
        entries.addAll(entries(messages.after(conversation.id(), afterSeq, CATCH_UP), now));
        // The page keeps those that it has.
        asides.between(conversation.id(), fromSeq <= 1 ? 0 : fromSeq, Integer.MAX_VALUE, ASIDES)
                .forEach(aside -> entries.add(drawing.alone(aside, now)));
        var marks =
                shown.stream()
                        .flatMap(message -> drawing.mark(scene.code(), message).stream())
                        .toList();
        return new CatchUp(
                header(scene, scene.isOf(agent.id())),
                side(scene),
                entries,
                new Ticks(marks),
                new Typing(scene.code(), Names.first(scene.visitor().shownName()), false));
    }

    /// Those that may have been changed since the page drew them; it takes what is newer.
    private List<Entry> changed(List<Message> shown, Instant now) {
        var reactions = messages.reactionsOn(shown);
        return entries(
                shown.stream()
                        .filter(it -> it.amended().isPresent() || reactions.containsKey(it.seq()))
                        .toList(),
                reactions,
                now);
    }

    private static int next(int seq) {
        return seq == Integer.MAX_VALUE ? seq : seq + 1;
    }

    /// What an agent's own deed changed.
    Acted acted(Conversation conversation, Caller agent) {
        var scene = scenes.of(conversation);
        var tally = conversations.tally();
        return new Acted(
                head(scene, scene.isOf(agent.id())),
                row(scene),
                ListPanes.counts(agent.id(), tally),
                pip(agent.id(), tally));
    }

    /// Who may be the same person, for an agent to choose from.
    MergeSheet mergeSheet(Conversation conversation) {
        var scene = scenes.of(conversation);
        return new MergeSheet(
                scene.code(),
                scene.customer().name(),
                scenes.of(new Alike(conversations).to(scene.visitor())).stream()
                        .map(Panes::candidate)
                        .toList());
    }

    private static MergeSheet.Candidate candidate(Scene scene) {
        var visitor = scene.visitor();
        return new MergeSheet.Candidate(
                scene.code(),
                scene.customer(),
                Stream.of(
                                Optional.of(scene.onWhatsApp() ? "WhatsApp" : "Website chat"),
                                visitor.waId().map(digits -> "+" + digits),
                                visitor.email(),
                                visitor.phone())
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(" · ")));
    }

    /// What is asked before somebody is blocked.
    BlockSheet blockSheet(Conversation conversation) {
        var scene = scenes.of(conversation);
        return new BlockSheet(
                scene.code(), scene.customer().name(), scene.onWhatsApp(), conversation.open());
    }

    private Header header(Scene scene, boolean mine) {
        return details.header(scene, mine, drawing.snoozed(scene.conversation(), now()));
    }

    HeaderChanged head(Scene scene, boolean mine) {
        return new HeaderChanged(header(scene, mine), side(scene));
    }

    /// The rows of those of these codes that there are.
    List<Row> rows(List<String> codes) {
        return scenes
                .of(codes.stream().flatMap(it -> conversations.byCode(it).stream()).toList())
                .stream()
                .map(this::row)
                .toList();
    }

    Row row(Scene scene) {
        return drawing.row(scene, clock.instant());
    }

    /// A message that is new, so that nobody can have reacted to it.
    Entry entry(Message message) {
        return bubbles.with(drawing.alone(message, On.NONE, clock.instant()), message);
    }

    /// A note or line by itself.
    Entry entry(Aside aside) {
        return drawing.alone(aside, clock.instant());
    }

    /// The file of a message as it is now, for pages that show it already.
    Optional<FileChanged> file(String code, Message message) {
        return bubbles.file(message)
                .map(view -> new FileChanged(code, Integer.toString(message.seq()), view));
    }

    /// Messages of one conversation, in order, as they are now.
    List<Entry> entries(List<Message> page) {
        return entries(page, clock.instant());
    }

    private List<Entry> entries(List<Message> page, Instant now) {
        return entries(page, messages.reactionsOn(page), now);
    }

    private List<Entry> entries(List<Message> page, Map<Integer, On> reactions, Instant now) {
        var entries =
                page.stream()
                        .map(it ->
                                drawing.alone(it, reactions.getOrDefault(it.seq(), On.NONE), now))
                        .toList();
        return bubbles.with(entries, page);
    }

    private SidePane side(Scene scene) {
        var conversation = scene.conversation();
        var others =
                conversations.othersOf(
                        conversation.visitorId(), conversation.id(), Details.OTHERS_MAX + 1);
        var why = traces.of(conversation.id()).map(Traces.Trace::words).orElse("");
        return details.side(
                scene,
                site(conversation).map(Site::name),
                visitors.pageViews(conversation.visitorId()),
                why,
                others,
                conversations.assignedAt(conversation.id()),
                now());
    }

    private Optional<Site> site(Conversation conversation) {
        var id = conversation.siteId();
        return id.isPresent() ? sites.find(id.getAsLong()) : Optional.empty();
    }

    private Instant now() {
        return clock.instant();
    }
}
