package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.SecondStepPage;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.QrPicture;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// Where agents turn their second step on and off, and where somebody decides that everybody needs
/// one. All of it asks for a proof that it is them.
final class SecondStepSettings {
    private static final String SIGN_INS = Section.SIGN_INS.path();
    private static final String SET_UP = SIGN_INS + "/second-step";
    private static final Access OWN = proved(SettingsFrames.access(Section.SIGN_INS));

    private final SignIn signIn;
    private final SecondSteps secondSteps;
    private final SecondStepRule rule;
    private final Panel panel;
    private final SettingsFrames frames;
    private final Supplier<URI> publicUrl;

    SecondStepSettings(
            SignIn signIn,
            SecondSteps secondSteps,
            SecondStepRule rule,
            Panel panel,
            SettingsFrames frames,
            Supplier<URI> publicUrl) {
        this.signIn = signIn;
        this.secondSteps = secondSteps;
        this.rule = rule;
        this.panel = panel;
        this.frames = frames;
        this.publicUrl = publicUrl;
    }

    void register(Routes routes) {
        routes.get(SET_UP, OWN, this::offer)
                .post(SET_UP, OWN, this::turnOn)
                .post(SET_UP + "/codes", OWN, this::newCodes)
                .post(SET_UP + "/off", OWN, this::turnOff)
                .post(
                        SIGN_INS + "/everybody",
                        proved(needs(Permission.OWNERS_CHANGE)),
                        this::decide);
    }

    private void offer(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        send(response, Status.OK_200, caller, secondSteps.offer(caller.id()), "");
    }

    private void turnOn(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        var fields = Bodies.form(request);
        var token = fields.getOrDefault("offer", "");
        var offer = secondSteps.again(caller.id(), token);
        if (offer.isEmpty()) {
            // It waited too long, so the app needs another key.
            var fresh = secondSteps.offer(caller.id());
            var words = "That took too long. Scan this new picture.";
            send(response, Status.create(Code.GONE.status()), caller, fresh, words);
            return;
        }
        signIn.turnOnSecondStep(caller, token, fields.getOrDefault("code", ""))
                .ifPresentOrElse(
                        codes -> sendCodes(response, caller, codes),
                        () ->
                                send(
                                        response,
                                        Status.create(Code.INVALID.status()),
                                        caller,
                                        offer.get(),
                                        "That code doesn’t fit. Is the clock of your phone"
                                                + " right?"));
    }

    private void newCodes(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        sendCodes(response, caller, secondSteps.newCodes(caller));
    }

    private void turnOff(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        if (rule.isForEverybody()) {
            throw Refusal.of(
                    Code.CONFLICT, "Everybody here needs a second step. Set it up anew instead.");
        }
        signIn.turnOffSecondStep(caller);
        panel.sendTo(response, SIGN_INS + "?second-step=off");
    }

    /// Whoever asks it of everybody has come in by two steps, or they would be the first who cannot
    /// go on.
    private void decide(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        boolean everybody = Bodies.form(request).containsKey("everybody");
        if (everybody && !signIn.hasComeInTwice(caller)) {
            throw Refusal.of(
                    Code.CONFLICT,
                    "Turn on your own second step first, or sign in with a passkey.");
        }
        rule.change(Actor.of(caller), everybody);
        panel.sendTo(response, SIGN_INS + "?everybody=" + (everybody ? "on" : "off"));
    }

    private void send(
            ServerResponse response,
            Status status,
            Caller caller,
            SecondSteps.Offer offer,
            String problem) {
        var picture = QrPicture.of(address(caller, offer.key()));
        panel.send(
                response,
                status,
                new SecondStepPage(
                        frames.of(caller, Section.SIGN_INS),
                        offer.token(),
                        picture.side(),
                        picture.path(),
                        offer.key().replaceAll("(.{4})(?=.)", "$1 "),
                        problem,
                        List.of()));
    }

    private void sendCodes(ServerResponse response, Caller caller, List<String> codes) {
        panel.send(
                response,
                new SecondStepPage(frames.of(caller, Section.SIGN_INS), "", 0, "", "", "", codes));
    }

    /// What authenticator apps read from the picture.
    private String address(Caller caller, String key) {
        var issuer = encoded("Bellhop " + publicUrl.get().getHost());
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
                .formatted(issuer, encoded(signIn.emailOf(caller)), key, issuer);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
