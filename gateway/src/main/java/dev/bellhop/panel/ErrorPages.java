package dev.bellhop.panel;

import dev.bellhop.admin.Failure;
import dev.bellhop.admin.Section;
import dev.bellhop.admin.Shell;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Problems;
import dev.bellhop.web.Refusal;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What a person in the panel sees when a request is refused: the way to sign in, a sentence beside
/// what they were doing, or a page that says what happened and how to find it in the log.
public final class ErrorPages implements Problems.Pages {
    private static final Logger LOG = Logger.getLogger(ErrorPages.class.getName());
    private static final HeaderName HX_REDIRECT = HeaderNames.create("HX-Redirect");
    private static final HeaderName HX_CURRENT_URL = HeaderNames.create("HX-Current-URL");

    /// Where a second step is set up, and that it is owed.
    private static final String OWED = Section.SIGN_INS.path() + "?owed=1";

    private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD);

    /// What an agent can do something about: the page shows the sentence where they wrote.
    private static final Set<Integer> SAID_IN_WORDS = Set.of(409, 412, 422, 429, 503);

    private final Panel panel;
    private final Function<Caller, Shell> shells;
    private final Keeper keeper;
    private final Asker asker;

    /// Keeps what somebody sent whose session has ended.
    public interface Keeper {
        /// Answers with the page that asks them in, and what they sent on it.
        ///
        /// @return whether it has; without it nothing was answered
        boolean keep(ServerRequest request, ServerResponse response);
    }

    /// Asks somebody who is signed in to prove that it is them.
    public interface Asker {
        /// Answers with a page that asks and goes on to what was wanted.
        void ask(ServerRequest request, ServerResponse response);
    }

    /// @param shells draws what surrounds a page for somebody who is signed in
    public ErrorPages(Panel panel, Function<Caller, Shell> shells, Keeper keeper, Asker asker) {
        this.panel = panel;
        this.shells = shells;
        this.keeper = keeper;
        this.asker = asker;
    }

    @Override
    public boolean wants(ServerRequest request) {
        var path = request.path().path();
        return (path.equals("/admin") || path.startsWith("/admin/"))
                && !path.startsWith("/admin/assets/");
    }

    @Override
    public void write(
            ServerRequest request, ServerResponse response, Refusal refusal, String requestId) {
        var status = Status.create(refusal.code().status());
        if (isStream(request)) {
            panel.sendNothing(response, status);
        } else if (Panel.wantsPart(request)) {
            writePart(request, response, refusal, status);
        } else if (refusal.code() == Code.NOT_SIGNED_IN) {
            if (!keeper.keep(request, response)) {
                panel.sendTo(response, signIn(pageOf(request)));
            }
        } else if (refusal.code() == Code.PROOF_NEEDED) {
            asker.ask(request, response);
        } else if (refusal.code() == Code.SECOND_STEP_OWED) {
            panel.sendTo(response, OWED);
        } else {
            panel.send(response, status, page(request, refusal, requestId));
        }
    }

    /// An event stream follows no redirect and shows no page.
    private static boolean isStream(ServerRequest request) {
        return request.headers()
                .value(HeaderNames.ACCEPT)
                .filter(accepted -> accepted.contains("text/event-stream"))
                .isPresent();
    }

    private void writePart(
            ServerRequest request, ServerResponse response, Refusal refusal, Status status) {
        if (refusal.code() == Code.NOT_SIGNED_IN) {
            response.header(HX_REDIRECT, signIn(pageAround(request)));
            panel.sendNothing(response, status);
        } else if (refusal.code() == Code.SECOND_STEP_OWED) {
            response.header(HX_REDIRECT, OWED);
            panel.sendNothing(response, status);
        } else if (refusal.code() == Code.PROOF_NEEDED) {
            panel.sendWords(response, status, refusal.detail());
        } else if (SAID_IN_WORDS.contains(status.code())) {
            panel.sendWords(response, status, refusal.detail());
        } else {
            panel.sendNothing(response, status);
        }
    }

    private Failure page(ServerRequest request, Refusal refusal, String requestId) {
        var shell = Caller.find(request).flatMap(this::shell);
        return switch (refusal.code()) {
            case NOT_ALLOWED, NOT_FOUND, FAILED ->
                    Failure.of(shell, refusal.code().status(), requestId);
            default -> {
                var point = refusal.code().sentence();
                var more = refusal.detail().equals(point) ? "" : refusal.detail();
                yield new Failure(shell, refusal.code().status(), point, more, requestId);
            }
        };
    }

    /// The page of an error must not end in another one: without its figures it stands bare.
    private Optional<Shell> shell(Caller caller) {
        try {
            return Optional.of(shells.apply(caller));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "an error page stands without its shell", e);
            return Optional.empty();
        }
    }

    private static String signIn(String next) {
        return "/admin/sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    /// Where to go on after signing in: what was asked for, unless it changes something.
    private static String pageOf(ServerRequest request) {
        if (!READING.contains(request.prologue().method())) {
            return "/admin";
        }
        var query = request.query().rawValue();
        return request.path().rawPath() + (query.isEmpty() ? "" : "?" + query);
    }

    /// The page from which htmx asked, as htmx says.
    private static String pageAround(ServerRequest request) {
        return request.headers()
                .value(HX_CURRENT_URL)
                .flatMap(ErrorPages::pathOf)
                .filter(path -> path.startsWith("/admin/"))
                .orElse("/admin");
    }

    static Optional<String> pathOf(String url) {
        try {
            var uri = URI.create(url);
            return Optional.ofNullable(uri.getRawPath())
                    .map(path -> uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
