package dev.bellhop.people;

import dev.bellhop.admin.Kept;
import dev.bellhop.admin.Proof;
import dev.bellhop.admin.ProofDone;
import dev.bellhop.admin.ProofForm;
import dev.bellhop.admin.Resend;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/// Asks somebody who is signed in to prove that it is them, before what hands out secrets, takes
/// away for good or changes how they sign in; and goes on to what they asked for.
final class ProofPages {
    private static final String PAGE = "/admin/proof";
    private static final String WRONG = "That isn’t your password.";
    private static final String UNKNOWN = "That isn’t one of your passkeys.";

    private final SignIn signIn;
    private final Doorstep doorstep;
    private final Panel panel;
    private final KeptForms keptForms;
    private final BodyBudget strangers;
    private final String provider;

    /// @param provider what single sign-on is called here; empty without
    ProofPages(
            SignIn signIn,
            Doorstep doorstep,
            Panel panel,
            KeptForms keptForms,
            BodyBudget strangers,
            String provider) {
        this.signIn = signIn;
        this.doorstep = doorstep;
        this.panel = panel;
        this.keptForms = keptForms;
        this.strangers = strangers;
        this.provider = provider;
    }

    void register(Routes routes) {
        routes.get(PAGE, Access.signedIn(), this::show)
                .post(PAGE, Access.signedIn(), this::prove)
                .get(ProofDone.PATH, Access.signedIn(), this::showDone)
                .post(PAGE + "/passkey", Access.signedIn(), this::askForPasskey);
    }

    private void askForPasskey(ServerRequest request, ServerResponse response) {
        var asked = signIn.passkeys().forProof(Callers.agent(request));
        doorstep.challenge(response, asked.challenge());
        Answers.json(response, asked.options());
    }

    /// Answers a request that came without a proof: another page for what is only read, and for a
    /// form this one with what the form held, unless that may be a secret.
    void ask(ServerRequest request, ServerResponse response) {
        var method = request.prologue().method();
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
            var query = request.query().rawValue();
            var path = request.path().rawPath() + (query.isEmpty() ? "" : "?" + query);
            panel.sendTo(response, Doorstep.with(PAGE, path));
            return;
        }
        var kept = keptForms.whole(request, response);
        var next = Panel.pageBefore(request);
        send(request, response, Status.FORBIDDEN_403, next, kept, kept.isEmpty(), "");
    }

    private void show(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        var next = Doorstep.next(request);
        if (Panel.wantsPart(request)) {
            if (caller.standing().proved()) {
                panel.sendNothing(response, Status.NO_CONTENT_204);
            } else {
                panel.send(response, new ProofForm(email(caller), hasPasskey(caller), provider));
            }
        } else if (caller.standing().proved()) {
            panel.sendTo(response, next);
        } else {
            send(request, response, Status.OK_200, next, Optional.empty(), false, "");
        }
    }

    private void showDone(ServerRequest request, ServerResponse response) {
        panel.send(response, new ProofDone(Callers.agent(request).standing().proved()));
    }

    private void prove(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        var fields = strangers.longForm(request, response);
        var form = KeptForms.single(fields);
        var next = Doorstep.own(form.getOrDefault("next", ""));
        var kept = KeptForms.carried(fields);
        try {
            var answer = form.getOrDefault("credential", "");
            boolean proved =
                    answer.isEmpty()
                            ? byPassword(request, caller, form.getOrDefault("password", ""))
                            : byPasskey(request, caller, answer);
            if (!proved) {
                // Not 401, which is for whoever is not signed in.
                var status = Status.UNPROCESSABLE_CONTENT_422;
                refuse(request, response, status, next, kept, answer.isEmpty() ? WRONG : UNKNOWN);
                return;
            }
        } catch (Refusal refusal) {
            if (refusal.code() != Code.RATE_LIMITED) {
                throw refusal;
            }
            refusal.retryAfterSeconds()
                    .ifPresent(seconds ->
                            response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
            var status = Status.TOO_MANY_REQUESTS_429;
            refuse(request, response, status, next, kept, refusal.detail());
            return;
        }
        goOn(request, response, next, kept);
    }

    private boolean byPassword(ServerRequest request, Caller caller, String password) {
        boolean fits = signIn.proofs().byOwnPassword(caller, password, doorstep.from(request));
        if (fits) {
            signIn.proved(caller, "password");
        }
        return fits;
    }

    private boolean byPasskey(ServerRequest request, Caller caller, String answer) {
        var challenge = doorstep.cookie(request, Cookies.Kind.CHALLENGE).orElse("");
        boolean fits = signIn.passkeys().proves(caller, challenge, answer);
        if (fits) {
            signIn.proved(caller, "passkey");
        }
        return fits;
    }

    private void goOn(
            ServerRequest request, ServerResponse response, String next, Optional<Kept> kept) {
        if (Panel.wantsPart(request)) {
            panel.sendNothing(response, Status.NO_CONTENT_204);
        } else if (kept.isPresent()) {
            panel.send(response, new Resend(kept.get(), next, true));
        } else {
            panel.sendTo(response, next);
        }
    }

    private void refuse(
            ServerRequest request,
            ServerResponse response,
            Status status,
            String next,
            Optional<Kept> kept,
            String words) {
        if (Panel.wantsPart(request)) {
            panel.sendWords(response, status, words);
        } else {
            send(request, response, status, next, kept, false, words);
        }
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            String next,
            Optional<Kept> kept,
            boolean withheld,
            String problem) {
        var caller = Callers.agent(request);
        panel.send(
                response,
                status,
                new Proof(
                        email(caller),
                        hasPasskey(caller),
                        provider,
                        next,
                        kept,
                        withheld,
                        problem));
    }

    private boolean hasPasskey(Caller caller) {
        return signIn.passkeys().passkeys().has(caller.id());
    }

    private String email(Caller caller) {
        return signIn.emailOf(caller);
    }
}
