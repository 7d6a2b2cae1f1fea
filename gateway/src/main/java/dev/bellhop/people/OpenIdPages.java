package dev.bellhop.people;

import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Leads people to the provider of single sign-on and takes them in when they come back. They must
/// come back in the browser that was sent.
final class OpenIdPages {
    static final String START = "/admin/sign-in/openid";
    private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final Access OPEN = Access.open("asks who it is, by way of a provider");

    /// Clocks of two machines, and the way between them.
    private static final Duration DIFFERENCE = Duration.ofMinutes(2);

    private final OpenId openId;
    private final SignIn signIn;
    private final Doorstep doorstep;
    private final Panel panel;
    private final Clock clock;

    OpenIdPages(OpenId openId, SignIn signIn, Doorstep doorstep, Panel panel, Clock clock) {
        this.openId = openId;
        this.signIn = signIn;
        this.doorstep = doorstep;
        this.panel = panel;
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get(START, OPEN, this::start)
                .get(OpenId.BACK, OPEN, this::back)
                .get("/admin/proof/openid", Access.signedIn(), this::startProof);
    }

    private void start(ServerRequest request, ServerResponse response) {
        if (isSentByAnotherSite(request)) {
            // Whoever has a session at the provider would be signed in without having asked for it.
            panel.sendTo(response, Doorstep.with("/admin/sign-in", Doorstep.next(request)));
            return;
        }
        signIn.proofs().countPasskey(doorstep.from(request));
        send(response, Doorstep.next(request), Optional.empty());
    }

    private static boolean isSentByAnotherSite(ServerRequest request) {
        return request.headers()
                .value(SITE)
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .isPresent();
    }

    private void startProof(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        send(response, Doorstep.next(request), Optional.of(caller.id()));
    }

    private void send(ServerResponse response, String next, Optional<Long> prover) {
        openId.send(next, prover)
                .ifPresentOrElse(
                        sent -> {
                            doorstep.challenge(response, sent.state());
                            panel.sendTo(response, sent.address());
                        },
                        () -> refused(response, "away"));
    }

    private void back(ServerRequest request, ServerResponse response) {
        var state = request.query().first("state").orElse("");
        var code = request.query().first("code").orElse("");
        boolean ours =
                doorstep.cookie(request, Cookies.Kind.CHALLENGE).filter(state::equals).isPresent();
        if (!ours || code.isEmpty()) {
            refused(response, "unconfirmed");
            return;
        }
        openId.back(state, code)
                .ifPresentOrElse(
                        back -> takeIn(request, response, back),
                        () -> refused(response, "unconfirmed"));
    }

    private void takeIn(ServerRequest request, ServerResponse response, OpenId.Back back) {
        if (back.prover().isPresent()) {
            prove(request, response, back, back.prover().get());
            return;
        }
        switch (signIn.withOpenId(back.email(), doorstep.from(request))) {
            case Entrance.Inside inside ->
                    doorstep.letIn(response, inside, Doorstep.Way.to(back.next()));
            case Entrance.Wrong _, Entrance.Halfway _, Entrance.AskedForPasskey _ ->
                    refused(response, "unknown");
        }
    }

    /// The provider was told to ask them anew, and has to say that it has.
    private void prove(
            ServerRequest request, ServerResponse response, OpenId.Back back, long prover) {
        boolean anew =
                back.provedAt()
                        .filter(at -> at.isAfter(clock.instant().minus(DIFFERENCE)))
                        .isPresent();
        var caller =
                doorstep.cookie(request, Cookies.Kind.SESSION)
                        .flatMap(signIn::whose)
                        .filter(it -> it.id() == prover)
                        .filter(it -> signIn.emailOf(it).equalsIgnoreCase(back.email()));
        if (anew && caller.isPresent()) {
            signIn.proved(caller.get(), "single sign-on");
        }
        // Without a proof what they asked for asks once more.
        panel.sendTo(response, back.next());
    }

    private void refused(ServerResponse response, String why) {
        panel.sendTo(response, "/admin/sign-in?openid=" + why);
    }
}
