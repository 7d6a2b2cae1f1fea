package dev.bellhop.web;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;

import java.net.InetAddress;
import java.util.List;

/// Who is near enough to need no token: this machine itself, and the addresses that the settings
/// name.
///
/// What was forwarded comes from where its proxy says, if that proxy is trusted, and is not from
/// this machine even if the proxy is. If it is not trusted, nobody knows where it comes from.
public final class Neighbours {
    /// What proxies add, or some of it.
    private static final List<HeaderName> FORWARDED =
            List.of(
                    HeaderNames.X_FORWARDED_FOR,
                    HeaderNames.FORWARDED,
                    HeaderNames.X_FORWARDED_HOST,
                    HeaderNames.X_FORWARDED_PROTO,
                    HeaderNames.create("X-Real-IP"),
                    HeaderNames.VIA);

    private final Peers peers;
    private final List<Network> allowed;

    /// @param allowed addresses or networks such as `10.0.0.0/8`
    /// @throws IllegalArgumentException when one of them is not an address
    public Neighbours(Peers peers, List<String> allowed) {
        this.peers = peers;
        this.allowed = allowed.stream().map(Network::parse).toList();
    }

    boolean include(ServerRequest request) {
        return include(request.remotePeer().host(), request.headers());
    }

    boolean include(String socketHost, Headers headers) {
        boolean isForwarded = FORWARDED.stream().anyMatch(headers::contains);
        if (isForwarded && !peers.trusts(socketHost)) {
            return false;
        }
        var address = peers.address(socketHost, headers);
        return (!isForwarded && isLoopback(address))
                || allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
