package dev.bellhop.web;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.web.RefusalBook.Who.At;
import dev.bellhop.web.RefusalBook.Who.Known;

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

    /// All of it is counted by caller; of the panel, what changes something.
    private static final String API = "/api/";

    private static final Logger LOG = Logger.getLogger(Guard.class.getName());

    private static final String REFUSED_ACTION = "access.refused";

    private static final RareLines REFUSED = new RareLines(LOG);
    private final RareLines tokens = new RareLines(LOG);
    private final Security security;
    private final Limits limits;
    private final Peers peers;
    private final RefusalBook book;

    /// @param peers whose address counts, where nobody knows whose call it is
    /// @param book where refusals are written down
    public Guard(Callers callers, Cookies cookies, Limits limits, Peers peers, RefusalBook book) {
        this.limits = limits;
        this.peers = peers;
        this.book = book;
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

    /// Counts what an address asks of a door that is open to everybody.
    Handler count(Limit limit) {
        return (request, response) -> {
            limits.checkFrom(limit, peers.prefix(request));
            response.next();
        };
    }

    Handler check(Access access) {
        return (request, response) -> {
            var caller = found(request).orElseThrow(() -> nobody(request));
            if (caller.kind() == Caller.Kind.AGENT && isFromAnotherSite(request)) {
                // Before anything is counted: what another site does is not theirs.
                throw fromAnotherSite(request, caller);
            }
            count(request, caller);
            if (caller.standing().owesSecondStep() && !(access instanceof Access.SignedIn)) {
                throw Refusal.of(Code.SECOND_STEP_OWED);
            }
            if (access instanceof Access.Needs(var permission, _) && !caller.may(permission)) {
                throw notAllowed(request, caller, permission);
            }
            if (caller.kind() == Caller.Kind.AGENT
                    && access.asksProof()
                    && !caller.standing().proved()) {
                throw Refusal.of(Code.PROOF_NEEDED);
            }
            response.next();
        };
    }

    private void count(ServerRequest request, Caller caller) {
        if (isOfApi(request)) {
            limits.check(Limit.API, caller);
        } else if (!SAFE.contains(request.prologue().method())) {
            limits.check(Limit.PANEL, caller);
        }
    }

    private static boolean isOfApi(ServerRequest request) {
        return request.path().path().startsWith(API);
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
            if (!access.neighbours().include(request)) {
                var caller = found(request);
                if (caller.isEmpty()) {
                    stranger(request);
                } else {
                    limits.check(Limit.API, caller.get());
                }
                if (caller.filter(it -> it.may(access.permission()))
                        .filter(it -> !it.standing().owesSecondStep())
                        .isEmpty()) {
                    throw Refusal.of(
                            Code.NOT_ALLOWED,
                            "This is for the gateway's own machine, for addresses that its"
                                    + " settings allow, and for callers with "
                                    + access.permission().wireName()
                                    + ".");
                }
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
        if (isFromAnotherSite(request)) {
            noteOtherSite(request);
            throw Refusal.of(Code.CROSS_SITE);
        }
    }

    private static boolean isFromAnotherSite(ServerRequest request) {
        if (SAFE.contains(request.prologue().method())) {
            return false;
        }
        var headers = request.headers();
        var site = headers.value(HeaderNames.create("Sec-Fetch-Site"));
        if (site.isPresent()) {
            return !site.get().equals("same-origin") && !site.get().equals("none");
        }
        return headers.value(HeaderNames.ORIGIN)
                .filter(origin -> !sameAuthority(origin, request.authority()))
                .isPresent();
    }

    private static void noteOtherSite(ServerRequest request) {
        REFUSED.note("another site", () -> "refused on behalf of another site: " + line(request));
    }

    private Refusal fromAnotherSite(ServerRequest request, Caller caller) {
        noteOtherSite(request);
        book.note(new Known(caller), REFUSED_ACTION, "another site", detail(request));
        return Refusal.of(Code.CROSS_SITE);
    }

    private Refusal notAllowed(ServerRequest request, Caller caller, Permission permission) {
        var needed = permission.wireName();
        REFUSED.note(
                caller.kind() + " " + caller.id() + " " + permission,
                () ->
                        caller.kind().words()
                                + " "
                                + caller.id()
                                + " is refused "
                                + line(request)
                                + ": it needs "
                                + needed);
        book.note(new Known(caller), REFUSED_ACTION, "permission " + needed, detail(request));
        return Refusal.of(
                Code.NOT_ALLOWED, "Your role does not allow this; it needs " + needed + ".");
    }

    private Refusal nobody(ServerRequest request) {
        stranger(request);
        return Refusal.of(Code.NOT_SIGNED_IN);
    }

    /// Notes and counts that a call has no credential that is good. An agent whose session has
    /// ended is nothing to write down, nor to be held off, as all their pages ask at once; a token
    /// that is good no more, or never was, may be somebody's who tries.
    ///
    /// @throws Refusal `rate_limited` when there were too many from one address
    private void stranger(ServerRequest request) {
        boolean hasToken = request.headers().contains(HeaderNames.AUTHORIZATION);
        if (!hasToken && !isOfApi(request)) {
            return;
        }
        var prefix = peers.prefix(request);
        if (hasToken) {
            tokens.note("token", () -> "refused with a token that is not good: " + line(request));
            book.note(new At(prefix), REFUSED_ACTION, "api token", detail(request));
        }
        limits.checkFrom(Limit.BAD_CALLS, prefix);
    }

    private static String line(ServerRequest request) {
        return request.prologue().method().text() + " " + request.path().path();
    }

    /// Of a path its pattern: what stands in it is whatever somebody put there.
    private static ObjectNode detail(ServerRequest request) {
        var method = request.prologue().method().text();
        return Json.object().put("route", method + " " + request.matchingPattern().orElse(""));
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
