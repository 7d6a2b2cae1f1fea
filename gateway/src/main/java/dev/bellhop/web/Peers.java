package dev.bellhop.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Whose address counts: the socket's own, or, when the socket belongs to a trusted proxy, the
/// nearest address in `X-Forwarded-For` that is not one.
public final class Peers {
    /// More than any address has: what proxies pass on may be none.
    private static final int WORDS_MAX = 64;

    /// How long a prefix of IPv6 is.
    private static final int PREFIX_HEX = 16;

    private static final int NETWORK_HEX = 12;

    /// How many prefixes' share the network around them has: an office with many of its own is not
    /// to feel it.
    public static final int SHARES_AROUND = 10;

    private final List<Network> trusted;

    /// @param trusted addresses or networks such as `10.0.0.0/8` whose `X-Forwarded-For` is
    ///   believed
    /// @throws IllegalArgumentException when one of them is not an address
    public Peers(List<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
    }

    /// The visitor's address as text.
    public String address(String socketHost, Headers headers) {
        var address = bare(socketHost);
        if (!isTrusted(address)) {
            return address;
        }
        var hops = headers.values(HeaderNames.X_FORWARDED_FOR);
        for (int i = hops.size() - 1; i >= 0; i--) {
            var parts = hops.get(i).split(",", -1);
            for (int j = parts.length - 1; j >= 0; j--) {
                address = bare(parts[j].trim());
                if (!isTrusted(address)) {
                    return address;
                }
            }
        }
        return address;
    }

    /// What of a request's address is counted by.
    public String prefix(ServerRequest request) {
        return prefix(address(request.remotePeer().host(), request.headers()));
    }

    /// A prefix as people read it: an address of IPv4, a network of IPv6.
    public static String words(String prefix) {
        return prefix.matches("[0-9a-f]{16}")
                ? prefix.replaceAll(".{4}", "$0:").replaceAll("\\b0{1,3}(?=[0-9a-f])", "") + ":/64"
                : prefix.substring(0, Math.min(prefix.length(), WORDS_MAX));
    }

    /// The part of an address that one customer of a provider usually holds: all of IPv4, the first
    /// 64 bits of IPv6.
    public static String prefix(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(PREFIX_HEX / 2, bytes.length));
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }

    /// The network around a prefix of IPv6, its first 48 bits: many a customer is given all of it,
    /// and has 65,536 prefixes then. Around an address of IPv4 there is none.
    public static Optional<String> around(String prefix) {
        boolean isIpv6 =
                prefix.length() == PREFIX_HEX && prefix.chars().allMatch(HexFormat::isHexDigit);
        return isIpv6 ? Optional.of(prefix.substring(0, NETWORK_HEX)) : Optional.empty();
    }

    /// Whether a prefix is this machine's own: a program here, or a proxy that is not trusted.
    public static boolean isHere(String prefix) {
        return prefix.startsWith("127.") || prefix.equals("0".repeat(PREFIX_HEX));
    }

    /// Whether this is a proxy whose headers are believed.
    boolean trusts(String socketHost) {
        return isTrusted(bare(socketHost));
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    static String bare(String host) {
        var text = host.startsWith("/") ? host.substring(1) : host;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 ? text.substring(1, end) : text;
        }
        int colon = text.indexOf(':');
        return colon > 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
