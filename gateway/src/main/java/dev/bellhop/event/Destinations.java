package dev.bellhop.event;

import dev.bellhop.web.Code;
import dev.bellhop.web.Insides;
import dev.bellhop.web.Refusal;

import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.spi.DnsResolver;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where events may go: anywhere on the internet by TLS, and nowhere into this machine or the
/// network it stands in, but to hosts that the configuration names. It is asked when somebody
/// writes an address down, and again for each connection, which then goes to the very address that
/// was looked at: a name that leads elsewhere by then leads nowhere.
final class Destinations implements DnsResolver {
    private static final int LENGTH_MAX = 2_000;

    private final Set<String> insideHosts;
    private final boolean loopback;

    /// @param insideHosts which may be inside, and are reached without TLS, too
    /// @param loopback whether this machine is one of them, to try things on it
    Destinations(List<String> insideHosts, boolean loopback) {
        this.insideHosts =
                insideHosts.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        this.loopback = loopback;
    }

    /// A connection would lead inside.
    static final class Inside extends RuntimeException {
        private static final long serialVersionUID = 1;

        Inside() {
            super("the address leads into a private network");
        }
    }

    /// The address, if events may go there.
    ///
    /// @throws Refusal `invalid`
    URI judged(String text) {
        var uri = parsed(text.strip()).orElseThrow(() -> notAnAddress());
        var host = host(uri);
        boolean plain = uri.getScheme().equalsIgnoreCase("http");
        if (!plain && !uri.getScheme().equalsIgnoreCase("https")) {
            throw notAnAddress();
        }
        try {
            var _ = resolve(host);
        } catch (Inside inside) {
            throw Refusal.of(
                    Code.INVALID,
                    "This address leads into a private network. Who wants that names the host in"
                            + " events.inside-hosts.");
        } catch (UnknownHostException unknownNow) {
            // It may be made later; each delivery asks anew.
        }
        if (plain && !mayBePlain(host)) {
            throw Refusal.of(
                    Code.INVALID, "Events go by https only: what is in them is for nobody else.");
        }
        return uri;
    }

    private static Optional<URI> parsed(String text) {
        try {
            var uri = new URI(text);
            boolean whole =
                    text.length() <= LENGTH_MAX
                            && uri.getScheme() != null
                            && uri.getHost() != null
                            && uri.getRawFragment() == null
                            && uri.getPort() <= 65_535;
            if (whole && uri.getRawUserInfo() != null) {
                throw Refusal.of(
                        Code.INVALID, "An address with a password in it would be shown to all.");
            }
            return whole && text.chars().allMatch(it -> it < 127)
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Refusal notAnAddress() {
        return Refusal.of(
                Code.INVALID, "url is an address like https://example.com/events, without a #.");
    }

    private static String host(URI uri) {
        return withoutBrackets(uri.getHost()).toLowerCase(Locale.ROOT);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private boolean mayBePlain(String host) {
        if (insideHosts.contains(host)) {
            return true;
        }
        try {
            return loopback && resolve(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    @Override
    public InetAddress resolveAddress(String hostname, DnsAddressLookup lookup) {
        try {
            return resolve(withoutBrackets(hostname).toLowerCase(Locale.ROOT));
        } catch (UnknownHostException unknown) {
            throw new UnknownHost(hostname, unknown);
        }
    }

    /// A host has no address now.
    static final class UnknownHost extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownHost(String host, UnknownHostException cause) {
            super("there is no host " + host, cause);
        }
    }

    /// The first of a host's addresses, all of which must be outside: who mixes them means no good.
    private InetAddress resolve(String host) throws UnknownHostException {
        var addresses = InetAddress.getAllByName(host);
        boolean taken =
                insideHosts.contains(host) || Arrays.stream(addresses).allMatch(this::isTaken);
        if (!taken) {
            throw new Inside();
        }
        return addresses[0];
    }

    private boolean isTaken(InetAddress address) {
        return !Insides.has(address) || (loopback && address.isLoopbackAddress());
    }
}
