package dev.bellhop.web;

import io.helidon.http.SetCookie;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The panel's session cookie. Over https it carries the `__Host-` prefix, which browsers accept
/// only with Secure, for this host alone and for the whole of it (RFC 6265bis); over plain http on
/// a developer's machine it cannot.
public final class Cookies {
    private final boolean secure;
    private final String name;

    public Cookies(URI publicUrl) {
        this.secure = "https".equals(publicUrl.getScheme());
        this.name = secure ? "__Host-bellhop" : "bellhop";
    }

    /// The session's value in a Cookie header, if there is one.
    public Optional<String> session(String header) {
        for (String pair : header.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).trim().equals(name)) {
                return Optional.of(pair.substring(equals + 1).trim());
            }
        }
        return Optional.empty();
    }

    /// The cookie that begins a session.
    public SetCookie begin(String token, Duration life) {
        return cookie(token).maxAge(life).build();
    }

    /// The cookie that ends it.
    public SetCookie end() {
        return cookie("").expires(Instant.EPOCH).build(); // a Max-Age of 0 is left out by Helidon
    }

    private SetCookie.Builder cookie(String value) {
        return SetCookie.builder(name, value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(SetCookie.SameSite.LAX);
    }
}
