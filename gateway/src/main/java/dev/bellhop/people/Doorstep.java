package dev.bellhop.people;

import dev.bellhop.admin.Kept;
import dev.bellhop.admin.Resend;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Peers;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Where all ways into the panel meet: whoever is in gets their cookies and goes on to what they
/// wanted, and whoever is halfway is bound to their browser.
final class Doorstep {
    static final String FIRST_PAGE = "/admin";
    static final String CODE = "/admin/sign-in/code";
    static final String NEWS = "/admin/sign-in/news";

    private final SignIn signIn;
    private final Panel panel;
    private final Cookies cookies;
    private final Peers peers;

    Doorstep(SignIn signIn, Panel panel, Cookies cookies, Peers peers) {
        this.signIn = signIn;
        this.panel = panel;
        this.cookies = cookies;
        this.peers = peers;
    }

    /// Where somebody goes on once they are in.
    ///
    /// @param kept what they sent after their session had ended
    /// @param me whose page it is that asked in place; nobody's else
    record Way(String next, Optional<Kept> kept, Optional<String> me) {
        static Way of(ServerRequest request, Map<String, String> form, Optional<Kept> kept) {
            return new Way(
                    own(form.getOrDefault("next", FIRST_PAGE)),
                    kept,
                    Panel.wantsPart(request)
                            ? Optional.of(form.getOrDefault("me", ""))
                            : Optional.empty());
        }

        static Way to(String path) {
            return new Way(path, Optional.empty(), Optional.empty());
        }

        boolean inPlace() {
            return me.isPresent();
        }
    }

    From from(ServerRequest request) {
        return new From(
                peers.address(request.remotePeer().host(), request.headers()),
                request.headers().value(HeaderNames.USER_AGENT).orElse(""),
                cookie(request, Cookies.Kind.BROWSER),
                cookie(request, Cookies.Kind.SESSION));
    }

    Optional<String> cookie(ServerRequest request, Cookies.Kind kind) {
        return request.headers()
                .value(HeaderNames.COOKIE)
                .flatMap(header -> cookies.value(kind, header))
                .filter(value -> !value.isEmpty());
    }

    /// Binds what somebody has begun to their browser.
    void begun(ServerResponse response, String token) {
        response.headers().addCookie(cookies.of(Cookies.Kind.BEGUN, token, Brief.LIFE));
    }

    /// Binds a challenge to the browser that is to answer it.
    void challenge(ServerResponse response, String challenge) {
        response.headers().addCookie(cookies.of(Cookies.Kind.CHALLENGE, challenge, Brief.LIFE));
    }

    void letIn(ServerResponse response, Entrance.Inside in, Way way) {
        response.headers()
                .addCookie(cookies.of(Cookies.Kind.SESSION, in.session(), Sessions.LIFE))
                .addCookie(cookies.of(Cookies.Kind.BROWSER, in.browser(), KnownBrowsers.LIFE))
                .addCookie(cookies.end(Cookies.Kind.BEGUN));
        if (way.inPlace()) {
            panel.sendNothing(response, goesOn(in.session(), way.me()));
        } else if (way.kept().isPresent()) {
            panel.send(response, new Resend(way.kept().get(), way.next(), false));
        } else {
            panel.sendTo(response, in.news().isEmpty() ? way.next() : with(NEWS, way.next()));
        }
    }

    /// The page stays as it is for the agent whose it is; for another it is to be read anew.
    private Status goesOn(String session, Optional<String> me) {
        boolean same = signIn.whose(session).map(it -> Long.toString(it.id())).equals(me);
        return same ? Status.NO_CONTENT_204 : Status.RESET_CONTENT_205;
    }

    static String with(String page, String next) {
        return page + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    /// Where a page was asked to lead on to.
    static String next(ServerRequest request) {
        return own(request.query().first("next").asOptional().orElse(FIRST_PAGE));
    }

    /// The path if it is one of the panel's, else the first page: a link to the sign-in page must
    /// not lead elsewhere.
    static String own(String next) {
        try {
            var uri = new URI(next).normalize();
            var path = Optional.ofNullable(uri.getRawPath()).orElse("");
            boolean local = uri.getScheme() == null && uri.getRawAuthority() == null;
            return local && path.startsWith("/admin/") && !next.startsWith("//")
                    ? next
                    : FIRST_PAGE;
        } catch (URISyntaxException malformed) {
            return FIRST_PAGE;
        }
    }
}
