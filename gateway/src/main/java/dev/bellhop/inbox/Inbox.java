package dev.bellhop.inbox;

import dev.bellhop.admin.Place;
import dev.bellhop.admin.Shell;
import dev.bellhop.canned.CannedResponses;
import dev.bellhop.channel.UsableTemplate;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.live.Live;
import dev.bellhop.media.Media;
import dev.bellhop.panel.Panel;
import dev.bellhop.people.Agents;
import dev.bellhop.people.Presences;
import dev.bellhop.people.Sessions;
import dev.bellhop.people.Teams;
import dev.bellhop.site.Sites;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/// The conversation center as a whole.
public final class Inbox implements AutoCloseable {

    /// How it looks at this installation.
    ///
    /// @param zone whose clock the times in the panel are read from
    /// @param sandbox whether the rail leads to the sandbox's phone
    /// @param provider what single sign-on is called here; empty without
    /// @param waits what messages of a conversation wait for before they reach WhatsApp, by number
    /// @param templates which templates can be sent
    public record Setting(
            ZoneId zone,
            boolean sandbox,
            String provider,
            LongFunction<Map<Integer, String>> waits,
            UsableTemplates templates) {
        public Setting(ZoneId zone, boolean sandbox) {
            this(zone, sandbox, "", _ -> Map.of(), UsableTemplates.NONE);
        }
    }

    /// The templates that can go out on a channel now.
    ///
    /// @param one finds one of them
    /// @param all lists them
    public record UsableTemplates(Finder one, LongFunction<List<UsableTemplate>> all) {
        private static final UsableTemplates NONE =
                new UsableTemplates((_, _, _) -> Optional.empty(), _ -> List.of());

        /// Finds a template.
        public interface Finder {
            Optional<UsableTemplate> find(long channelId, String name, String language);
        }

        Optional<UsableTemplate> find(long channelId, String name, String language) {
            return one.find(channelId, name, language);
        }

        List<UsableTemplate> of(Conversation conversation) {
            var channel = conversation.channelId();
            return channel.isPresent() ? all.apply(channel.getAsLong()) : List.of();
        }
    }

    private final InboxPages inboxPages;
    private final ViewPages viewPages;
    private final BulkPages bulkPages;
    private final ThreadPages threadPages;
    private final DeedPages deedPages;
    private final TemplatePages templatePages;
    private final ReactionPages reactionPages;
    private final LabelPages labelPages;
    private final DeedsApi deedsApi;
    private final ConversationsApi api;
    private final UploadsApi uploads;
    private final Snapshots snapshots;
    private final Panes panes;
    private final Streams streams;
    private final Presences presences;
    private final Broadcast broadcast;

    /// Wires the inbox, which listens from now on.
    public Inbox(
            Conversations conversations,
            Messages messages,
            Visitors visitors,
            Desk desk,
            Agents agents,
            Teams teams,
            Sessions sessions,
            Presences presences,
            Sites sites,
            CannedResponses canned,
            Panel panel,
            Media media,
            Live live,
            Limits limits,
            Tracing tracing,
            Clock clock,
            Setting setting) {
        var drawing = new Drawing(setting.zone());
        var scenes =
                new Scenes(
                        conversations,
                        messages,
                        visitors,
                        agents,
                        teams,
                        desk.backOffice().labels(),
                        live);
        var replies = new Replies(desk, limits);
        var bubbles = new Bubbles(new FileViews(desk.enclosures(), media.links()), messages);
        uploads = new UploadsApi(media);
        var windows = new Windows(desk, setting.templates(), clock);
        panes =
                new Panes(
                        conversations,
                        messages,
                        visitors,
                        desk.backOffice(),
                        sites,
                        scenes,
                        drawing,
                        new Details(setting.zone(), windows),
                        setting.waits(),
                        bubbles,
                        presences,
                        clock,
                        setting);
        var roster = new Roster(agents, teams);
        var deeds = new BulkDeeds(desk, roster, drawing, clock);
        var lists =
                new ListPanes(
                        conversations,
                        desk.backOffice().labels(),
                        sites,
                        teams,
                        scenes,
                        drawing,
                        deeds,
                        clock);
        inboxPages = new InboxPages(panel, panes, lists);
        viewPages = new ViewPages(inboxPages, lists, conversations.savedViews(), clock);
        bulkPages = new BulkPages(panel, panes, inboxPages, conversations, deeds);
        var threads = new Threads(panel, panes, lists, conversations);
        var notes = new Notes(desk, roster, limits);
        var facts = new PersonFacts(scenes, sites);
        var compositions = new Compositions(setting.templates());
        reactionPages = new ReactionPages(panel, panes, threads, messages, replies);
        templatePages =
                new TemplatePages(
                        panel,
                        panes,
                        threads,
                        scenes,
                        windows,
                        new TemplateSheets(setting.templates(), facts),
                        compositions,
                        replies);
        threadPages =
                new ThreadPages(
                        panel,
                        panes,
                        threads,
                        messages,
                        desk,
                        replies,
                        notes,
                        new CannedPicker(canned, facts));
        labelPages = new LabelPages(threads, scenes, desk.backOffice(), clock);
        deedsApi = new DeedsApi(conversations, scenes, desk, notes, roster, drawing, clock);
        streams = new Streams(sessions, presences);
        deedPages = new DeedPages(panes, threads, desk, roster, drawing, clock, presences::of);
        api =
                new ConversationsApi(
                        conversations,
                        messages,
                        scenes,
                        replies,
                        compositions,
                        desk,
                        media.json(),
                        setting.waits());
        snapshots =
                new Snapshots(
                        visitors,
                        messages,
                        desk.enclosures(),
                        agents,
                        teams,
                        desk.backOffice().labels(),
                        media.json(),
                        live);
        this.presences = presences;
        broadcast =
                new Broadcast(
                        panel,
                        panes,
                        scenes,
                        drawing,
                        messages,
                        windows,
                        streams,
                        presences.choices(),
                        tracing,
                        live);
    }

    /// Labels, as they stand among all settings.
    public SettingsPart settings() {
        return labelPages.settings();
    }

    public void register(Routes routes) {
        inboxPages.register(routes);
        viewPages.register(routes);
        bulkPages.register(routes);
        threadPages.register(routes);
        deedPages.register(routes);
        templatePages.register(routes);
        reactionPages.register(routes);
        streams.register(routes);
        api.register(routes);
        labelPages.register(routes);
        deedsApi.register(routes);
        uploads.register(routes);
    }

    /// What surrounds a page that is none of the inbox's own, such as one of Chat Settings.
    public Shell shell(Caller agent, Place place) {
        return panes.shell(agent, place);
    }

    /// What shows conversations as the API does, for whoever tells other systems.
    public Snapshots snapshots() {
        return snapshots;
    }

    /// How many agents are in the panel now and not away.
    public int agentsOnline() {
        return presences.online();
    }

    /// How many pages of the panel are open now.
    public int pagesOpen() {
        return streams.count();
    }

    /// Has every open page read anew what it shows, because news may have been missed.
    public void missed() {
        broadcast.missed();
    }

    /// Tells open pages to come back in a moment and ends their streams, within about a second.
    @Override
    public void close() {
        streams.close();
        broadcast.close();
    }
}
