package dev.bellhop.people;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.admin.SignInsPage;
import dev.bellhop.admin.Stamp;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Map;
import java.util.Optional;

/// What every agent may do about themselves: see where they are signed in, end that, and change
/// their password.
final class SignInsPages {
    private static final Access OPEN = SettingsFrames.access(Section.SIGN_INS);
    private static final String ALL = Section.SIGN_INS.path();
    private static final Status INVALID = Status.create(Code.INVALID.status());

    private final Agents agents;
    private final Sessions sessions;
    private final Staff staff;
    private final SignIn signIn;
    private final SecondSteps secondSteps;
    private final SecondStepRule rule;
    private final AgentDrawing drawing;
    private final Panel panel;
    private final SettingsFrames frames;
    private final Doorstep doorstep;

    SignInsPages(
            Agents agents,
            Sessions sessions,
            Staff staff,
            SignIn signIn,
            SecondSteps secondSteps,
            SecondStepRule rule,
            AgentDrawing drawing,
            Panel panel,
            SettingsFrames frames,
            Doorstep doorstep) {
        this.agents = agents;
        this.sessions = sessions;
        this.staff = staff;
        this.signIn = signIn;
        this.secondSteps = secondSteps;
        this.rule = rule;
        this.drawing = drawing;
        this.panel = panel;
        this.frames = frames;
        this.doorstep = doorstep;
    }

    void register(Routes routes) {
        routes.get(ALL, OPEN, this::list)
                .post(ALL + "/{session}/end", Access.proved(OPEN), this::end)
                .post(ALL + "/end-others", Access.proved(OPEN), this::endOthers)
                .post(ALL + "/password", OPEN, this::changePassword);
    }

    private void list(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Map.of());
    }

    private void end(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        try {
            staff.signOut(caller, caller.id(), request.path().pathParameters().get("session"));
        } catch (Refusal refusal) {
            if (refusal.code() != Code.NOT_FOUND) {
                throw refusal;
            }
            // It ended by itself meanwhile, which is what was wanted.
        }
        panel.sendTo(response, ALL + "?ended=1");
    }

    private void endOthers(ServerRequest request, ServerResponse response) {
        staff.signOutElsewhere(Callers.agent(request));
        panel.sendTo(response, ALL + "?ended=1");
    }

    private void changePassword(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        var fields = Bodies.form(request);
        var wanted = fields.getOrDefault("wanted", "");
        if (!wanted.equals(fields.getOrDefault("again", ""))) {
            send(request, response, INVALID, Map.of("again", "This isn’t the same as above."));
            return;
        }
        var from = doorstep.from(request);
        try {
            if (signIn.changePassword(caller, fields.getOrDefault("present", ""), wanted, from)) {
                panel.sendTo(response, ALL + "?password=1");
            } else {
                send(request, response, INVALID, Map.of("present", "That isn’t your password."));
            }
        } catch (Refusal refusal) {
            switch (refusal.code()) {
                case INVALID ->
                        send(request, response, INVALID, Map.of("wanted", refusal.detail()));
                case RATE_LIMITED ->
                        send(
                                request,
                                response,
                                Status.TOO_MANY_REQUESTS_429,
                                Map.of("present", refusal.detail()));
                default -> throw refusal;
            }
        }
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Map<String, String> problems) {
        var caller = Callers.agent(request);
        panel.send(
                response,
                status,
                new SignInsPage(
                        frames.of(caller, Section.SIGN_INS),
                        agents.find(caller.id()).map(Agent::email).orElse(""),
                        sessions.of(caller.id()).stream()
                                .map(it ->
                                        new SignInsPage.Line(
                                                it.id(),
                                                BrowserName.of(it.userAgent()),
                                                new Stamp(it.since(), drawing.when(it.since())),
                                                new Stamp(it.seenAt(), drawing.when(it.seenAt())),
                                                it.newBrowser(),
                                                it.isOf(caller)))
                                .toList(),
                        secondSteps
                                .of(caller.id())
                                .map(it ->
                                        new SignInsPage.SecondStep(
                                                new Stamp(it.since(), drawing.when(it.since())),
                                                it.codesLeft())),
                        signIn.passkeys().passkeys().of(caller.id()).stream()
                                .map(it ->
                                        new SignInsPage.Passkey(
                                                it.id(),
                                                it.name(),
                                                new Stamp(
                                                        it.createdAt(),
                                                        drawing.when(it.createdAt())),
                                                it.usedAt()
                                                        .map(at ->
                                                                new Stamp(at, drawing.when(at)))))
                                .toList(),
                        rule.isForEverybody(),
                        caller.may(Permission.OWNERS_CHANGE),
                        problems,
                        notice(request)));
    }

    private static Optional<Notice> notice(ServerRequest request) {
        var query = request.query();
        if (query.contains("owed")) {
            return Optional.of(
                    new Notice(
                            Notice.Tone.WARN,
                            "Everybody here needs a second step.",
                            "Set yours up below; everything else opens after that."));
        }
        if (query.contains("password")) {
            return ok("Your password is changed.", "You are signed out everywhere else.");
        }
        if (query.contains("passkey")) {
            return query.first("passkey").orElse("").equals("added")
                    ? ok("Your passkey is ready.", "It lets you in without a password.")
                    : ok("The passkey is removed.", "Remove it from your device, too.");
        }
        if (query.contains("second-step")) {
            return ok("Your second step is off.", "Your password alone lets you in.");
        }
        if (query.contains("everybody")) {
            return query.first("everybody").orElse("").equals("on")
                    ? ok(
                            "Everybody needs a second step now.",
                            "Whoever has none sets one up first.")
                    : ok("A second step is up to everybody now.", "");
        }
        return query.contains("ended")
                ? ok("Ended.", "It is signed out at once.")
                : Optional.empty();
    }

    private static Optional<Notice> ok(String point, String more) {
        return Optional.of(new Notice(Notice.Tone.OK, point, more));
    }
}
