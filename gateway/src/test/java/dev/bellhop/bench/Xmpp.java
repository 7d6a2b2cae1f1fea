package dev.bellhop.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Somebody at an XMPP server, by WebSocket: just enough of RFC 6120 and RFC 7395 to sign in, to
/// write, and to be written to.
final class Xmpp {
    private static final int PATIENCE_SECONDS = 60;
    private static final String OPEN =
            "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"localhost\""
                    + " version=\"1.0\"/>";
    private static final String BIND =
            "<iq type=\"set\" id=\"bind\"><bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\">"
                    + "<resource>r</resource></bind></iq>";

    private final CompletableFuture<FrameLine> line = new CompletableFuture<>();
    private final CompletableFuture<Void> bound = new CompletableFuture<>();
    private final String user;
    private final Consumer<String> heard;
    private boolean signedIn;

    private Xmpp(String user, Consumer<String> heard) {
        this.user = user;
        this.heard = heard;
    }

    /// Signs in and waits until that is done.
    ///
    /// @param heard gets what comes afterwards, as XML
    static FrameLine open(int port, String user, Consumer<String> heard) throws Exception {
        var xmpp = new Xmpp(user, heard);
        var line = FrameLine.open(port, "/ws", "xmpp", xmpp::take);
        line.say(OPEN);
        xmpp.line.complete(line);
        xmpp.bound.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        line.say("<presence/>");
        return line;
    }

    static String message(String to, String id, String text) {
        return "<message type=\"chat\" to=\""
                + to
                + "@localhost\" id=\""
                + id
                + "\"><body>"
                + text
                + "</body></message>";
    }

    private void take(String frame) {
        if (bound.isDone()) {
            heard.accept(frame);
        } else if (frame.contains("features")) {
            line.join().say(signedIn ? BIND : auth());
        } else if (frame.startsWith("<success")) {
            signedIn = true;
            line.join().say(OPEN);
        } else if (frame.contains("id='bind'") || frame.contains("id=\"bind\"")) {
            bound.complete(null);
        } else if (frame.startsWith("<failure") || frame.startsWith("<close")) {
            bound.completeExceptionally(new IllegalStateException(frame));
        }
    }

    private String auth() {
        var plain = ("\0" + user + "\0anything").getBytes(StandardCharsets.UTF_8);
        return "<auth xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\" mechanism=\"PLAIN\">"
                + Base64.getEncoder().encodeToString(plain)
                + "</auth>";
    }
}
