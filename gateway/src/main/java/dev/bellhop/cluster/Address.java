package dev.bellhop.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where Redis is and as whom it is asked. It prints without user and password, which are secrets
/// and stand in no line of a log.
///
/// @param tls whether its certificate is asked for, as in `rediss://`
/// @param user empty for Redis's default one
/// @param database the number of one of its databases, mostly 0
public record Address(
        String host,
        int port,
        boolean tls,
        Optional<String> user,
        Optional<String> password,
        int database) {
    private static final int USUAL_PORT = 6379;
    private static final Pattern DATABASE = Pattern.compile("/(\\d{1,4})");

    /// Reads `redis://USER:PASSWORD@HOST:PORT/DATABASE`, of which the host alone must be there;
    /// with `rediss` it is reached by TLS.
    ///
    /// @throws IllegalArgumentException when it is none, in words that tell nothing of what it says
    public static Address of(String url) {
        var uri = uri(url);
        boolean tls = "rediss".equalsIgnoreCase(uri.getScheme());
        boolean known = tls || "redis".equalsIgnoreCase(uri.getScheme());
        boolean more = uri.getRawQuery() != null || uri.getRawFragment() != null;
        if (!known || uri.getHost() == null || more) {
            throw none();
        }
        var who = who(uri);
        return new Address(
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                tls,
                who.length > 0 ? text(who[0]) : Optional.empty(),
                who.length > 1 ? text(who[1]) : Optional.empty(),
                database(uri.getRawPath()));
    }

    /// The parser's own words repeat what it could not read.
    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw none();
        }
    }

    private static String[] who(URI uri) {
        return uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    }

    /// A plus is a plus here, and no blank as in a form.
    private static Optional<String> text(String raw) {
        return Optional.of(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8))
                .filter(it -> !it.isEmpty());
    }

    private static int database(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        var number = DATABASE.matcher(path);
        if (!number.matches()) {
            throw none();
        }
        return Integer.parseInt(number.group(1));
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException("no address of Redis");
    }

    /// Takes the password out of words of others.
    String hide(String words) {
        return password.map(secret -> words.replace(secret, "[redacted]")).orElse(words);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
