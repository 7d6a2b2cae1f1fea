package dev.bellhop.people;

import dev.bellhop.admin.Kept;
import dev.bellhop.admin.NewBrowsers;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.SecondStep;
import dev.bellhop.admin.Stamp;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Code;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// Between the password and the panel: asks for the code of whoever has a second step, and tells
/// whoever comes in of browsers that were new. There is no session before the code was right; the
/// sign-in waits under a cookie of the browser in which it was begun.
final class SecondStepPages {
    private static final Access OPEN = Access.open("asks who it is");

    /// A recovery code's letters, and no code of an app is as long.
    private static final int RECOVERY_LETTERS = 8;

    private static final String WRONG_CODE =
            "That code doesn’t fit, or was used. Codes change every 30 seconds.";
    private static final String WRONG_RECOVERY =
            "That code doesn’t fit, or was used. Each works once.";
    private static final Notice TOO_LATE =
            new Notice(Notice.Tone.WARN, "That took too long.", "Sign in anew.");

    private final SignIn signIn;
    private final Doorstep doorstep;
    private final Panel panel;
    private final BodyBudget strangers;
    private final ZoneId zone;

    /// @param zone whose clock times are read from
    SecondStepPages(
            SignIn signIn, Doorstep doorstep, Panel panel, BodyBudget strangers, ZoneId zone) {
        this.signIn = signIn;
        this.doorstep = doorstep;
        this.panel = panel;
        this.strangers = strangers;
        this.zone = zone;
    }

    void register(Routes routes) {
        routes.get(Doorstep.CODE, OPEN, this::show)
                .post(Doorstep.CODE, OPEN, this::enter)
                .post(Doorstep.CODE + "/kept", OPEN, this::enterWithKept)
                .get(Doorstep.NEWS, Access.signedIn(), this::news)
                .post(Doorstep.NEWS, Access.signedIn(), this::told);
    }

    /// Asks for the code, after a first step that was right.
    void ask(ServerResponse response, Entrance.Halfway halfway, Doorstep.Way way) {
        doorstep.begun(response, halfway.begun());
        if (way.inPlace()) {
            panel.sendNothing(response, Status.ACCEPTED_202);
        } else if (way.kept().isPresent()) {
            var agent = signIn.begunBy(halfway.begun()).orElseThrow();
            panel.send(response, page(agent, way, false, "", false));
        } else {
            panel.sendTo(response, Doorstep.with(Doorstep.CODE, way.next()));
        }
    }

    private void show(ServerRequest request, ServerResponse response) {
        var way = Doorstep.Way.to(Doorstep.next(request));
        boolean recovery = request.query().contains("recovery");
        begun(request)
                .flatMap(signIn::begunBy)
                .ifPresentOrElse(
                        agent -> panel.send(response, page(agent, way, recovery, "", false)),
                        () -> tooLate(response, way));
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
        var way = Doorstep.Way.of(request, form, kept);
        var token = begun(request).orElse("");
        var agent = signIn.begunBy(token);
        if (agent.isEmpty()) {
            tooLate(response, way);
            return;
        }
        var code = form.getOrDefault("code", "");
        boolean recovery = code.replaceAll("[\\s-]", "").length() == RECOVERY_LETTERS;
        boolean asked = form.containsKey("recovery");
        try {
            switch (signIn.withCode(
                    token, code, recovery, form.containsKey("trust"), doorstep.from(request))) {
                case Entrance.Inside inside -> doorstep.letIn(response, inside, way);
                case Entrance.Wrong _, Entrance.Halfway _, Entrance.AskedForPasskey _ -> {
                    var words = recovery || asked ? WRONG_RECOVERY : WRONG_CODE;
                    refuse(response, Status.UNAUTHORIZED_401, way, agent.get(), asked, words);
                }
            }
        } catch (Refusal refusal) {
            switch (refusal.code()) {
                case RATE_LIMITED -> {
                    refusal.retryAfterSeconds()
                            .ifPresent(seconds ->
                                    response.header(
                                            HeaderNames.RETRY_AFTER, Long.toString(seconds)));
                    var words = "Too many tries. " + refusal.detail();
                    var status = Status.TOO_MANY_REQUESTS_429;
                    refuse(response, status, way, agent.get(), asked, words);
                }
                case GONE -> tooLate(response, way);
                default -> throw refusal;
            }
        }
    }

    private void refuse(
            ServerResponse response,
            Status status,
            Doorstep.Way way,
            Agent agent,
            boolean recovery,
            String words) {
        if (way.inPlace()) {
            panel.sendWords(response, status, words);
        } else {
            boolean paused = status.equals(Status.TOO_MANY_REQUESTS_429);
            panel.send(response, status, page(agent, way, recovery, words, paused));
        }
    }

    private void tooLate(ServerResponse response, Doorstep.Way way) {
        if (way.inPlace()) {
            panel.sendWords(
                    response,
                    Status.create(Code.GONE.status()),
                    TOO_LATE.point() + " " + TOO_LATE.more());
        } else if (way.kept().isPresent()) {
            // What they wrote must not be lost by having looked for the phone too long.
            panel.send(
                    response,
                    Status.create(Code.GONE.status()),
                    new dev.bellhop.admin.SignIn(
                            "", "", way.next(), Optional.of(TOO_LATE), way.kept(), false, ""));
        } else {
            panel.sendTo(response, Doorstep.with("/admin/sign-in", way.next()));
        }
    }

    private static SecondStep page(
            Agent agent, Doorstep.Way way, boolean recovery, String problem, boolean paused) {
        return new SecondStep(agent.name(), recovery, way.next(), way.kept(), problem, paused);
    }

    private Optional<String> begun(ServerRequest request) {
        return doorstep.cookie(request, Cookies.Kind.BEGUN);
    }

    private void news(ServerRequest request, ServerResponse response) {
        var next = Doorstep.next(request);
        var news = signIn.news(Callers.agent(request), doorstep.from(request));
        if (news.isEmpty()) {
            panel.sendTo(response, next);
            return;
        }
        panel.send(
                response,
                new NewBrowsers(
                        news.stream()
                                .map(it ->
                                        new NewBrowsers.Line(
                                                BrowserName.of(it.userAgent()),
                                                new Stamp(
                                                        it.at(), AgentDrawing.when(it.at(), zone))))
                                .toList(),
                        next));
    }

    private void told(ServerRequest request, ServerResponse response) {
        signIn.told(Callers.agent(request), doorstep.from(request));
        panel.sendTo(response, Doorstep.own(Bodies.form(request).getOrDefault("next", "")));
    }
}
