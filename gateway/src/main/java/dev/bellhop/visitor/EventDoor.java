package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.people.Tokens;
import dev.bellhop.site.Site;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The way for widgets whose network lets no WebSocket through: the same frames to the same
/// [VisitorSession], out by an event stream, in by posts.
///
/// A stream is opened in one of two ways. The widget posts its hello and gets a stream with a name
/// of its own, which its posts say; whoever knows the name may speak for it, so it is as random as
/// a token, and only the stream says it. Who asks for a stream by GET is welcomed at once, as the
/// visitor of the token in the head or as somebody new, and posts by that token.
final class EventDoor {
    static final String EVENTS = "/widget/v1/events";
    static final String STREAM = "/widget/v1/stream";
    static final String FRAMES = "/widget/v1/frames";

    private static final HeaderName SESSION = HeaderNames.create("X-Bellhop-Session");
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final HeaderName ACCEL_BUFFERING = HeaderNames.create("X-Accel-Buffering");
    private static final int BODY_BYTES_MAX = VisitorSocket.FRAME_BYTES_MAX;
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final Visiting visiting;
    private final Origins origins;
    private final Peers peers;
    private final BodyBudget strangers;
    private final EventLines lines = new EventLines();

    EventDoor(Visiting visiting, Origins origins, Peers peers, BodyBudget strangers) {
        this.visiting = visiting;
        this.origins = origins;
        this.peers = peers;
        this.strangers = strangers;
    }

    void register(Routes routes) {
        var everybody = Access.open("visitors are nobody's users; hello asks for their token");
        var known = Access.open("asks for the stream's name or the visitor's token");
        routes.post(EVENTS, everybody, this::events)
                .options(EVENTS, everybody, this::preflight)
                .get(STREAM, everybody, this::stream)
                .options(STREAM, everybody, this::preflight)
                .post(FRAMES, known, this::take)
                .options(FRAMES, known, this::preflight);
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        origins.preflight(
                request, response, "Authorization, Content-Type, Last-Event-ID, X-Bellhop-Session");
    }

    /// The widget's own way.
    private void events(ServerRequest request, ServerResponse response) {
        origins.admit(request, response);
        var site = origins.named(request);
        origins.refuseOthers(request, site);
        run(request, response, site, words(request, response, VisitorSocket.HELLO_BYTES_MAX), true);
    }

    private void stream(ServerRequest request, ServerResponse response) {
        if (!request.prologue().method().equals(Method.GET)) {
            response.header(HeaderNames.ALLOW, Method.GET.text());
            throw Refusal.of(Code.METHOD_NOT_ALLOWED); // what has no end has no head alone
        }
        origins.admit(request, response);
        origins.refuseUnsaid(request);
        var site = origins.named(request);
        origins.refuseOthers(request, site);
        var hello =
                Json.object()
                        .put("t", "hello")
                        .put("token", Bearer.of(request).orElse(null))
                        .put("after", after(request))
                        .put("locale", locale(request).orElse(null));
        run(request, response, site, Json.text(hello), false);
    }

    private static int after(ServerRequest request) {
        var said =
                request.query()
                        .first("after")
                        .asOptional()
                        .or(() -> request.headers().first(LAST_EVENT_ID))
                        .filter(it -> !it.isBlank())
                        .orElse("0");
        if (!said.matches("[0-9]{1,9}")) {
            throw Refusal.of(Code.BAD_REQUEST, "after is a whole number, at least 0.");
        }
        return Integer.parseInt(said);
    }

    /// What a browser, or whoever does as one, reads first.
    private static Optional<String> locale(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT_LANGUAGE)
                .map(all -> all.split("[,;]", 2)[0].strip());
    }

    /// Runs a stream until it ends.
    ///
    /// @param hello the first frame that its session takes
    /// @param saysName whether the stream begins with its name
    private void run(
            ServerRequest request,
            ServerResponse response,
            Site site,
            String hello,
            boolean saysName) {
        var address = address(request);
        var prefix = Peers.prefix(address);
        if (!visiting.enter(prefix)) {
            throw Refusal.until(Code.UNAVAILABLE, "Too many are connected here.", COME_AGAIN);
        }
        // Compressed, a frame would wait in the compressor for the next one; so would it in a proxy
        // that buffers.
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream")
                .header(HeaderNames.CONTENT_ENCODING, "identity")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(ACCEL_BUFFERING, "no");
        var wire = new EventStreamWire(response.outputStream());
        var session = new VisitorSession(visiting, site, prefix, wire);
        var name = Tokens.make();
        var line = lines.add(name, site, address, session);
        try {
            // Whoever reads the stream's name posts at once, and comes after its hello.
            line.inTurn(() -> {
                wire.begin(saysName ? Optional.of(name) : Optional.empty());
                session.open();
                session.take(hello);
            });
            wire.awaitOver();
        } finally {
            lines.remove(name);
            session.closed();
            wire.leave();
            session.left(); // also when it broke before anybody watched it
        }
    }

    private void take(ServerRequest request, ServerResponse response) {
        origins.admit(request, response);
        var line = taken(request, response);
        if (line.isOver()) {
            throw over();
        }
        Answers.json(response, Status.ACCEPTED_202, Json.object());
    }

    /// Gives a post's frames to the stream that they are for.
    private EventLines.Line taken(ServerRequest request, ServerResponse response) {
        var name = request.headers().first(SESSION);
        if (name.isPresent()) {
            var line = lines.named(name.get()).orElseThrow(EventDoor::over);
            origins.refuseOthers(request, line.site());
            line.take(frames(words(request, response)));
            return line;
        }
        var token = Bearer.of(request);
        if (token.isPresent()) {
            var line = of(token.get(), request);
            line.take(
                    frames(words(request, response)).stream()
                            .map(frame -> saidBy(token.get(), frame))
                            .toList());
            return line;
        }
        return takenUnnamed(request, frames(words(request, response)));
    }

    /// Of a post that names nobody in its head, a hello may do so in its body. One that has no
    /// token yet is for the stream that was opened just before at the same address, and tells where
    /// its visitor is. It moves nothing else: behind one address there may be many, so the stream
    /// may be somebody else's, and who is vouched for says so by the token.
    private EventLines.Line takenUnnamed(ServerRequest request, List<String> frames) {
        var hello = frames.stream().findFirst().flatMap(EventDoor::hello);
        var token = hello.flatMap(it -> Json.string(it, "token"));
        if (hello.isPresent() && token.isPresent()) {
            var line = of(token.get(), request);
            line.take(frames);
            return line;
        }
        if (hello.isEmpty() || frames.size() > 1 || hello.get().hasNonNull("identity")) {
            throw Refusal.of(
                    Code.NOT_WELCOME,
                    "Say who this is: Authorization: Bearer, with the token of the stream's"
                            + " welcome.");
        }
        var site = origins.named(request);
        origins.refuseOthers(request, site);
        var line = lines.unspoken(site, address(request)).orElseThrow(EventDoor::notOpen);
        line.take(List.of(Json.text(page(hello.get()))));
        return line;
    }

    private static ObjectNode page(ObjectNode hello) {
        var page = hello.path("page") instanceof ObjectNode told ? told.deepCopy() : Json.object();
        return page.put("t", "page");
    }

    /// The stream of a token's holder. It is looked for among those that are open, so that tokens
    /// of nobody cost no question to the database.
    private EventLines.Line of(String token, ServerRequest request) {
        var line = lines.of(Tokens.hash(token)).orElseThrow(EventDoor::notOpen);
        origins.refuseOthers(request, line.site());
        return line;
    }

    private String address(ServerRequest request) {
        return peers.address(request.remotePeer().host(), request.headers());
    }

    private String words(ServerRequest request, ServerResponse response) {
        return words(request, response, BODY_BYTES_MAX);
    }

    private String words(ServerRequest request, ServerResponse response, int bytesMax) {
        try (var body = strangers.readWhole(request, response, bytesMax)) {
            return new String(body.bytes(), StandardCharsets.UTF_8);
        }
    }

    /// One frame, or those of an array; what is neither is refused by whoever reads the frame.
    private static List<String> frames(String body) {
        if (!body.stripLeading().startsWith("[")) {
            return List.of(body);
        }
        return read(body)
                .filter(array -> !array.isEmpty())
                .map(array ->
                        StreamSupport.stream(array.spliterator(), false).map(Json::text).toList())
                .orElse(List.of(body));
    }

    private static Optional<JsonNode> read(String words) {
        return Json.tryRead(words.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<ObjectNode> hello(String frame) {
        return read(frame)
                .filter(it -> it.path("t").asText().equals("hello"))
                .map(ObjectNode.class::cast);
    }

    /// The frame; a hello without a token is that of whoever has this one.
    private static String saidBy(String token, String frame) {
        return hello(frame)
                .filter(it -> !it.hasNonNull("token"))
                .map(it -> Json.text(it.put("token", token)))
                .orElse(frame);
    }

    private static Refusal over() {
        return Refusal.of(Code.NOT_FOUND, "This stream is over. Open another one.");
    }

    private static Refusal notOpen() {
        return Refusal.of(
                Code.CONFLICT,
                "No stream with this token is open here. Open one first: GET " + STREAM + ".");
    }
}
