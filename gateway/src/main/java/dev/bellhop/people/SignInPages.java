package dev.bellhop.people;

import dev.bellhop.admin.Failure;
import dev.bellhop.admin.Kept;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Welcome;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
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

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
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
    /// @param zone whose clock times are read from
    public record House(String name, String address, ZoneId zone) {
        String words() {
            return name.isEmpty() ? address : name + " · " + address;
        }
    }

    private static final Header FORGET_FILES =
            HeaderValues.createCached("Clear-Site-Data", "\"cache\"");

    private static final Access OPEN = Access.open("asks who it is");
    private static final String WELCOME = "/admin/welcome/";
    private static final String FIRST_PAGE = Doorstep.FIRST_PAGE;
    private static final Notice WRONG =
            new Notice(Notice.Tone.BAD, "That email and password don’t go together.", "Try again.");
    private static final Notice NO_PASSKEY =
            new Notice(
                    Notice.Tone.BAD,
                    "That passkey isn’t known here.",
                    "Use your password instead.");
    private static final Notice PASSKEY_ONLY =
            new Notice(
                    Notice.Tone.WARN,
                    "Everybody here needs a second step.",
                    "Sign in with your passkey.");
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
    private final BodyBudget strangers;
    private final House house;
    private final KeptForms keptForms;
    private final Doorstep doorstep;
    private final SecondStepPages secondStepPages;
    private final ProofPages proofPages;
    private final Optional<OpenId> openId;
    private final Optional<OpenIdPages> openIdPages;

    /// @param strangers memory for the forms of whoever has not signed in yet
    /// @param openId the provider of single sign-on, where there is one
    public SignInPages(
            SignIn signIn,
            Panel panel,
            Cookies cookies,
            Peers peers,
            BodyBudget strangers,
            House house,
            Optional<OpenId> openId,
            Clock clock) {
        this.signIn = signIn;
        this.panel = panel;
        this.cookies = cookies;
        this.strangers = strangers;
        this.house = house;
        this.openId = openId;
        this.keptForms = new KeptForms(strangers);
        this.doorstep = new Doorstep(signIn, panel, cookies, peers);
        this.secondStepPages =
                new SecondStepPages(signIn, doorstep, panel, strangers, house.zone());
        this.proofPages = new ProofPages(signIn, doorstep, panel, keptForms, strangers, provider());
        this.openIdPages = openId.map(it -> new OpenIdPages(it, signIn, doorstep, panel, clock));
    }

    public void register(Routes routes) {
        routes.get("/admin", Access.signedIn(), this::first)
                .get("/admin/sign-in", OPEN, this::ask)
                .post("/admin/sign-in", OPEN, this::enter)
                .post("/admin/sign-in/kept", OPEN, this::enterWithKept)
                .post("/admin/sign-in/passkey", OPEN, this::enterWithPasskey)
                .post("/admin/sign-in/passkey/options", OPEN, this::askForPasskey)
                .get(WELCOME + "{link}", OPEN, this::welcome)
                .post(WELCOME + "{link}", OPEN, this::redeem)
                .post("/admin/sign-out", Access.signedIn(), this::leave);
        secondStepPages.register(routes);
        proofPages.register(routes);
        openIdPages.ifPresent(it -> it.register(routes));
    }

    /// Asks somebody to prove that it is them, who sent or asked for something that needs it. What
    /// they wrote stays on the page.
    public void askForProof(ServerRequest request, ServerResponse response) {
        proofPages.ask(request, response);
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
        var next = Doorstep.next(request);
        var token = request.headers().value(HeaderNames.COOKIE).flatMap(cookies::session);
        if (token.flatMap(signIn::whose).isPresent()) {
            panel.sendTo(response, next);
            return;
        }
        // Who signs out has no cookie any more.
        var notice =
                request.query()
                        .first("openid")
                        .asOptional()
                        .map(SignInPages::notLetIn)
                        .or(() -> token.filter(it -> !it.isEmpty()).map(_ -> ENDED));
        panel.send(response, page("", next, notice, Optional.empty(), false));
    }

    private static Notice notLetIn(String why) {
        return switch (why) {
            case "unknown" ->
                    new Notice(
                            Notice.Tone.BAD,
                            "Nobody here has your address.",
                            "Ask an owner or admin to invite you.");
            case "away" ->
                    new Notice(
                            Notice.Tone.WARN,
                            "Single sign-on doesn’t answer.",
                            "Try again in a moment, or use your password.");
            default ->
                    new Notice(
                            Notice.Tone.BAD,
                            "Single sign-on didn’t confirm who you are.",
                            "Try again, or use your password.");
        };
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
        var way = Doorstep.Way.of(request, form, kept);
        Entrance entrance;
        try {
            entrance =
                    signIn.withPassword(
                            email, form.getOrDefault("password", ""), doorstep.from(request));
        } catch (Refusal refusal) {
            var page = page(email, way.next(), Optional.empty(), kept, true);
            refuse(response, refusal, page, way.inPlace());
            return;
        }
        switch (entrance) {
            case Entrance.Inside inside -> doorstep.letIn(response, inside, way);
            case Entrance.Halfway halfway -> secondStepPages.ask(response, halfway, way);
            case Entrance.AskedForPasskey _ -> refuse(response, way, email, PASSKEY_ONLY);
            case Entrance.Wrong _ -> refuse(response, way, email, WRONG);
        }
    }

    private void refuse(ServerResponse response, Doorstep.Way way, String email, Notice why) {
        if (way.inPlace()) {
            panel.sendWords(response, Status.UNAUTHORIZED_401, why.point() + " " + why.more());
        } else {
            panel.send(
                    response,
                    Status.UNAUTHORIZED_401,
                    page(email, way.next(), Optional.of(why), way.kept(), false));
        }
    }

    private void askForPasskey(ServerRequest request, ServerResponse response) {
        Guard.refuseOtherSites(request);
        signIn.proofs().countPasskey(doorstep.from(request));
        var asked = signIn.passkeys().forSignIn();
        doorstep.challenge(response, asked.challenge());
        Answers.json(response, asked.options());
    }

    private void enterWithPasskey(ServerRequest request, ServerResponse response) {
        Guard.refuseOtherSites(request);
        // Each failure is written down for good.
        signIn.proofs().countPasskey(doorstep.from(request));
        var fields = strangers.longForm(request, response);
        var form = KeptForms.single(fields);
        var way = Doorstep.Way.of(request, form, KeptForms.carried(fields));
        var challenge = doorstep.cookie(request, Cookies.Kind.CHALLENGE).orElse("");
        var answer = form.getOrDefault("credential", "");
        switch (signIn.withPasskey(challenge, answer, doorstep.from(request))) {
            case Entrance.Inside inside -> doorstep.letIn(response, inside, way);
            case Entrance.Wrong _, Entrance.Halfway _, Entrance.AskedForPasskey _ ->
                    refuse(response, way, "", NO_PASSKEY);
        }
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
        Entrance entrance;
        try {
            entrance = signIn.redeem(link(request), password, doorstep.from(request));
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
        var way = Doorstep.Way.to(firstPage(agent.role().permissions()));
        switch (entrance) {
            case Entrance.Inside inside -> doorstep.letIn(response, inside, way);
            case Entrance.Halfway halfway -> secondStepPages.ask(response, halfway, way);
            case Entrance.AskedForPasskey _ ->
                    panel.send(
                            response,
                            page("", way.next(), Optional.of(PASSKEY_ONLY), way.kept(), false));
            case Entrance.Wrong _ -> gone(request, response);
        }
    }

    /// Customers' pictures stay in the browser for a day; whoever goes takes them away with them.
    private void leave(ServerRequest request, ServerResponse response) {
        signIn.out(Caller.of(request));
        response.header(FORGET_FILES);
        response.headers().addCookie(cookies.end(Cookies.Kind.SESSION));
        panel.sendTo(response, "/admin/sign-in");
    }

    private dev.bellhop.admin.SignIn page(
            String email,
            String next,
            Optional<Notice> notice,
            Optional<Kept> kept,
            boolean paused) {
        return new dev.bellhop.admin.SignIn(
                house.words(), email, next, notice, kept, paused, provider());
    }

    private String provider() {
        return openId.map(OpenId::name).orElse("");
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
}
