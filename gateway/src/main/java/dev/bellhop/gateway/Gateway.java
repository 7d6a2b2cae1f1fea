package dev.bellhop.gateway;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Place;
import dev.bellhop.admin.Renderer;
import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.AuditDoor;
import dev.bellhop.audit.AuditLog;
import dev.bellhop.audit.Incidents;
import dev.bellhop.audit.Sealing;
import dev.bellhop.backup.Backup;
import dev.bellhop.backup.BackupRuns;
import dev.bellhop.backup.BackupsApi;
import dev.bellhop.canned.CannedDoor;
import dev.bellhop.canned.CannedResponses;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.ChannelCare;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.cluster.Bus;
import dev.bellhop.cluster.Copies;
import dev.bellhop.cluster.Nodes;
import dev.bellhop.cluster.Redis;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Due;
import dev.bellhop.conversation.ErasedFile;
import dev.bellhop.conversation.Erasure;
import dev.bellhop.conversation.KnownVisitors;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.db.Installation;
import dev.bellhop.event.OutgoingEvents;
import dev.bellhop.inbox.Inbox;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.media.Condition;
import dev.bellhop.media.Media;
import dev.bellhop.media.Store;
import dev.bellhop.meter.Meters;
import dev.bellhop.outbox.Lanes;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.panel.ErrorPages;
import dev.bellhop.panel.Files;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.people.Agent;
import dev.bellhop.people.Agents;
import dev.bellhop.people.ApiTokens;
import dev.bellhop.people.KnownBrowsers;
import dev.bellhop.people.OpenId;
import dev.bellhop.people.PasskeyDesk;
import dev.bellhop.people.Passkeys;
import dev.bellhop.people.PeopleDoor;
import dev.bellhop.people.PresenceLeases;
import dev.bellhop.people.Presences;
import dev.bellhop.people.Role;
import dev.bellhop.people.SecondStepRule;
import dev.bellhop.people.SecondSteps;
import dev.bellhop.people.Sessions;
import dev.bellhop.people.SignIn;
import dev.bellhop.people.SignInPages;
import dev.bellhop.people.Teams;
import dev.bellhop.people.WorkChoices;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.relay.Relay;
import dev.bellhop.repeat.RepeatGuard;
import dev.bellhop.repeat.Repeats;
import dev.bellhop.report.Reports;
import dev.bellhop.retention.Cleaning;
import dev.bellhop.retention.Retention;
import dev.bellhop.retention.RetentionDoor;
import dev.bellhop.rule.RuleDoor;
import dev.bellhop.rule.Rules;
import dev.bellhop.sandbox.Sandbox;
import dev.bellhop.site.AppearancePages;
import dev.bellhop.site.FollowUpPages;
import dev.bellhop.site.HoursPages;
import dev.bellhop.site.IdentitySecrets;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.site.SitesApi;
import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.KeysApi;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.vault.Rotation;
import dev.bellhop.vault.SealedColumn;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.visitor.HandoverDoor;
import dev.bellhop.visitor.VisitorDoor;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Neighbours;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Problems;
import dev.bellhop.web.Requests;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SharedBuckets;
import dev.bellhop.webhook.Webhook;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.GraphAccount;
import dev.bellhop.whatsapp.GraphMedia;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsRouting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The whole gateway, wired by hand in reading order: what stands lower is made first. Closing it
/// is graceful: nothing new is taken, sockets are told, what is under way is finished.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Gateway.class.getName());

    /// Calls of one number under way at once: with Meta's usual 100 ms, more than its pace needs.
    private static final int GRAPH_CALLS_MAX = 32;

    private static final String FIRST_OWNER = "owner@localhost";

    /// Meta brings for so long what was not answered.
    private static final Duration META_REPEATS = Duration.ofDays(8);

    /// Where the key is that signs the audit log; its room stands below the vault.
    private static final SealedColumn AUDIT_KEY = new SealedColumn("audit_key", "sealed", "id");

    private static final DateTimeFormatter SINCE =
            DateTimeFormatter.ofPattern("d MMMM, HH:mm", Locale.ENGLISH);

    private static final Duration EARLY_STATUS_LIFE = Duration.ofHours(1);

    /// How soon somebody who is free gets what waits.
    private static final Duration ASSIGNING = Duration.ofMillis(250);

    /// How soon a renewed certificate is in force.
    private static final Duration CERTIFICATE_LOOK = Duration.ofSeconds(5);

    /// How long an upload waits for its message.
    private static final Duration UPLOAD_LIFE = Duration.ofHours(24);

    private final Settings settings;
    private final Clock clock;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile boolean draining;

    /// Whether all of a start is done: the listener opens before that.
    private volatile boolean started;

    private volatile URI publicUrl = URI.create("http://localhost");
    private volatile int port;
    private Optional<Listener> door = Optional.empty();
    private Optional<String> signInPath = Optional.empty();
    private List<Routes.Route> routes = List.of();

    private Gateway(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// Starts everything; returns once the listener is open and the gateway is ready.
    ///
    /// @throws StartFailure with one clear line
    public static Gateway start(Settings settings, Clock clock, RandomGenerator random) {
        var gateway = new Gateway(settings, clock);
        try {
            gateway.open(random);
            return gateway;
        } catch (RuntimeException | IOException e) {
            gateway.close();
            throw StartFailure.of(settings, e);
        }
    }

    private void open(RandomGenerator random) throws IOException {
        Listener.refuseTakenPort(settings.server());
        java.nio.file.Files.createDirectories(settings.dataDir());

        // tools
        var database = keep(database());
        var masters =
                MasterKeys.open(
                        settings.key().source(),
                        settings.key().previous(),
                        !Vault.isInUse(database));
        var vault = new Vault(database, masters, clock);
        var audit = new Audit(database, clock);
        var rotation = new Rotation(database, vault, sealed(), audit, clock);
        var repeats = new Repeats(database, vault, clock);
        var auditLog =
                keep(
                        new AuditLog(
                                database,
                                audit,
                                sealing(vault),
                                settings.dataDir().resolve("audit-checkpoint"),
                                clock));
        var incidents = keep(new Incidents(audit, clock));
        var tracing = keep(tracing(vault));
        var live = new Live();
        var meters = new Meters();
        var redis = settings.redis().map(address -> keep(Redis.open(address, clock)));
        var bus = keep(Bus.over(redis, vault.derive("bus")));
        var copies = new Copies(bus);
        var limits =
                redis.map(it -> new SharedBuckets(it, vault.derive("limits")))
                        .map(buckets -> new Limits(settings.limits(), buckets, incidents))
                        .orElseGet(() -> new Limits(settings.limits(), incidents));
        var peers = new Peers(settings.server().trustedProxies());
        var strangers = BodyBudget.ofHeap(peers);
        var nodes =
                keep(
                        Nodes.open(
                                database,
                                settings.dataDir(),
                                machine(),
                                Version.CURRENT,
                                settings.database().isEmpty()));
        var outbox = new Outbox(database, clock, nodes);
        outbox.onDead(job ->
                incidents.note(
                        "outbox.dead",
                        "outbox " + job.kind(),
                        Json.object().put("first_job", job.id())));
        var lanes =
                keep(
                        new Lanes(
                                outbox,
                                clock,
                                new Lanes.Timing(
                                        settings.retry().sweep(),
                                        settings.retry().unsureWait(),
                                        Duration.ofSeconds(5)),
                                tracing));

        // subjects
        var agents = new Agents(database, audit, clock);
        var teams = new Teams(database, audit, clock);
        var sessions = new Sessions(database, clock);
        var presences = new Presences(new WorkChoices(database), live, clock);
        var leases = keep(new PresenceLeases(database, presences, clock));
        live.listenHere(Topic.TEAM, leases::hear);
        var tokens = new ApiTokens(database, audit, clock);
        var secondSteps = new SecondSteps(database, vault, audit, clock);
        var secondStepRule = new SecondStepRule(database, audit, clock);
        var browsers = new KnownBrowsers(database, clock);
        var signIn =
                new SignIn(
                        new SignIn.Ground(
                                database,
                                agents,
                                sessions,
                                secondSteps,
                                new PasskeyDesk(
                                        database,
                                        agents,
                                        sessions,
                                        new Passkeys(database, audit, clock),
                                        () -> publicUrl,
                                        clock),
                                secondStepRule,
                                browsers,
                                audit,
                                limits,
                                clock));
        var store = keep(settings.openStore(Optional.of(Installation.id(database)), clock));
        var media =
                Media.open(
                        database,
                        store,
                        vault.derive("media links"),
                        () -> publicUrl,
                        limits,
                        clock);
        var graph = new Graph(graphSettings(), clock);
        var graphMedia = new GraphMedia(graphSettings());
        var channels = new Channels(database, vault, audit, clock);
        LongFunction<Optional<String>> numbers =
                id ->
                        channels.find(id)
                                .map(Channel::displayNumber)
                                .filter(number -> !number.isEmpty());
        var phones = new InboxPhones(database, audit, clock);
        var sites = new Sites(database, audit, clock);
        channels.onRemoved(_ -> sites.copy().changed()); // a site of that number has none now
        var care =
                keep(
                        new ChannelCare(
                                database,
                                audit,
                                channels,
                                phones,
                                sites::using,
                                graph,
                                new GraphAccount(graphSettings()),
                                settings.meta().version(),
                                () -> publicUrl,
                                live,
                                limits,
                                clock));
        sites.onChange(care::lookAtUse);
        agents.onStanding(care::lookAtUse);
        var identities = new IdentitySecrets(database, vault, audit, clock);
        var canned = new CannedResponses(database, audit, clock);

        // the heart
        var privacy = new Privacy(database, audit, clock);
        var visitors = new Visitors(database, privacy, clock);
        var conversations = new Conversations(database, random);
        live.listen(Topic.INBOX, conversations.listener());
        var messages = new Messages(database);
        var customers = new KnownVisitors(database, visitors, conversations, messages, live, clock);
        var desk =
                keep(
                        new Desk(
                                database,
                                visitors,
                                conversations,
                                messages,
                                phones,
                                sites,
                                privacy,
                                outbox,
                                live,
                                lanes::wake,
                                clock));

        // flows
        var relay =
                new Relay(
                        new Relay.Ground(
                                database,
                                audit,
                                channels,
                                phones,
                                sites,
                                agents,
                                visitors,
                                conversations,
                                messages,
                                desk,
                                outbox,
                                lanes,
                                graph,
                                media,
                                graphMedia,
                                Webhook.backlog(database),
                                meters,
                                clock,
                                random),
                        new Relay.Timing(
                                settings.retry().backoff(),
                                settings.retry().unsureWait(),
                                settings.meta().pair()),
                        care.templates()::relayed);
        live.listenHere(Topic.INBOX, relay.typing());
        var inbound = relay.inbound();
        var webhook =
                keep(
                        new Webhook(
                                database,
                                nodes,
                                channels,
                                inbound,
                                care.news(),
                                care.warnings(),
                                privacy,
                                audit,
                                limits,
                                peers,
                                strangers,
                                meters,
                                tracing,
                                clock));
        var panel = new Panel(new Renderer());
        var inbox =
                new Inbox(
                        conversations,
                        messages,
                        visitors,
                        desk,
                        agents,
                        teams,
                        sessions,
                        presences,
                        sites,
                        canned,
                        panel,
                        media,
                        live,
                        limits,
                        tracing,
                        clock,
                        new Inbox.Setting(
                                settings.zone(),
                                settings.sandbox(),
                                settings.openId().map(OpenId.Setting::name).orElse(""),
                                relay::waits,
                                new Inbox.UsableTemplates(
                                        care.templates()::usable, care.templates()::usable)));
        var events =
                keep(
                        new OutgoingEvents(
                                new OutgoingEvents.Ground(
                                        database,
                                        vault,
                                        audit,
                                        outbox,
                                        lanes::wake,
                                        conversations,
                                        inbox.snapshots(),
                                        meters,
                                        clock,
                                        random),
                                new OutgoingEvents.Setting(
                                        settings.events().insideHosts(),
                                        settings.sandbox(),
                                        settings.events().kept())));
        var reports =
                new Reports(
                        new Reports.Ground(
                                database,
                                conversations,
                                sites,
                                channels,
                                relay.prices(),
                                agents,
                                teams,
                                presences,
                                audit,
                                settings.exports(),
                                settings.zone(),
                                clock));
        live.listenHere(Topic.INBOX, reports.listener());
        var erasure =
                new Erasure(
                        database,
                        visitors,
                        customers,
                        messages,
                        outbox,
                        media,
                        audit,
                        live,
                        (tx, id) -> {
                            relay.forget(tx, id);
                            reports.forget(tx, id);
                            repeats.forgetAnswers(tx);
                            events.forget(tx, id);
                        },
                        clock);
        var visitorDoor =
                new VisitorDoor(
                        new VisitorDoor.Ground(
                                visitors,
                                customers,
                                identities,
                                erasure,
                                conversations,
                                messages,
                                desk,
                                live,
                                limits,
                                sites,
                                peers,
                                strangers,
                                media,
                                site -> isOnline(site, inbox),
                                inbox::agentsOnline,
                                numbers,
                                privacy,
                                tracing,
                                settings.server().visitorConnections(),
                                clock));
        copies.share("channels", channels.copy())
                .share("phones", phones.copy())
                .share("throughputs", care.throughputs())
                .share("sites", sites.copy())
                .share("identities", identities.copy())
                .share("privacy", privacy.copy())
                .share("choices", presences.choices().copy())
                .share("second-step", secondStepRule.copy())
                .share("endpoints", events.copy())
                .share("keys", vault.copy());
        var neighbourhood =
                new Neighbourhood(
                        new Neighbourhood.Ground(
                                bus,
                                nodes,
                                copies,
                                live,
                                conversations,
                                messages,
                                desk,
                                sessions,
                                leases,
                                graph,
                                relay,
                                inbox,
                                visitorDoor,
                                clock));
        var demo = new Demo(channels, phones, sites);
        var sandbox =
                settings.sandbox()
                        ? Optional.of(
                                keep(new Sandbox(Demo.sandbox(demo.channel()), clock, random)))
                        : Optional.<Sandbox>empty();
        var status =
                new StatusApi(
                        new StatusApi.Sources(
                                database,
                                settings.database().isEmpty(),
                                redis,
                                nodes,
                                bus,
                                neighbourhood::trouble,
                                store,
                                settings.sandbox(),
                                conversations,
                                outbox,
                                relay::secondCopies,
                                webhook,
                                care.warnings(),
                                visitorDoor::connected,
                                inbox::agentsOnline,
                                reports::failingExports,
                                new BackupRuns(database),
                                events,
                                () -> draining || !started,
                                () -> publicUrl),
                        clock);

        MessageMeter.listen(live, meters);
        live.listenHere(Topic.INBOX, desk.autoAssigner()::hear);
        live.listenHere(Topic.TEAM, desk.autoAssigner()::hear);
        meters.process();
        meters.readings(
                new Readings(
                        new Readings.Sources(
                                database,
                                redis,
                                store,
                                nodes,
                                bus,
                                outbox,
                                conversations,
                                care,
                                sessions,
                                visitorDoor::connected,
                                inbox::pagesOpen,
                                relay::secondCopies,
                                events::readings,
                                tracing::readings),
                        clock));

        // doors
        var cookies = new Cookies(settings.server().publicUrl().orElse(publicUrl));
        var guard = new Guard(callers(sessions, tokens), cookies, limits, peers, incidents);
        var routing = HttpRouting.builder().addFilter(new Requests(isSecure(), peers, tracing));
        var list = new Routes(routing, guard, new RepeatGuard(repeats, clock)::around);
        var house =
                new SignInPages.House(
                        "",
                        settings.server().publicUrl().map(URI::getHost).orElse("localhost"),
                        settings.zone());
        var entrance =
                new SignInPages(
                        signIn,
                        panel,
                        cookies,
                        peers,
                        strangers,
                        house,
                        settings.openId().map(it -> new OpenId(it, () -> publicUrl, clock)),
                        clock);
        new Problems(
                        new ErrorPages(
                                panel,
                                caller -> inbox.shell(caller, Place.ELSEWHERE),
                                entrance::keep,
                                entrance::askForProof))
                .register(routing);
        // Routes are tried one after the other: what comes most often stands first.
        webhook.register(list);
        visitorDoor.register(list);
        entrance.register(list);
        Files.register(list);
        inbox.register(list);
        var frames =
                new SettingsFrames(
                        panel,
                        inbox::shell,
                        () ->
                                mediaTrouble(store)
                                        .or(() -> redis.flatMap(it -> redisTrouble(it.state())))
                                        .or(() -> neighbourhood.trouble().map(Gateway::alone))
                                        .or(() -> eventTrouble(events.troubles())));
        frames.register(list);
        care.register(list, panel, frames, settings.zone(), settings.sandbox());
        relay.register(list, panel, frames);
        webhook.register(list, care, panel, frames, settings.zone());
        var people =
                new PeopleDoor(
                        new PeopleDoor.Ground(
                                database,
                                agents,
                                teams,
                                sessions,
                                signIn,
                                secondSteps,
                                secondStepRule,
                                cookies,
                                strangers,
                                desk.backOffice()::giveBack,
                                presences,
                                tokens,
                                phones::wordsByAgent,
                                () -> publicUrl,
                                peers,
                                settings.zone(),
                                clock),
                        panel,
                        frames);
        people.register(list);
        var cannedDoor = new CannedDoor(canned, panel, frames);
        cannedDoor.register(list);
        var ruleDoor =
                new RuleDoor(
                        new Rules(database, audit, clock),
                        sites,
                        desk.backOffice().traces()::used,
                        panel,
                        frames,
                        clock);
        ruleDoor.register(list);
        var retention = new Retention(database, audit, clock);
        var cleaning =
                new Cleaning(
                        database,
                        retention,
                        new Due(database),
                        erasure,
                        media,
                        audit,
                        visitorDoor::isConnected,
                        settings.zone(),
                        clock);
        new RetentionDoor(
                        new RetentionDoor.Ground(
                                database,
                                retention,
                                privacy,
                                cleaning,
                                conversations,
                                visitors,
                                visitorDoor,
                                desk.blocks(),
                                audit,
                                settings.zone(),
                                clock),
                        panel,
                        frames)
                .register(list);
        new AuditDoor(auditLog, panel, inbox::shell, settings.zone(), clock).register(list);
        reports.register(list, panel, inbox::shell);
        new HoursPages(sites, panel, frames, settings.zone(), clock).register(list);
        new FollowUpPages(sites, panel, frames).register(list);
        new AppearancePages(sites, identities, channels, panel, frames, () -> publicUrl)
                .register(list);
        media.register(list);
        care.register(list);
        relay.register(list);
        new HandoverDoor(visitors, desk, sites, limits, numbers).register(list);
        var sitesApi = new SitesApi(sites, identities, id -> channels.find(id).isPresent(), clock);
        sitesApi.register(list);
        events.register(list);
        new KeysApi(vault, rotation).register(list);
        new BackupsApi(
                        new Backup(
                                database,
                                media.depot(),
                                () -> List.of(vault.masterFingerprint()),
                                Version.CURRENT,
                                clock),
                        new BackupRuns(database),
                        audit)
                .register(list);
        status.register(list);
        new SettingsApi(
                        List.of(
                                people.settings(),
                                inbox.settings(),
                                cannedDoor.settings(),
                                sitesApi.settings(),
                                ruleDoor.settings()))
                .register(list);
        new ApiDocumentDoor().register(list);
        new MetricsDoor(meters, new Neighbours(peers, settings.server().metricsAllowed()))
                .register(list);
        sandbox.ifPresent(s -> s.register(list));
        list.refuseOtherMethods();
        routes = list.all();
        var sockets = WsRouting.builder();
        visitorDoor.register(sockets);

        // whom a restored backup brought back, work that was left, then the listener, then new work
        var erased =
                new ErasedFile(
                        settings.dataDir().resolve("erased"), vault.derive("erased"), database);
        erased.eraseAgain(erasure);
        erasure.whenErased(erased::catchUp);
        nodes.takeOverBy(lanes::doubtOrphans);
        nodes.takeOverBy(webhook::adopt);
        lanes.doubtOrphans();
        webhook.start();
        neighbourhood.start();
        var listener = new Listener(settings.server(), guard, routing, sockets, clock);
        keep(() -> {
            visitorDoor.close();
            inbox.close();
            listener.close();
        });
        port = listener.open();
        nodes.isAt(port);
        door = Optional.of(listener);
        publicUrl =
                settings.server()
                        .publicUrl()
                        .orElseGet(() -> URI.create("http://localhost:" + port));
        if (sandbox.isPresent()) {
            demo.allowOwnPages(publicUrl, port, nodes.hasNeighbours());
            var door = "/webhooks/whatsapp/" + demo.channel().id();
            sandbox.get().start(local(door), URI.create(publicUrl + door), local(""));
        }
        var workers = new HashMap<>(relay.workers());
        workers.putAll(events.workers());
        lanes.start(workers);
        care.start();
        // A certificate is of a name, and not of this machine's own address.
        CommandLineToken.write(
                tokens,
                settings.dataDir(),
                settings.server().tls().isPresent() ? publicUrl : local(""),
                nodes.hasNeighbours());
        signInPath = firstSignIn(agents, signIn);
        keep(new Housekeeping()).every(Duration.ofHours(1), rotation::tidy);
        keep(new Housekeeping()).every(CERTIFICATE_LOOK, listener::lookAtCertificate);
        auditLog.started(Version.CURRENT, nodes.hasNeighbours());
        neighbourhood.trouble().ifPresent(words -> LOG.log(Level.WARNING, words));
        keep(new Housekeeping())
                .every(
                        ASSIGNING,
                        () -> {
                            leases.holdIfChanged();
                            desk.autoAssigner().shareIfStirred();
                        })
                .every(Duration.ofSeconds(5), desk.autoAssigner()::turn)
                .every(Duration.ofSeconds(10), leases::hold);
        // On a thread of its own: the database may be away.
        var outages = new Outages(audit, nodes.id(), redis, store, clock);
        keep(new Housekeeping())
                .every(Duration.ofSeconds(1), outages::look)
                .every(Duration.ofSeconds(1), incidents::turn);
        // On a thread of its own: there may be much of it.
        keep(new Housekeeping()).once(events::tidy).every(Duration.ofHours(1), events::tidy);
        // On a thread of its own: a disk may be full.
        keep(new Housekeeping())
                .once(erased::catchUp)
                .every(Duration.ofSeconds(10), erased::catchUp);
        // On a thread of its own: a night's work may take long.
        keep(new Housekeeping()).every(Duration.ofMinutes(10), cleaning::turn);
        keep(new Housekeeping())
                .every(Duration.ofMinutes(5), () -> ifFirst(nodes, auditLog::checkIfDue));
        keep(new Housekeeping())
                .once(reports::sweep)
                .every(Duration.ofHours(1), reports::sweep)
                .every(Duration.ofSeconds(1), reports::count)
                .every(Reports.ONLINE_EVERY, reports::noteOnline);
        // On a thread of its own: a list may be long.
        keep(new Housekeeping())
                .once(reports::export)
                .every(Duration.ofMinutes(1), reports::export);
        keep(new Housekeeping())
                .every(Duration.ofSeconds(2), neighbourhood::look)
                .every(Duration.ofSeconds(5), neighbourhood::lookWhoIsThere)
                .every(Duration.ofSeconds(30), () -> ifBeside(nodes, events::count));
        // On a thread of its own: a bucket may take its time.
        keep(new Housekeeping())
                .every(Duration.ofHours(1), () -> media.depot().forgetUntaken(UPLOAD_LIFE));
        keep(new Housekeeping())
                .every(Duration.ofSeconds(5), presences::look)
                .every(Duration.ofSeconds(10), visitorDoor::tellPresence)
                .every(Duration.ofSeconds(5), desk.backOffice()::wakeDue)
                .every(Duration.ofSeconds(2), traced(tracing, desk.followUps()::turn))
                .every(Duration.ofSeconds(10), traced(tracing, desk.followUps()::close))
                .every(Duration.ofHours(1), leases::forgetOld)
                .every(Duration.ofMinutes(10), desk::forgetHandovers)
                .every(Duration.ofHours(1), desk::forgetEarlyChanges)
                .every(Duration.ofHours(1), () -> messages.forgetErased(longAgo()))
                .every(Duration.ofDays(1), canned::forgetOldUses)
                .every(Duration.ofMinutes(10), () -> inbound.forgetOld(EARLY_STATUS_LIFE))
                .every(Duration.ofHours(1), () -> relay.forgetHeld(settings.retention().webhooks()))
                .every(Duration.ofMinutes(10), care::forgetOldSecrets)
                .every(Duration.ofDays(1), care::lookAgain)
                .every(Duration.ofMinutes(10), sessions::forgetEnded)
                .every(Duration.ofHours(1), tokens::forgetEnded)
                .every(Duration.ofMinutes(10), repeats::forgetOld)
                .every(Duration.ofMinutes(10), signIn.links()::forgetOld)
                .every(Duration.ofHours(1), browsers::forgetOld)
                .every(Duration.ofSeconds(10), webhook::writeFigures)
                .every(Duration.ofSeconds(10), () -> ifFirst(nodes, webhook::lookAfterGivenUp))
                .every(Duration.ofSeconds(10), () -> ifFirst(nodes, auditLog::makeCheckpointIfDue))
                .every(
                        Duration.ofMinutes(1),
                        () -> webhook.forgetOld(settings.retention().webhooks()));
        started = true;
    }

    private Tracing tracing(Vault vault) {
        return settings.tracing()
                .map(setting ->
                        Tracing.open(setting, vault.derive("traces"), Version.CURRENT, clock))
                .orElse(Tracing.OFF);
    }

    /// What Bellhop says by itself has a way, too.
    private static Runnable traced(Tracing tracing, Runnable turn) {
        return () -> {
            try (var way = tracing.arrival()) {
                way.run(turn);
            }
        };
    }

    /// The key that signs the audit log lies in the vault like any other secret.
    private static Sealing sealing(Vault vault) {
        return new Sealing() {
            @Override
            public byte[] seal(String clear, long id) {
                return vault.seal(Secret.of(clear), place(id));
            }

            @Override
            public String open(byte[] sealed, long id) {
                return vault.open(sealed, place(id)).reveal();
            }

            private Vault.Place place(long id) {
                return AUDIT_KEY.place(id);
            }
        };
    }

    /// What one of several gateways does for all.
    private static void ifFirst(Nodes nodes, Runnable task) {
        if (nodes.isFirst()) {
            task.run();
        }
    }

    /// What is to be done while there are other gateways.
    private static void ifBeside(Nodes nodes, Runnable task) {
        if (nodes.hasNeighbours()) {
            task.run();
        }
    }

    /// What the panel says when nothing leads to another gateway.
    private static Notice alone(String words) {
        return new Notice(Notice.Tone.WARN, "Gateways do not hear of each other.", words);
    }

    /// What people know this machine by.
    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            LOG.log(Level.FINE, "this machine has no name", nameless);
            return "unnamed";
        }
    }

    /// When what is gone by now from the table of notifications, and from Meta's hands, came.
    private Instant longAgo() {
        return clock.instant().minus(settings.retention().webhooks()).minus(META_REPEATS);
    }

    private boolean isSecure() {
        return settings.server()
                .publicUrl()
                .filter(it -> "https".equals(it.getScheme()))
                .isPresent();
    }

    /// Every column that holds something sealed.
    private static List<SealedColumn> sealed() {
        return Stream.concat(
                        Stream.concat(Channels.SEALED.stream(), OutgoingEvents.SEALED.stream()),
                        Stream.of(
                                IdentitySecrets.SEALED,
                                SecondSteps.SEALED,
                                Repeats.SEALED,
                                AUDIT_KEY))
                .toList();
    }

    private Database database() {
        if (settings.database().isPresent()) {
            return open(settings.database().get());
        }
        var embedded = settings.embedded();
        var server =
                keep(
                        EmbeddedMariaDb.start(
                                settings.dataDir().resolve("mariadb"),
                                embedded.bufferPoolMegabytes()));
        return open(server.address(embedded.connectionsMax(), embedded.patience()));
    }

    /// What is there is copied before its tables are changed for the first time by this version.
    private Database open(Database.Address address) {
        return Database.open(
                address,
                snapshot ->
                        Backup.beforeChange(
                                        snapshot,
                                        settings.dataDir().resolve("backups"),
                                        Version.CURRENT,
                                        clock)
                                .toString());
    }

    private Graph.Settings graphSettings() {
        return new Graph.Settings(
                () ->
                        settings.meta()
                                .url()
                                .orElseGet(() ->
                                        settings.sandbox()
                                                ? local("/sandbox/graph")
                                                : URI.create("https://graph.facebook.com")),
                settings.meta().version(),
                settings.meta().connectTimeout(),
                settings.meta().readTimeout(),
                settings.meta().breaker(),
                settings.meta().perSecond(),
                GRAPH_CALLS_MAX);
    }

    /// Whether somebody is likely to answer: a number relays the site's messages to phones, or an
    /// agent is in the panel.
    private static boolean isOnline(Site site, Inbox inbox) {
        return site.channelId().isPresent() || inbox.agentsOnline() > 0;
    }

    private static Guard.Callers callers(Sessions sessions, ApiTokens tokens) {
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

    /// The first start has nobody who could sign in: an owner is made, who gets a one-time link.
    /// The sandbox gives one at each start, because it is for trying things.
    private Optional<String> firstSignIn(Agents agents, SignIn signIn) {
        var owners =
                agents.all().stream()
                        .filter(it -> it.role() == Role.OWNER && !it.disabled())
                        .toList();
        long owner = owners.isEmpty() ? firstOwner(agents) : owners.getFirst().id();
        boolean needed = settings.sandbox() || owners.stream().noneMatch(Agent::hasPassword);
        return needed
                ? Optional.of("/admin/welcome/" + signIn.links().make(Actor.SYSTEM, owner))
                : Optional.empty();
    }

    /// Of two gateways that start for the first time at once, one makes it.
    private long firstOwner(Agents agents) {
        try {
            var name = settings.sandbox() ? "Maya Okafor" : "Owner";
            return agents.add(Actor.SYSTEM, FIRST_OWNER, name, Role.OWNER);
        } catch (DuplicateKey madeByAnother) {
            return agents.all().stream()
                    .filter(it -> it.email().equals(FIRST_OWNER))
                    .findFirst()
                    .orElseThrow(() -> madeByAnother)
                    .id();
        }
    }

    /// What the panel says of it.
    private Optional<Notice> redisTrouble(Redis.State redis) {
        if (redis.up()) {
            return Optional.empty();
        }
        var since = SINCE.format(redis.since().atZone(settings.zone()));
        return Optional.of(
                new Notice(
                        Notice.Tone.WARN,
                        "Redis has been away since " + since + ".",
                        "Everything works on. Limits of tries and messages are counted by each"
                                + " gateway alone until it is back."));
    }

    /// What the panel says where files cannot be read or taken.
    private static Optional<Notice> mediaTrouble(Store store) {
        var condition = store.condition();
        return condition.isUp()
                ? Optional.empty()
                : Optional.of(
                        new Notice(
                                Notice.Tone.WARN,
                                condition.reach() == Condition.Reach.AWAY
                                        ? "Files are out of reach."
                                        : "No files can be taken.",
                                "What is sent meanwhile is fetched later. What is wrong is told by"
                                        + " “bellhop status”."));
    }

    /// What the panel says of endpoints that take nothing.
    private static Optional<Notice> eventTrouble(List<OutgoingEvents.Trouble> troubles) {
        if (troubles.isEmpty()) {
            return Optional.empty();
        }
        var names =
                troubles.stream()
                        .map(OutgoingEvents.Trouble::name)
                        .collect(Collectors.joining(", "));
        return Optional.of(
                new Notice(
                        Notice.Tone.WARN,
                        "Events do not get to " + names + ".",
                        "What is wrong there is told by “bellhop event list” and “bellhop event"
                                + " deliveries”."));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    private URI local(String path) {
        var host = settings.server().host();
        var reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return URI.create("http://" + inAddress(reachable) + ":" + port + path);
    }

    /// A host as it stands in a URL: with brackets where it has colons itself.
    private static String inAddress(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /// Where it listens.
    public URI address() {
        var server = settings.server();
        var scheme = server.tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + inAddress(server.host()) + ":" + port);
    }

    public int port() {
        return port;
    }

    /// Whether its own listener answers a request, within seconds. It says nothing of the database:
    /// a gateway whose database is away waits for it, and to start it again would help nobody.
    public boolean answers() {
        return door.isPresent() && door.get().answers(settings.server().host());
    }

    /// How people reach it.
    public URI publicUrl() {
        return publicUrl;
    }

    /// Where somebody can sign in for the first time; empty when nobody needs to.
    public Optional<URI> signInLink() {
        return signInPath.map(path -> URI.create(publicUrl + path));
    }

    /// Every HTTP route with the access it asks for.
    public List<Routes.Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        draining = true;
        while (!opened.isEmpty()) {
            var next = opened.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "something did not close in order", e);
            }
        }
    }
}
