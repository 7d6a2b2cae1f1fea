package dev.bellhop.visitor;

import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Peers;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.helidon.websocket.WsUpgradeException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A widget's WebSocket: checks the site and the page's origin before the upgrade, joins fragments,
/// answers pings.
///
/// Helidon's WebSocket of this version accepts any origin, leaves pings to us, and tells neither
/// `onClose` nor `onError` when the peer just vanishes or is silent for too long: the [Watch] sees
/// that the connection's thread has ended. It may not be written to by two threads at once, so all
/// that goes out, even a pong, goes through the session's writer.
final class VisitorSocket implements WsListener {
    static final int FRAME_BYTES_MAX = 64 * 1024;

    /// Who has not said hello has no more to say than that: three addresses of pages, and who they
    /// are.
    static final int HELLO_BYTES_MAX = 16 * 1024;

    private static final int PART_BYTES_MIN = 64;
    static final String SUBPROTOCOL = "bellhop.v1";
    private static final HeaderName PROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");
    private static final int MESSAGE_TOO_BIG = 1009;
    private static final int UNSUPPORTED_DATA = 1003;

    private final Visiting visiting;
    private final Sites sites;
    private final Peers peers;

    /// What has come of a frame in parts; none is kept for longer, as most sockets are silent.
    private @Nullable StringBuilder parts;

    private int bytes;
    private Optional<Site> site = Optional.empty();
    private Optional<Headers> headers = Optional.empty();
    private Optional<Opened> opened = Optional.empty();

    private record Opened(VisitorSession session, WebSocketWire wire) {}

    VisitorSocket(Visiting visiting, Sites sites, Peers peers) {
        this.visiting = visiting;
        this.sites = sites;
        this.peers = peers;
    }

    /// Lets pages of the site in. Browsers always send their page's origin with a WebSocket, and no
    /// page can change it; programs that send none are nobody's browser.
    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers requestHeaders)
            throws WsUpgradeException {
        site = prologue.query().first("site").asOptional().flatMap(sites::byKey);
        if (site.isEmpty()) {
            throw new WsUpgradeException("no such site");
        }
        var origin = requestHeaders.first(HeaderNames.ORIGIN);
        if (origin.isPresent() && !site.get().allows(origin.get())) {
            throw new WsUpgradeException("another origin");
        }
        headers = Optional.of(requestHeaders);
        return offers(requestHeaders) ? Optional.of(chosen()) : Optional.empty();
    }

    private static boolean offers(Headers headers) {
        return headers.first(PROTOCOL)
                .filter(offered ->
                        Arrays.stream(offered.split(",", -1))
                                .map(String::trim)
                                .anyMatch(SUBPROTOCOL::equals))
                .isPresent();
    }

    private static Headers chosen() {
        var answer = WritableHeaders.create();
        answer.set(PROTOCOL, SUBPROTOCOL);
        return answer;
    }

    @Override
    public void onOpen(WsSession ws) {
        var wire = new WebSocketWire(ws);
        var prefix =
                Peers.prefix(
                        peers.address(
                                ws.socketContext().remotePeer().host(), headers.orElseThrow()));
        forgetHandshake();
        ReadBuffer.shrink(ws);
        if (!visiting.enter(prefix)) {
            wire.close(SessionWriter.TRY_AGAIN_LATER, "too many connections, come again");
            wire.cut();
            return;
        }
        var session = new VisitorSession(visiting, site.orElseThrow(), prefix, wire);
        opened = Optional.of(new Opened(session, wire));
        session.open();
    }

    /// Nobody asks for the headers any more, and Helidon keeps them, with the bytes that they were
    /// read from, for as long as the socket is open.
    private void forgetHandshake() {
        if (headers.orElse(null) instanceof WritableHeaders<?> kept) {
            kept.clear();
        }
        headers = Optional.empty();
    }

    @Override
    public void onMessage(WsSession ws, String text, boolean last) {
        bytes += size(text);
        if (bytes > FRAME_BYTES_MAX || (bytes > HELLO_BYTES_MAX && !isKnown())) {
            parts = null;
            opened.ifPresent(
                    o -> o.session().end(MESSAGE_TOO_BIG, "a frame may have 64 KiB, a hello 16"));
            return;
        }
        var frame = joined(text, last);
        if (last) {
            parts = null;
            bytes = 0;
            opened.ifPresent(o -> o.wire().work(() -> o.session().take(frame)));
        }
    }

    private boolean isKnown() {
        return opened.filter(o -> o.session().isKnown()).isPresent();
    }

    /// A frame that came whole is taken as it is; of others the parts are put together.
    ///
    /// @return the whole frame, if this was its last part
    private String joined(String text, boolean last) {
        if (parts == null) {
            if (last) {
                return text;
            }
            parts = new StringBuilder();
        }
        parts.append(text);
        return last ? parts.toString() : "";
    }

    /// A part counts for something even if it is empty: it must not go on for ever.
    private static int size(String part) {
        return Math.max(PART_BYTES_MIN, part.getBytes(StandardCharsets.UTF_8).length);
    }

    @Override
    public void onMessage(WsSession ws, BufferData data, boolean last) {
        opened.ifPresent(o -> o.session().end(UNSUPPORTED_DATA, "frames are text"));
    }

    @Override
    public void onPing(WsSession ws, BufferData data) {
        byte[] payload = data.readBytes();
        opened.ifPresent(o -> o.session().pinged(() -> o.wire().pong(payload)));
    }

    @Override
    public void onClose(WsSession ws, int status, String reason) {
        opened.ifPresent(o -> o.session().closed());
    }

    @Override
    public void onError(WsSession ws, Throwable failure) {
        opened.ifPresent(o -> o.session().closed());
    }
}
