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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A widget's WebSocket: checks the site and the page's origin before the upgrade, joins fragments,
/// answers pings.
///
/// Helidon's WebSocket of this version accepts any origin, leaves pings to us, and tells neither
/// `onClose` nor `onError` when the peer just vanishes: a session also ends when its writer fails,
/// and when the idle time-out closes it.
final class VisitorSocket implements WsListener {
    static final int FRAME_BYTES_MAX = 64 * 1024;
    static final String SUBPROTOCOL = "bellhop.v1";
    private static final HeaderName PROTOCOL = HeaderNames.create("Sec-WebSocket-Protocol");
    private static final int MESSAGE_TOO_BIG = 1009;
    private static final int UNSUPPORTED_DATA = 1003;

    private final Visiting visiting;
    private final Sites sites;
    private final Peers peers;
    private final StringBuilder fragments = new StringBuilder();
    private int bytes;
    private Optional<Site> site = Optional.empty();
    private Headers headers = WritableHeaders.create();
    private Optional<VisitorSession> session = Optional.empty();

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
        headers = requestHeaders;
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
        var address = peers.address(ws.socketContext().remotePeer().host(), headers);
        var opened =
                new VisitorSession(visiting, site.orElseThrow(), address, new WebSocketWire(ws));
        session = Optional.of(opened);
        opened.open();
    }

    @Override
    public void onMessage(WsSession ws, String text, boolean last) {
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > FRAME_BYTES_MAX) {
            fragments.setLength(0);
            ws.close(MESSAGE_TOO_BIG, "a frame may have 64 KiB");
            session.ifPresent(VisitorSession::closed);
            return;
        }
        fragments.append(text);
        if (last) {
            var frame = fragments.toString();
            fragments.setLength(0);
            bytes = 0;
            session.ifPresent(s -> s.take(frame));
        }
    }

    @Override
    public void onMessage(WsSession ws, BufferData data, boolean last) {
        ws.close(UNSUPPORTED_DATA, "frames are text");
        session.ifPresent(VisitorSession::closed);
    }

    @Override
    public void onPing(WsSession ws, BufferData data) {
        ws.pong(data);
    }

    @Override
    public void onClose(WsSession ws, int status, String reason) {
        session.ifPresent(VisitorSession::closed);
    }

    @Override
    public void onError(WsSession ws, Throwable failure) {
        session.ifPresent(VisitorSession::closed);
    }

    private record WebSocketWire(WsSession ws) implements Wire {
        @Override
        public void send(String frame) {
            ws.send(frame, true);
        }

        @Override
        public void close(int code, String reason) {
            try {
                ws.close(code, reason);
            } catch (RuntimeException gone) {
                // Closing what is closed: there is nobody left to tell.
                return;
            }
        }
    }
}
