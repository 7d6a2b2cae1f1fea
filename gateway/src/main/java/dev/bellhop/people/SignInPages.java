package dev.bellhop.people;

import dev.bellhop.admin.Failure;
import dev.bellhop.admin.Kept;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Resend;
import dev.bellhop.admin.Welcome;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Requests;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The way into the panel and out of it. Which of email and password was wrong, and whether an
/// agent exists, is not told; a session begins only with a password or a link that is good.
public final class SignInPages {

    /// What the page says it is the door of.
    ///
    /// @param name the business, such as `Juniper & Co.`
    /// @param address the host that people type, such as `chat.example.com`
    public record House(String name, String address) {
        String words() {
            return name.isEmpty() ? address : name + " · " + address;
        }
    }

    private static final Access OPEN = Access.open("asks who it is");
    private static final String WELCOME = "/admin/welcome/";
    private static final String FIRST_PAGE = "/admin";
    private static final Notice WRONG =
            new Notice(Notice.Tone.BAD, "That email and password don’t go together.", "Try again.");
    private static final Notice ENDED =
            new Notice(
                    Notice.Tone.WARN,
                    "Your session has ended.",
                    "Sign in and go on where you were. Replies that you had begun are kept in this"
                            + " browser.");
    private static final Notice KEPT =
            new Notice(
                    Notice.Tone.WARN,
                    "Your session has ended.",
                    "What you sent is kept. Sign in, and it goes when you say so.");

    private final SignIn signIn;
    private final Panel panel;
    private final Cookies cookies;
    private final Peers peers;
    private final BodyBudget strangers;
    private final House house;
    private final KeptForms keptForms;

    /// @param strangers memory for the forms of whoever has not signed in yet
    public SignInPages(
            SignIn signIn,
            Panel panel,
            Cookies cookies,
            Peers peers,
            BodyBudget strangers,
            House house) {
        this.signIn = signIn;
        this.panel = panel;
        this.cookies = cookies;
        this.peers = peers;
        this.strangers = strangers;
        this.house = house;
        this.keptForms = new KeptForms(strangers);
    }

    public void register(Routes routes) {
        routes.get("/admin", Access.signedIn(), this::first)
                .get("/admin/sign-in", OPEN, this::ask)
                .post("/admin/sign-in", OPEN, this::enter)
                .post("/admin/sign-in/kept", OPEN, this::enterWithKept)
                .get(WELCOME + "{link}", OPEN, this::welcome)
                .post(WELCOME + "{link}", OPEN, this::redeem)
                .post("/admin/sign-out", Access.signedIn(), this::leave);
    }

    /// Where somebody signs in by a one-time link.
    static String linkAddress(URI publicUrl, String link) {
        return publicUrl + WELCOME + link;
    }

    private void first(ServerRequest request, ServerResponse response) {
        panel.sendTo(response, firstPage(Caller.of(request).permissions()));
    }

    private static String firstPage(Set<Permission> permissions) {
        return permissions.contains(Permission.CONVERSATIONS_READ)
                ? "/admin/inbox"
                : "/admin/audit";
    }

    private void ask(ServerRequest request, ServerResponse response) {
        var next = request.query().first("next").asOptional().orElse(FIRST_PAGE);
        var token = request.headers().value(HeaderNames.COOKIE).flatMap(cookies::session);
        if (token.flatMap(signIn::whose).isPresent()) {
            panel.sendTo(response, own(next));
            return;
        }
        // Who signs out has no cookie any more.
        var notice = token.filter(it -> !it.isEmpty()).map(_ -> ENDED);
        panel.send(response, page("", next, notice, Optional.empty(), false));
    }

    /// Asks somebody in who sent a form of the panel's after their session had ended. What they
    /// wrote stays on the page, and is sent again when they are in and say so.
    ///
    /// @return whether it has answered
    public boolean keep(ServerRequest request, ServerResponse response) {
        var kept = keptForms.sent(request, response);
        kept.ifPresent(it ->
                panel.send(
                        response,
                        Status.UNAUTHORIZED_401,
                        page("", FIRST_PAGE, Optional.of(KEPT), kept, false)));
        return kept.isPresent();
    }

    private void enter(ServerRequest request, ServerResponse response) {
        Guard.refuseOtherSites(request);
        enter(request, response, strangers.form(request, response), Optional.empty());
    }

    private void enterWithKept(ServerRequest request, ServerResponse response) {
        Guard.refuseOtherSites(request);
        var fields = strangers.longForm(request, response);
        enter(request, response, KeptForms.single(fields), KeptForms.carried(fields));
    }

    private void enter(
            ServerRequest request,
            ServerResponse response,
            Map<String, String> form,
            Optional<Kept> kept) {
        var email = form.getOrDefault("email", "").strip();
        var next = form.getOrDefault("next", FIRST_PAGE);
        boolean inPlace = Panel.wantsPart(request);
        Optional<String> session;
        try {
            session =
                    signIn.withPassword(
                            email,
                            form.getOrDefault("password", ""),
                            address(request),
                            browser(request));
        } catch (Refusal refusal) {
            refuse(response, refusal, page(email, next, Optional.empty(), kept, true), inPlace);
            return;
        }
        if (session.isEmpty()) {
            if (inPlace) {
                panel.sendWords(
                        response, Status.UNAUTHORIZED_401, WRONG.point() + " " + WRONG.more());
            } else {
                panel.send(
                        response,
                        Status.UNAUTHORIZED_401,
                        page(email, next, Optional.of(WRONG), kept, false));
            }
            return;
        }
        if (inPlace) {
            goOn(response, session.get(), form.getOrDefault("me", ""));
        } else if (kept.isPresent()) {
            response.headers().addCookie(cookies.begin(session.get(), Sessions.LIFE));
            panel.send(response, new Resend(kept.get(), own(next)));
        } else {
            begin(response, session.get(), own(next));
        }
    }

    /// The page stays as it is for the agent whose it is; for another it is to be read anew.
    private void goOn(ServerResponse response, String session, String me) {
        response.headers().addCookie(cookies.begin(session, Sessions.LIFE));
        boolean same =
                signIn.whose(session).filter(it -> Long.toString(it.id()).equals(me)).isPresent();
        panel.sendNothing(response, same ? Status.NO_CONTENT_204 : Status.RESET_CONTENT_205);
    }

    private void refuse(
            ServerResponse response,
            Refusal refusal,
            dev.bellhop.admin.SignIn page,
            boolean inPlace) {
        if (refusal.code() != Code.RATE_LIMITED) {
            throw refusal;
        }
        var seconds = refusal.retryAfterSeconds().orElse(60L);
        response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds));
        var wait =
                new Notice(Notice.Tone.BAD, "Too many tries.", "Try again in " + seconds + " s.");
        if (inPlace) {
            panel.sendWords(
                    response, Status.TOO_MANY_REQUESTS_429, wait.point() + " " + wait.more());
        } else {
            panel.send(
                    response,
                    Status.TOO_MANY_REQUESTS_429,
                    page(page.email(), page.next(), Optional.of(wait), page.kept(), true));
        }
    }

    private void welcome(ServerRequest request, ServerResponse response) {
        signIn.holder(link(request))
                .ifPresentOrElse(
                        agent -> panel.send(response, welcome(request, agent, "", "")),
                        () -> gone(request, response));
    }

    private void redeem(ServerRequest request, ServerResponse response) {
        Guard.refuseOtherSites(request);
        var form = strangers.form(request, response);
        var password = form.getOrDefault("password", "");
        var holder = signIn.holder(link(request));
        if (holder.isEmpty()) {
            gone(request, response);
            return;
        }
        var agent = holder.get();
        if (!password.equals(form.getOrDefault("again", ""))) {
            var differs = welcome(request, agent, "", "This isn’t the same as above.");
            panel.send(response, Status.UNPROCESSABLE_CONTENT_422, differs);
            return;
        }
        String session;
        try {
            session = signIn.redeem(link(request), password, browser(request));
        } catch (Refusal refusal) {
            switch (refusal.code()) {
                case INVALID ->
                        panel.send(
                                response,
                                Status.UNPROCESSABLE_CONTENT_422,
                                welcome(request, agent, refusal.detail(), ""));
                case GONE -> gone(request, response);
                default -> throw refusal;
            }
            return;
        }
        begin(response, session, firstPage(agent.role().permissions()));
    }

    private void leave(ServerRequest request, ServerResponse response) {
        signIn.out(Caller.of(request));
        response.headers().addCookie(cookies.end());
        panel.sendTo(response, "/admin/sign-in");
    }

    private void begin(ServerResponse response, String session, String next) {
        response.headers().addCookie(cookies.begin(session, Sessions.LIFE));
        panel.sendTo(response, next);
    }

    private dev.bellhop.admin.SignIn page(
            String email,
            String next,
            Optional<Notice> notice,
            Optional<Kept> kept,
            boolean paused) {
        return new dev.bellhop.admin.SignIn(house.words(), email, own(next), notice, kept, paused);
    }

    private static Welcome welcome(
            ServerRequest request, Agent agent, String passwordProblem, String againProblem) {
        return new Welcome(
                WELCOME + link(request),
                agent.name(),
                agent.email(),
                Optional.empty(),
                passwordProblem,
                againProblem);
    }

    private void gone(ServerRequest request, ServerResponse response) {
        panel.send(
                response,
                Status.GONE_410,
                new Failure(
                        Optional.empty(),
                        Status.GONE_410.code(),
                        Code.GONE.sentence(),
                        "Ask an owner for a new one, or sign in with your password.",
                        Requests.id(request)));
    }

    private static String link(ServerRequest request) {
        return request.path().pathParameters().get("link");
    }

    private String address(ServerRequest request) {
        return peers.address(request.remotePeer().host(), request.headers());
    }

    private static String browser(ServerRequest request) {
        return request.headers().value(HeaderNames.USER_AGENT).orElse("");
    }

    /// The path if it is one of the panel's, else the first page: a link to the sign-in page must
    /// not lead elsewhere.
    private static String own(String next) {
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
