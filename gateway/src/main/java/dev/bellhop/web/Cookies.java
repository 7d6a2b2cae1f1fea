package dev.bellhop.web;

import io.helidon.http.SetCookie;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The panel's cookies. Over https they carry the `__Host-` prefix, which browsers accept only with
/// Secure, for this host alone and for the whole of it (RFC 6265bis); over plain http on a
/// developer's machine they cannot.
public final class Cookies {
    private final boolean secure;

    /// What each of them is for.
    public enum Kind {
        /// Somebody's session.
        SESSION("bellhop"),
        /// Tells a browser in which somebody has signed in before from one in which nobody has.
        BROWSER("bellhop-browser"),
        /// What was begun in this browser and must be finished in it: a sign-in between its steps.
        BEGUN("bellhop-begun"),
        /// What a passkey is to sign.
        CHALLENGE("bellhop-challenge");

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    public Cookies(URI publicUrl) {
        this.secure = "https".equals(publicUrl.getScheme());
    }

    /// The session's value in a Cookie header, if there is one.
    public Optional<String> session(String header) {
        return value(Kind.SESSION, header);
    }

    /// A cookie's value in a Cookie header, if there is one.
    public Optional<String> value(Kind kind, String header) {
        for (String pair : header.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).trim().equals(name(kind))) {
                return Optional.of(pair.substring(equals + 1).trim());
            }
        }
        return Optional.empty();
    }

    /// A cookie that lasts so long.
    public SetCookie of(Kind kind, String value, Duration life) {
        return cookie(kind, value).maxAge(life).build();
    }

    /// What ends a cookie.
    public SetCookie end(Kind kind) {
        // a Max-Age of 0 is left out by Helidon
        return cookie(kind, "").expires(Instant.EPOCH).build();
    }

    private String name(Kind kind) {
        return secure ? "__Host-" + kind.name : kind.name;
    }

    private SetCookie.Builder cookie(Kind kind, String value) {
        return SetCookie.builder(name(kind), value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(SetCookie.SameSite.LAX);
    }
}
