package dev.bellhop.visitor;

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
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.StreamSupport;

/// The way for widgets whose network lets no WebSocket through: the same frames to the same
/// [VisitorSession], out by an event stream, in by posts that name it. Whoever knows the stream's
/// name may speak for it, so it is as random as a token, and only the stream says it.
final class EventDoor {
    static final String EVENTS = "/widget/v1/events";
    static final String FRAMES = "/widget/v1/frames";

    private static final HeaderName SESSION = HeaderNames.create("X-Bellhop-Session");
    private static final HeaderName ACCEL_BUFFERING = HeaderNames.create("X-Accel-Buffering");
    private static final int BODY_BYTES_MAX = VisitorSocket.FRAME_BYTES_MAX;

    /// Posts of one stream that wait for their turn: a widget sends one after the other.
    private static final int WAITING_MAX = 4;

    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private record Line(Site site, VisitorSession session, ReentrantLock turn) {}

    private final Visiting visiting;
    private final Origins origins;
    private final Peers peers;
    private final BodyBudget strangers;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    EventDoor(Visiting visiting, Origins origins, Peers peers, BodyBudget strangers) {
        this.visiting = visiting;
        this.origins = origins;
        this.peers = peers;
        this.strangers = strangers;
    }

    void register(Routes routes) {
        var everybody = Access.open("visitors are nobody's users; hello asks for their token");
        var known = Access.open("asks for the stream's name, which only its visitor knows");
        routes.post(EVENTS, everybody, this::stream)
                .options(EVENTS, everybody, this::preflight)
                .post(FRAMES, known, this::take)
                .options(FRAMES, known, this::preflight);
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        origins.preflight(request, response, "Content-Type, X-Bellhop-Session");
    }

    private void stream(ServerRequest request, ServerResponse response) {
        origins.admit(request, response);
        var site = origins.named(request);
        origins.refuseOthers(request, site);
        var hello = words(request, response);
        var prefix = Peers.prefix(peers.address(request.remotePeer().host(), request.headers()));
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
        var line =
                new Line(
                        site,
                        new VisitorSession(visiting, site, prefix, wire),
                        new ReentrantLock());
        var id = Tokens.make();
        lines.put(id, line);
        try {
            wire.begin(id);
            line.session().open();
            take(line, List.of(hello));
            wire.awaitOver();
        } finally {
            lines.remove(id);
            line.session().closed();
            wire.leave();
        }
    }

    private void take(ServerRequest request, ServerResponse response) {
        origins.admit(request, response);
        var line =
                request.headers()
                        .first(SESSION)
                        .flatMap(id -> Optional.ofNullable(lines.get(id)))
                        .orElseThrow(EventDoor::over);
        origins.refuseOthers(request, line.site());
        if (line.turn().getQueueLength() >= WAITING_MAX) {
            throw Refusal.until(
                    Code.RATE_LIMITED, "Send one post after the other.", Duration.ofSeconds(1));
        }
        take(line, frames(words(request, response)));
        if (line.session().isOver()) {
            throw over();
        }
        Answers.json(response, Status.ACCEPTED_202, Json.object());
    }

    /// In turn, because a session takes one frame after the other.
    private static void take(Line line, List<String> frames) {
        line.turn().lock();
        try {
            frames.forEach(line.session()::take);
        } finally {
            line.turn().unlock();
        }
    }

    private String words(ServerRequest request, ServerResponse response) {
        try (var body = strangers.readWhole(request, response, BODY_BYTES_MAX)) {
            return new String(body.bytes(), StandardCharsets.UTF_8);
        }
    }

    /// One frame, or those of an array; what is neither is refused by whoever reads the frame.
    private static List<String> frames(String body) {
        if (!body.stripLeading().startsWith("[")) {
            return List.of(body);
        }
        return Json.tryRead(body.getBytes(StandardCharsets.UTF_8))
                .filter(array -> !array.isEmpty())
                .map(array ->
                        StreamSupport.stream(array.spliterator(), false).map(Json::text).toList())
                .orElse(List.of(body));
    }

    private static Refusal over() {
        return Refusal.of(Code.NOT_FOUND, "This stream is over. Open another one.");
    }
}
