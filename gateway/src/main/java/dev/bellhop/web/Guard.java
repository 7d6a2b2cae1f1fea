package dev.bellhop.web;

import dev.bellhop.db.DatabaseAway;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.security.AuthenticationResponse;
import io.helidon.security.Grant;
import io.helidon.security.Principal;
import io.helidon.security.ProviderRequest;
import io.helidon.security.Role;
import io.helidon.security.Security;
import io.helidon.security.SecurityContext;
import io.helidon.security.Subject;
import io.helidon.security.providers.abac.AbacProvider;
import io.helidon.security.spi.AuthenticationProvider;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.security.SecurityFeature;
import io.helidon.webserver.security.SecurityHandler;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/// Stands before every route that is not open: asks Helidon Security who is calling, and refuses in
/// our own words.
///
/// Requests that come with a cookie and change something must also come from our own pages.
/// Browsers say where a request comes from in `Sec-Fetch-Site` and `Origin`, and scripts of other
/// sites cannot forge either, so no token has to be carried through forms.
public final class Guard {

    /// Finds the caller behind a credential; implemented where sessions and tokens are kept.
    public interface Callers {
        /// The agent of a session cookie's value.
        Optional<Caller> bySession(String token);

        /// The program behind a bearer token.
        Optional<Caller> byToken(String token);
    }

    private static final Set<Method> SAFE = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);

    /// Limited by caller; pages of the panel are not counted, what they change is counted
    /// elsewhere.
    private static final String API = "/api/";

    private static final Logger LOG = Logger.getLogger(Guard.class.getName());

    private static final RareLines REFUSED = new RareLines(LOG);
    private final RareLines tokens = new RareLines(LOG);
    private final Security security;
    private final Limits limits;

    public Guard(Callers callers, Cookies cookies, Limits limits) {
        this.limits = limits;
        this.security =
                Security.builder()
                        .addAuthenticationProvider(new CookieOrToken(callers, cookies), "bellhop")
                        .addAuthorizationProvider(AbacProvider.create())
                        .build();
    }

    /// Helidon's feature that carries the security context through a request; added to the server
    /// once.
    public SecurityFeature feature() {
        return SecurityFeature.builder().security(security).build();
    }

    SecurityHandler identify() {
        return SecurityFeature.authenticate().authenticationOptional();
    }

    Handler check(Access access) {
        return (request, response) -> {
            var caller = found(request).orElseThrow(() -> nobody(request));
            if (request.path().path().startsWith(API)) {
                limits.check(Limit.API, caller.kind() + " " + caller.id());
            }
            if (caller.standing().owesSecondStep() && !(access instanceof Access.SignedIn)) {
                throw Refusal.of(Code.SECOND_STEP_OWED);
            }
            if (access instanceof Access.Needs(var permission, _) && !caller.may(permission)) {
                REFUSED.note(
                        caller.kind() + " " + caller.id() + " " + permission,
                        () ->
                                caller.kind().words()
                                        + " "
                                        + caller.id()
                                        + " is refused "
                                        + request.prologue().method().text()
                                        + " "
                                        + request.path().path()
                                        + ": it needs "
                                        + permission.wireName());
                throw Refusal.of(
                        Code.NOT_ALLOWED,
                        "Your role does not allow this; it needs " + permission.wireName() + ".");
            }
            if (caller.kind() == Caller.Kind.AGENT) {
                refuseOtherSites(request);
                if (access.asksProof() && !caller.standing().proved()) {
                    throw Refusal.of(Code.PROOF_NEEDED);
                }
            }
            response.next();
        };
    }

    /// Lets in who is near, without asking who they are, so that it works while nobody can be
    /// asked.
    Handler knock(Access.Near access) {
        var identify = identify();
        return (request, response) -> {
            if (access.neighbours().include(request)) {
                response.next();
            } else {
                identify.handle(request, response);
            }
        };
    }

    Handler check(Access.Near access) {
        return (request, response) -> {
            boolean may =
                    access.neighbours().include(request)
                            || found(request)
                                    .filter(caller -> caller.may(access.permission()))
                                    .filter(caller -> !caller.standing().owesSecondStep())
                                    .isPresent();
            if (!may) {
                throw Refusal.of(
                        Code.NOT_ALLOWED,
                        "This is for the gateway's own machine, for addresses that its settings"
                                + " allow, and for callers with "
                                + access.permission().wireName()
                                + ".");
            }
            response.next();
        };
    }

    /// The caller, if there is one.
    ///
    /// @throws DatabaseAway when nobody could look
    private static Optional<Caller> found(ServerRequest request) {
        request.context()
                .get(SecurityContext.class)
                .flatMap(SecurityContext::user)
                .flatMap(subject -> subject.publicCredential(DatabaseAway.class))
                .ifPresent(away -> {
                    throw away;
                });
        return Caller.find(request);
    }

    /// Refuses a changing request that a browser made on behalf of another site.
    ///
    /// @throws Refusal `cross_site`
    public static void refuseOtherSites(ServerRequest request) {
        if (SAFE.contains(request.prologue().method())) {
            return;
        }
        var headers = request.headers();
        var site = headers.value(HeaderNames.create("Sec-Fetch-Site"));
        if (site.isPresent()) {
            if (!site.get().equals("same-origin") && !site.get().equals("none")) {
                noteOtherSite(request);
                throw Refusal.of(Code.CROSS_SITE);
            }
            return;
        }
        var origin = headers.value(HeaderNames.ORIGIN);
        if (origin.isPresent() && !sameAuthority(origin.get(), request.authority())) {
            noteOtherSite(request);
            throw Refusal.of(Code.CROSS_SITE);
        }
    }

    /// An agent whose session has ended is nothing to write down; a token that is good no more, or
    /// never was, may be somebody's who tries.
    private Refusal nobody(ServerRequest request) {
        if (request.headers().contains(HeaderNames.AUTHORIZATION)) {
            var line = request.prologue().method().text() + " " + request.path().path();
            tokens.note("token", () -> "refused with a token that is not good: " + line);
        }
        return Refusal.of(Code.NOT_SIGNED_IN);
    }

    private static void noteOtherSite(ServerRequest request) {
        var line = request.prologue().method().text() + " " + request.path().path();
        REFUSED.note("another site", () -> "refused on behalf of another site: " + line);
    }

    private static boolean sameAuthority(String origin, String authority) {
        try {
            return authority.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /// A session cookie or a bearer token, whichever the request carries; the token wins.
    private record CookieOrToken(Callers callers, Cookies cookies)
            implements AuthenticationProvider {

        @Override
        public AuthenticationResponse authenticate(ProviderRequest request) {
            try {
                return caller(request.env().headers())
                        .map(caller -> AuthenticationResponse.success(subject(caller)))
                        .orElseGet(AuthenticationResponse::abstain);
            } catch (DatabaseAway away) {
                return AuthenticationResponse.success(nobody(away));
            }
        }

        /// Thrown from here it would be a defect to Helidon. So it is carried along, without any
        /// right, and thrown by the check.
        private static Subject nobody(DatabaseAway away) {
            return Subject.builder()
                    .principal(Principal.create("unknown"))
                    .addPublicCredential(DatabaseAway.class, away)
                    .build();
        }

        private Optional<Caller> caller(Map<String, List<String>> headers) {
            var bearer =
                    first(headers, "Authorization")
                            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                            .map(value -> value.substring(7).trim());
            if (bearer.isPresent()) {
                return callers.byToken(bearer.get());
            }
            return first(headers, "Cookie").flatMap(cookies::session).flatMap(callers::bySession);
        }

        private static Optional<String> first(Map<String, List<String>> headers, String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .flatMap(entry -> entry.getValue().stream())
                    .findFirst();
        }

        private static Subject subject(Caller caller) {
            var subject =
                    Subject.builder()
                            .principal(Principal.create(caller.name()))
                            .addPublicCredential(Caller.class, caller);
            for (Permission permission : caller.permissions()) {
                Grant role = Role.create(permission.wireName());
                subject.addGrant(role);
            }
            return subject.build();
        }
    }
}
