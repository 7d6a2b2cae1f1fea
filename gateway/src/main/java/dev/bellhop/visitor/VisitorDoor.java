package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Erasure;
import dev.bellhop.conversation.KnownVisitors;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.live.Live;
import dev.bellhop.media.Media;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.site.IdentitySecrets;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Access;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Code;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Places;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.websocket.WsRouting;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Everything under `/widget`: the script, what the button needs to know, the socket and what
/// stands in for it.
public final class VisitorDoor implements AutoCloseable {
    /// How many visitors may be connected; the listener has room for others beside them.
    public static final int CONNECTIONS_MAX = 27_000;

    private static final int HEARTBEAT_SECONDS = 25;
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final String SOCKET = "/widget/v1/socket";

    private final Visiting visiting;
    private final VisitorUploads uploads;
    private final EventDoor events;
    private final RecordsDoor records;
    private final VisitorsApi api;
    private final Sites sites;
    private final Peers peers;
    private final SiteDoor site;
    private final WidgetFiles files = new WidgetFiles();

    /// What the door stands on.
    ///
    /// @param customers of whom it is told again who they are
    /// @param identities with what sites vouch for them
    /// @param strangers memory for what visitors post
    /// @param online whether somebody is likely to answer on a site
    /// @param agents how many have the panel open
    /// @param numbers a channel's number in digits
    /// @param connectionsOfAddress how many may be connected from one address prefix
    public record Ground(
            Visitors visitors,
            KnownVisitors customers,
            IdentitySecrets identities,
            Erasure erasure,
            Conversations conversations,
            Messages messages,
            Desk desk,
            Live live,
            Limits limits,
            Sites sites,
            Peers peers,
            BodyBudget strangers,
            Media media,
            Predicate<Site> online,
            IntSupplier agents,
            LongFunction<Optional<String>> numbers,
            Privacy privacy,
            Tracing tracing,
            int connectionsOfAddress,
            Clock clock) {}

    public VisitorDoor(Ground ground) {
        this(ground, System::nanoTime);
    }

    VisitorDoor(Ground ground, LongSupplier nanoTime) {
        this.visiting = new Visiting(ground, HEARTBEAT_SECONDS, nanoTime);
        this.sites = ground.sites();
        this.peers = ground.peers();
        this.uploads = new VisitorUploads(ground.visitors(), sites, peers, ground.media());
        this.events = new EventDoor(visiting, new Origins(sites), peers, ground.strangers());
        var enclosures = ground.desk().enclosures();
        this.records =
                new RecordsDoor(
                        visiting, new Transcript(ground.messages(), enclosures::of), ground);
        this.api = new VisitorsApi(visiting, ground);
        this.site = new SiteDoor(visiting, sites, ground.numbers(), ground.privacy());
    }

    public void register(Routes routes) {
        var everybody = Access.open("visitors are nobody's users; hello asks for their token");
        routes.get(SOCKET, everybody, this::notUpgraded);
        files.register(routes);
        site.register(routes);
        events.register(routes);
        records.register(routes);
        api.register(routes);
        uploads.register(routes);
    }

    public void register(WsRouting.Builder sockets) {
        sockets.endpoint(SOCKET, () -> new VisitorSocket(visiting, sites, peers));
    }

    /// How many widgets are connected.
    public int connected() {
        return visiting.sessions().size();
    }

    /// Whether a visitor's browser is connected.
    public boolean isConnected(long visitorId) {
        return visiting.isConnected(visitorId);
    }

    /// Whether nothing is being sent to anybody.
    boolean isQuiet() {
        return visiting.sessions().stream().noneMatch(VisitorSession::isSending);
    }

    Places lobby() {
        return visiting.lobby();
    }

    Admission newcomers() {
        return visiting.newcomers();
    }

    /// All that is kept of a visitor, as the API gives it; empty when there is none.
    public Optional<ObjectNode> export(long visitorId) {
        return api.export(visitorId);
    }

    /// Erases a visitor, and ends what is connected.
    ///
    /// @return whether there was one
    public boolean erase(Actor actor, long visitorId) {
        return api.erase(actor, visitorId);
    }

    /// Ends connections that take too long over something; done about once a second without asking.
    void look() {
        visiting.watch().look();
    }

    /// Has every widget told what it may have missed.
    public void catchUp() {
        visiting.catchUp();
    }

    /// Tells widgets when it has become likely, or unlikely, that somebody answers.
    public void tellPresence() {
        visiting.sessions().forEach(VisitorSession::presence);
    }

    /// Tells every widget that the gateway goes, and when to come back.
    @Override
    public void close() {
        visiting.leave(FAREWELL);
    }

    /// An upgrade that was refused falls through to here, and so does a request that asked for
    /// none.
    private void notUpgraded(ServerRequest request, ServerResponse response) {
        var site = request.query().first("site").asOptional().flatMap(sites::byKey);
        if (site.isEmpty()) {
            throw Refusal.of(Code.NOT_FOUND, "There is no such site.");
        }
        var origin = request.headers().first(HeaderNames.ORIGIN);
        if (origin.isPresent() && !site.get().allows(origin.get())) {
            throw Refusal.of(Code.WRONG_ORIGIN);
        }
        throw Refusal.of(Code.BAD_REQUEST, "This address takes WebSocket upgrades.");
    }
}
