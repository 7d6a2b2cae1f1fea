package dev.bellhop.inbox;

import dev.bellhop.admin.Renderer;
import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Entry;
import dev.bellhop.canned.CannedResponses;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Text;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.media.TestMedia;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.panel.ErrorPages;
import dev.bellhop.panel.Files;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.people.Agents;
import dev.bellhop.people.ApiTokens;
import dev.bellhop.people.KnownBrowsers;
import dev.bellhop.people.PasskeyDesk;
import dev.bellhop.people.Passkeys;
import dev.bellhop.people.Presences;
import dev.bellhop.people.Role;
import dev.bellhop.people.SecondStepRule;
import dev.bellhop.people.SecondSteps;
import dev.bellhop.people.Sessions;
import dev.bellhop.people.SignIn;
import dev.bellhop.people.SignInPages;
import dev.bellhop.people.Teams;
import dev.bellhop.people.Tokens;
import dev.bellhop.people.WorkChoices;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.site.Sites;
import dev.bellhop.site.Widget;
import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.TestVault;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Problems;
import dev.bellhop.web.RefusalBook;
import dev.bellhop.web.Requests;
import dev.bellhop.web.Routes;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.context.ContextFeature;
import io.helidon.webserver.http.HttpRouting;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// The panel with all that stands below it, on a free port and a database of its own.
public final class PanelWorld implements AutoCloseable {
    /// What everybody here signs in with.
    public static final String PASSWORD = "a lamp over the table";

    private final Database database = Database.open(TestDatabase.fresh());
    private final Clock clock = Clock.systemUTC();
    private final Live live = new Live();
    private final Limits limits = new Limits(Map.of(), RefusalBook.NONE);
    private final Audit audit = new Audit(database, clock);
    private final Agents agents = new Agents(database, audit, clock);
    private final Sessions sessions = new Sessions(database, clock);
    private final Presences presences = new Presences(new WorkChoices(database), live, clock);
    private final ApiTokens tokens = new ApiTokens(database, audit, clock);
    private final SignIn signIn =
            new SignIn(
                    new SignIn.Ground(
                            database,
                            agents,
                            sessions,
                            new SecondSteps(
                                    database, TestVault.open(database, clock), audit, clock),
                            new PasskeyDesk(
                                    database,
                                    agents,
                                    new Sessions(database, clock),
                                    new Passkeys(database, audit, clock),
                                    () -> URI.create("http://localhost"),
                                    clock),
                            new SecondStepRule(database, audit, clock),
                            new KnownBrowsers(database, clock),
                            audit,
                            limits,
                            clock));
    private final Sites sites = new Sites(database, audit, clock);
    private final Privacy privacy = new Privacy(database, audit, clock);
    private final Visitors visitors = new Visitors(database, privacy, clock);
    private final Conversations conversations = new Conversations(database, new Random(7));
    private final Messages messages = new Messages(database);
    private final Desk desk =
            new Desk(
                    database,
                    visitors,
                    conversations,
                    messages,
                    new InboxPhones(database, audit, clock),
                    sites,
                    privacy,
                    new Outbox(database, clock),
                    live,
                    _ -> {},
                    clock);
    private final Panel panel = new Panel(new Renderer());
    private final Inbox inbox =
            new Inbox(
                    conversations,
                    messages,
                    visitors,
                    desk,
                    agents,
                    new Teams(database, audit, clock),
                    sessions,
                    presences,
                    sites,
                    new CannedResponses(database, audit, clock),
                    panel,
                    TestMedia.open(database, clock),
                    live,
                    limits,
                    Tracing.OFF,
                    clock,
                    new Inbox.Setting(ZoneOffset.UTC, true));
    private final long siteId =
            sites.add(
                    Actor.SYSTEM,
                    new Sites.Draft(
                            "shop",
                            "Juniper & Co.",
                            OptionalLong.empty(),
                            List.of("https://shop.example"),
                            Widget.saying("J", "Hello", "", List.of())));
    private final Routes routes;
    private final WebServer server;

    public PanelWorld() {
        var cookies = new Cookies(URI.create("http://localhost"));
        var guard = new Guard(callers(), cookies, limits, new Peers(List.of()), RefusalBook.NONE);
        var routing = HttpRouting.builder().addFilter(new Requests(false));
        live.listen(Topic.INBOX, conversations.listener());
        routes = new Routes(routing, guard);
        var door =
                new SignInPages(
                        signIn,
                        panel,
                        cookies,
                        new Peers(List.of()),
                        BodyBudget.ofHeap(new Peers(List.of())),
                        new SignInPages.House("Juniper & Co.", "chat.example.com", ZoneOffset.UTC),
                        Optional.empty(),
                        clock);
        new Problems(
                        new ErrorPages(
                                panel,
                                caller -> inbox.shell(caller, dev.bellhop.admin.Place.ELSEWHERE),
                                door::keep,
                                door::askForProof))
                .register(routing);
        Files.register(routes);
        door.register(routes);
        inbox.register(routes);
        new SettingsFrames(panel, inbox::shell, Optional::empty).register(routes);
        routes.refuseOtherMethods();
        server =
                WebServer.builder()
                        .address(InetAddress.getLoopbackAddress())
                        .port(0)
                        .featuresDiscoverServices(false)
                        .addFeature(ContextFeature.create())
                        .addFeature(guard.feature())
                        .useNio(false)
                        .shutdownHook(false)
                        .addRouting(routing)
                        .build()
                        .start();
    }

    private Guard.Callers callers() {
        return new Guard.Callers() {
            @Override
            public Optional<Caller> bySession(String token) {
                return sessions.find(token);
            }

            @Override
            public Optional<Caller> byToken(String token) {
                return tokens.find(token);
            }
        };
    }

    public List<Routes.Route> routes() {
        return routes.all();
    }

    public Inbox inbox() {
        return inbox;
    }

    public Desk desk() {
        return desk;
    }

    /// A browser that nobody has signed in with.
    public Browser browser() {
        return new Browser(URI.create("http://127.0.0.1:" + server.port()), 0);
    }

    /// The path of a one-time link for a new agent.
    public String link(String name, Role role) {
        return "/admin/welcome/" + signIn.links().make(Actor.SYSTEM, agent(name, role));
    }

    private long agent(String name, Role role) {
        return agents.add(
                Actor.SYSTEM, name.toLowerCase(Locale.ROOT) + "@shop.example", name, role);
    }

    /// A browser in which a new agent has signed in by a one-time link.
    public Browser signedIn(String name, Role role) {
        long id = agent(name, role);
        var browser = new Browser(URI.create("http://127.0.0.1:" + server.port()), id);
        var link = "/admin/welcome/" + signIn.links().make(Actor.SYSTEM, id);
        var answer = browser.post(link, Map.of("password", PASSWORD, "again", PASSWORD));
        if (answer.status() != 303) {
            throw new AssertionError(answer.text());
        }
        return browser;
    }

    /// As if their sessions had run out.
    public void endsSessionsOf(long agentId) {
        database.write(tx -> tx.change("DELETE FROM agent_session WHERE agent_id = ?", agentId));
    }

    /// A program's token.
    public String token(String name, Permission... permissions) {
        return tokens.create(Actor.SYSTEM, name, Set.of(permissions));
    }

    /// Somebody new on the site.
    public Visitor arrives() {
        return visitors.arrive(siteId, Tokens.hash(UUID.randomUUID().toString()));
    }

    public void isCalled(Visitor visitor, String name) {
        visitors.isCalled(
                visitor.id(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The visitor writes; a new conversation begins unless one is open.
    public Message says(Visitor visitor, String text) {
        var draft =
                new Desk.Draft(UUID.randomUUID().toString(), new Text(text), OptionalInt.empty());
        return desk.say(visitor.id(), siteId, OptionalLong.empty(), draft).message();
    }

    /// What the audit log says was done to something, oldest first.
    public List<String> audited(String subject) {
        return audit.before(Long.MAX_VALUE, 1_000).stream()
                .filter(entry -> entry.subject().equals(subject))
                .map(Entry::action)
                .toList()
                .reversed();
    }

    /// As if that much time had gone by.
    public void isSnoozedUntil(String code, Instant until) {
        database.write(tx ->
                tx.change("UPDATE conversation SET snoozed_until = ? WHERE code = ?", until, code));
        areCountedAnew();
    }

    /// What is written past everybody is heard of by nobody.
    private void areCountedAnew() {
        conversations.listener().hear(new Happening.Changed(0));
    }

    /// As if everybody had spoken at the same moment, and those who wait had begun to then.
    void hasLastSpoken(String at) {
        var then = Instant.parse(at);
        database.write(tx ->
                tx.change(
                        "UPDATE conversation SET last_at = ?, waiting_since = IF(waiting_since IS"
                                + " NULL, NULL, ?)",
                        then,
                        then));
        areCountedAnew();
    }

    /// The conversation of a visitor.
    public Conversation conversation(Visitor visitor) {
        return conversations.newestOf(visitor.id()).orElseThrow();
    }

    /// A new visitor's conversation that begins with these words.
    public Conversation begins(String text) {
        var visitor = arrives();
        var _ = says(visitor, text);
        return conversation(visitor);
    }

    /// Changes rows behind everybody's back, where a thousand people would have to be waited for.
    void changes(String sql, Object... values) {
        database.write(tx -> tx.change(sql, values));
    }

    @Override
    public void close() {
        inbox.close();
        server.stop();
        desk.close();
        database.close();
    }
}
