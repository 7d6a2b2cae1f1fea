package dev.bellhop.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where a gateway is: the part of its URLs that all of them share, without a slash at the end.
record Address(URI base) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    static Address parse(String text) {
        try {
            var uri = new URI(text.strip().replaceAll("/+$", ""));
            var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return new Address(uri);
            }
        } catch (URISyntaxException e) {
            // Said below, in the words for every other text that is no address.
        }
        throw new Failure(
                Exit.USAGE,
                "The gateway's address cannot be used: " + text,
                "It must be an http or https address without name, password or query.",
                "Write it like https://chat.example.com.");
    }

    URI at(String path) {
        return URI.create(base + path);
    }

    /// Whether both mean the same gateway: this machine has several names, and a gateway tells
    /// people another one than it leaves in its token file.
    boolean isSame(Address other) {
        return base.equals(other.base)
                || (isThisMachine()
                        && other.isThisMachine()
                        && base.getScheme().equalsIgnoreCase(other.base.getScheme())
                        && port() == other.port()
                        && base.getPath().equals(other.base.getPath()));
    }

    private boolean isThisMachine() {
        return THIS_MACHINE.contains(base.getHost().toLowerCase(Locale.ROOT));
    }

    private int port() {
        int usual = "https".equalsIgnoreCase(base.getScheme()) ? 443 : 80;
        return base.getPort() < 0 ? usual : base.getPort();
    }

    /// Whether what is sent there can be read on its way.
    boolean isOpenToReaders() {
        var host = base.getHost();
        var here =
                host.equalsIgnoreCase("localhost")
                        || host.matches("127(\\.\\d+){3}")
                        || host.equals("[::1]");
        return !here && !"https".equalsIgnoreCase(base.getScheme());
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
