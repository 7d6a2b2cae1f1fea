package dev.bellhop.visitor;

import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.live.Live;
import dev.bellhop.media.Media;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Access;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.websocket.WsRouting;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Everything under `/widget`: the script, what the button needs to know, the socket.
public final class VisitorDoor implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 25;
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final String SOCKET = "/widget/v1/socket";
    private static final HeaderName ALLOW_ORIGIN = HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN;

    private final Visiting visiting;
    private final VisitorUploads uploads;
    private final Sites sites;
    private final Peers peers;
    private final WidgetFiles files = new WidgetFiles();

    /// Wires the door.
    ///
    /// @param online whether somebody is likely to answer on a site
    public VisitorDoor(
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Desk desk,
            Live live,
            Limits limits,
            Sites sites,
            Peers peers,
            Media media,
            Predicate<Site> online) {
        this(
                visitors,
                conversations,
                messages,
                desk,
                live,
                limits,
                sites,
                peers,
                media,
                online,
                System::nanoTime);
    }

    VisitorDoor(
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Desk desk,
            Live live,
            Limits limits,
            Sites sites,
            Peers peers,
            Media media,
            Predicate<Site> online,
            LongSupplier nanoTime) {
        this.visiting =
                new Visiting(
                        visitors,
                        conversations,
                        messages,
                        desk,
                        live,
                        limits,
                        online,
                        media.json(),
                        HEARTBEAT_SECONDS,
                        nanoTime);
        this.uploads = new VisitorUploads(visitors, sites, media);
        this.sites = sites;
        this.peers = peers;
    }

    public void register(Routes routes) {
        var everybody = Access.open("visitors are nobody's users; the socket asks for their token");
        files.register(routes);
        routes.get("/widget/v1/sites/{site}", everybody, this::site)
                .options("/widget/v1/sites/{site}", everybody, this::preflight)
                .get(SOCKET, everybody, this::notUpgraded);
        uploads.register(routes);
    }

    public void register(WsRouting.Builder sockets) {
        sockets.endpoint(SOCKET, () -> new VisitorSocket(visiting, sites, peers));
    }

    /// How many widgets are connected.
    public int connected() {
        return visiting.sessions().size();
    }

    /// Ends connections that take too long over something; done about once a second without asking.
    void look() {
        visiting.watch().look();
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

    private void site(ServerRequest request, ServerResponse response) {
        var site = site(request);
        allowOrigin(site, request, response);
        byte[] body = describe(site);
        response.header(HeaderNames.CACHE_CONTROL, "public, max-age=60")
                .header(HeaderNames.CONTENT_TYPE, "application/json");
        sendTagged(request, response, body, etag(body));
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        allowOrigin(site(request), request, response);
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET")
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600")
                .status(Status.NO_CONTENT_204)
                .send();
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

    private Site site(ServerRequest request) {
        return sites.byKey(request.path().pathParameters().get("site"))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such site."));
    }

    private static void allowOrigin(Site site, ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.VARY, "Origin");
        request.headers()
                .first(HeaderNames.ORIGIN)
                .filter(site::allows)
                .ifPresent(origin -> response.header(ALLOW_ORIGIN, origin));
    }

    private byte[] describe(Site site) {
        var widget = site.widget();
        var node =
                Json.object()
                        .put("key", site.key())
                        .put("name", site.name())
                        .put("initials", widget.initials())
                        .put("online", visiting.online(site))
                        .put("theme", widget.theme())
                        .put("position", widget.position());
        node.putObject("greeting")
                .put("title", widget.greetingTitle())
                .put("text", widget.greetingText());
        widget.questions().forEach(node.putArray("questions")::add);
        return Json.bytes(node.putNull("reply_time"));
    }

    static void sendTagged(
            ServerRequest request, ServerResponse response, byte[] body, String etag) {
        response.header(HeaderNames.ETAG, etag);
        boolean fresh =
                request.headers()
                        .first(HeaderNames.IF_NONE_MATCH)
                        .filter(tag -> tag.contains(etag))
                        .isPresent();
        if (fresh) {
            response.status(Status.NOT_MODIFIED_304).send();
        } else {
            response.send(body);
        }
    }

    static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\""
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(digest)
                            .substring(0, 22)
                    + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
