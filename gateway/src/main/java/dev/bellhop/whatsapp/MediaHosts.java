package dev.bellhop.whatsapp;

import dev.bellhop.web.Insides;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The hosts from which files are taken, and which see the access token: Meta's own, by TLS, and
/// the configured Graph, however that is reached. An address comes with a notification or an
/// answer; it must not lead the gateway, and the token with it, anywhere else.
final class MediaHosts {
    private static final String LOOKASIDE = "lookaside.fbsbx.com";
    private static final String CDN = ".fbcdn.net";

    private final Supplier<URI> graph;

    MediaHosts(Supplier<URI> graph) {
        this.graph = graph;
    }

    /// The address, if it is one from which a file is taken.
    Optional<URI> judge(String address) {
        try {
            var uri = new URI(address);
            boolean taken =
                    uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && (isGraph(uri) || (isMetas(uri) && isPublic(uri.getHost())));
            return taken ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private boolean isGraph(URI uri) {
        var base = graph.get();
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getHost().equalsIgnoreCase(uri.getHost())
                && port(base) == port(uri);
    }

    private static boolean isMetas(URI uri) {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(uri.getScheme())
                && port(uri) == 443
                && (host.equals(LOOKASIDE) || host.endsWith(CDN));
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /// A name of Meta's that somebody made to point into our own network is not gone to. A name
    /// that is not known now is an outage, which the call finds out by itself.
    private static boolean isPublic(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).noneMatch(Insides::has);
        } catch (UnknownHostException unknown) {
            return true;
        }
    }
}
