package dev.bellhop.webhook;

import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.ChannelCare;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.Warnings;
import dev.bellhop.cluster.Claimant;
import dev.bellhop.db.Database;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.db.GroupCommit;
import dev.bellhop.meter.Meters;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.relay.Backlog;
import dev.bellhop.relay.Inbound;
import dev.bellhop.trace.Span;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Code;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;
import dev.bellhop.whatsapp.AccountListener;
import dev.bellhop.whatsapp.Signature;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The addresses that Meta calls, and the monitor's. A notification is answered with 200 once it is
/// committed and not before; whatever we do not understand of it is kept and still answered with
/// 200, because Meta repeats for days what is not.
public final class Webhook implements AutoCloseable {
    /// Meta's batches may have 3 MB.
    private static final int BYTES_MAX = 3 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(Webhook.class.getName());
    private static final HeaderName SIGNATURE = HeaderNames.create("X-Hub-Signature-256");
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private static final Duration REJECTED_LIFE = Duration.ofDays(7);
    private static final int GROUP_MAX = 128;

    /// A quarter of what a server takes at once unless it is told otherwise: written into a
    /// statement they take up to twice as much.
    private static final int GROUP_BYTES_MAX = 4 * 1024 * 1024;

    /// When so many wait to be stored, storing goes before taking apart: what is not answered in
    /// time comes again.
    private static final int CROWD = 16;

    private static final int BATCH = 500;
    private static final int BATCHES_MAX = 100;

    /// What the status page tells about notifications. Counts end at 1,000 for each verdict.
    ///
    /// @param lastAt when the last one came that was rightly signed
    /// @param failed24h how many were given up within a day and are not taken yet
    public record Figures(
            Optional<Instant> lastAt, long rejected24h, long unknown24h, long failed24h) {}

    private final Channels channels;
    private final Discretion discretion;
    private final Deliveries deliveries;
    private final DeliveryLists lists;
    private final DoorMeter meter;
    private final HourlyFigures hourly;
    private final Intake intake;
    private final Replay replay;
    private final GivenUp givenUp;
    private final DeliveriesApi api;
    private final GroupCommit<Deliveries.Arrival, Long> arrivals;
    private final BodyBudget budget;
    private final Limits limits;
    private final Peers peers;
    private final Clock clock;

    /// @param claimant under which name notifications are taken apart here
    /// @param accounts hears what Meta tells about accounts, numbers and templates
    /// @param warnings where a channel says that something could not be taken in
    /// @param privacy what of people's words may be stored
    public Webhook(
            Database database,
            Claimant claimant,
            Channels channels,
            Inbound inbound,
            AccountListener accounts,
            Warnings warnings,
            Privacy privacy,
            Audit audit,
            Limits limits,
            Peers peers,
            BodyBudget budget,
            Meters meters,
            Tracing tracing,
            Clock clock) {
        this.channels = channels;
        this.discretion = new Discretion(privacy);
        this.deliveries = new Deliveries(database, clock, claimant);
        this.lists = new DeliveryLists(database);
        this.meter = new DoorMeter(meters);
        this.hourly = new HourlyFigures(database, meter, clock);
        this.arrivals =
                new GroupCommit<>(
                        "webhook-arrivals",
                        GROUP_MAX,
                        GROUP_BYTES_MAX,
                        arrival -> arrival.body().length,
                        deliveries::accept);
        this.intake =
                new Intake(
                        deliveries,
                        hourly,
                        new InboundRecipients(channels, inbound, accounts),
                        Intake.Bounds.USUAL,
                        () -> arrivals.crowd() >= CROWD,
                        tracing,
                        clock);
        this.givenUp = new GivenUp(deliveries, intake, warnings, clock);
        this.replay = new Replay(database, deliveries, lists, intake, audit);
        this.api = new DeliveriesApi(lists, hourly, replay);
        this.limits = limits;
        this.peers = peers;
        this.budget = budget;
        this.clock = clock;
    }

    /// What is stored and not taken apart, by whichever gateway.
    public static Backlog backlog(Database database) {
        return then -> Deliveries.waits(database, then);
    }

    /// Adds the page of Chat Settings.
    ///
    /// @param zone whose clock its times are read from
    public void register(
            Routes routes, ChannelCare care, Panel panel, SettingsFrames frames, ZoneId zone) {
        new WebhookPages(
                        channels,
                        care,
                        lists,
                        new WebhookDrawing(zone, clock),
                        hourly,
                        replay,
                        panel,
                        frames)
                .register(routes);
    }

    public void register(Routes routes) {
        routes.get(
                        "/webhooks/whatsapp/{channel}",
                        Access.open("Meta's handshake proves itself by the verify token"),
                        this::handshake)
                .post(
                        "/webhooks/whatsapp/{channel}",
                        Access.open("Meta's notifications prove themselves by their signature"),
                        this::receive);
        api.register(routes);
    }

    /// Takes up what was stored and not finished; call it before the listener opens.
    public void start() {
        intake.adopt();
        intake.start();
    }

    /// Takes up what a node has stored and not finished that is no more.
    public void adopt() {
        intake.adopt();
    }

    public Figures figures() {
        var since = clock.instant().minus(Duration.ofDays(1));
        return new Figures(
                lists.lastAt(),
                lists.count(Verdict.BAD_SIGNATURE, since) + lists.count(Verdict.NOT_JSON, since),
                lists.count(Verdict.UNKNOWN, since),
                givenUp.count());
    }

    /// Looks after what was given up; see [GivenUp].
    public void lookAfterGivenUp() {
        givenUp.look();
    }

    /// Removes what is over and came longer ago than this; what was turned away goes after a week
    /// at the latest. At most 50,000 of each state in one go.
    public void forgetOld(Duration age) {
        var before = clock.instant().minus(age);
        var rejectedBefore = clock.instant().minus(REJECTED_LIFE);
        forget(State.REJECTED, before.isAfter(rejectedBefore) ? before : rejectedBefore);
        forget(State.DONE, before);
        forget(State.FAILED, before);
        hourly.remove(before);
    }

    /// Writes the figures of the hour that were counted since the last time.
    public void writeFigures() {
        hourly.write();
    }

    private void forget(State over, Instant before) {
        for (int i = 0; i < BATCHES_MAX; i++) {
            if (deliveries.remove(over, before, BATCH) < BATCH) {
                return;
            }
        }
    }

    @Override
    public void close() {
        arrivals.close();
        intake.close();
        try {
            hourly.write();
        } catch (DatabaseAway away) {
            LOG.log(Level.WARNING, "the last figures of the hour are lost", away);
        }
    }

    private void handshake(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        var query = request.query();
        boolean fits =
                query.first("hub.mode").asOptional().filter("subscribe"::equals).isPresent()
                        && query.first("hub.verify_token")
                                .asOptional()
                                .filter(token ->
                                        channel.verifyToken()
                                                .filter(t -> t.matches(token))
                                                .isPresent())
                                .isPresent();
        if (!fits) {
            throw Refusal.of(Code.BAD_TOKEN);
        }
        Answers.text(response, query.first("hub.challenge").orElse(""));
    }

    private void receive(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        long began = System.nanoTime();
        int status = Code.FAILED.status();
        try {
            receive(channel, request, response);
            status = Status.OK_200.code();
        } catch (Refusal refusal) {
            status = refusal.code().status();
            throw refusal;
        } finally {
            meter.answered(channel.id(), status, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private void receive(Channel channel, ServerRequest request, ServerResponse response) {
        if (!Signature.isWellFormed(request.headers().first(SIGNATURE))) {
            // Without reading a body that nobody vouches for.
            long declared = request.headers().contentLength().orElse(0);
            turnAway(
                    request,
                    channel,
                    (int) Math.min(declared, Integer.MAX_VALUE),
                    Verdict.BAD_SIGNATURE);
            throw Refusal.of(Code.BAD_SIGNATURE);
        }
        try (var body = budget.read(request, response, BYTES_MAX)) {
            take(channel, body.bytes(), request);
            response.status(Status.OK_200).send();
        } catch (DatabaseAway away) {
            intake.lookAgain(); // the commit may have come through, and only its answer not
            throw Refusal.until(Code.UNAVAILABLE, Code.UNAVAILABLE.sentence(), COME_AGAIN);
        }
    }

    private void take(Channel channel, byte[] body, ServerRequest request) {
        if (!isSigned(channel, body, request)) {
            turnAway(request, channel, body.length, Verdict.BAD_SIGNATURE);
            throw Refusal.of(Code.BAD_SIGNATURE);
        }
        // Only what is signed counts, or anybody could use up what a number may send.
        limits.check(Limit.WEBHOOKS, Long.toString(channel.id()));
        var document = Intake.document(body);
        if (document.isEmpty()) {
            turnAway(request, channel, body.length, Verdict.NOT_JSON);
            throw Refusal.of(Code.BAD_REQUEST, "The body is not JSON, or is nested too deep.");
        }
        byte[] kept = discretion.kept(document.get(), body);
        var items = Intake.read(document.get());
        // Taken before it is answered, and in the order of the table: nothing may overtake.
        var now = clock.instant();
        var verdict = Verdict.over(items);
        var asked = Span.current(); // of this thread, and not of the one that stores
        long _ =
                arrivals.store(
                        new Deliveries.Arrival(channel.id(), now, kept, verdict),
                        id -> intake.take(id, channel.id(), now, items, asked));
        hourly.came(channel.id(), verdict);
    }

    private boolean isSigned(Channel channel, byte[] body, ServerRequest request) {
        return channels.isSigned(channel, body, request.headers().first(SIGNATURE));
    }

    /// Counts what was turned away. It is listed, too, up to a rate: a stranger cannot fill the
    /// table.
    private void turnAway(ServerRequest request, Channel channel, int size, Verdict verdict) {
        hourly.came(channel.id(), verdict);
        var address = peers.address(request.remotePeer().host(), request.headers());
        if (limits.allowsFrom(Limit.BAD_WEBHOOKS, Peers.prefix(address))) {
            deliveries.reject(channel.id(), size, verdict);
        }
    }

    private Channel channel(ServerRequest request) {
        try {
            return channels.find(Long.parseLong(request.path().pathParameters().get("channel")))
                    .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such channel."));
        } catch (NumberFormatException e) {
            throw Refusal.of(Code.NOT_FOUND, "There is no such channel.");
        }
    }
}
