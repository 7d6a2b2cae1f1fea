package dev.bellhop.visitor;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Erasure;
import dev.bellhop.conversation.KnownVisitors;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.people.Tokens;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Access;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/// What visitors may ask of what is kept of them: to have it, and to have it gone; and a customer
/// who signs out, that this browser is theirs no longer. They prove themselves by their token, in
/// the body.
final class RecordsDoor {
    private static final String TRANSCRIPT = "/widget/v1/transcript";
    private static final String ERASE = "/widget/v1/erase";
    private static final String SIGN_OUT = "/widget/v1/sign-out";
    private static final int BODY_BYTES_MAX = 4 * 1024;

    private record Asking(Visitor visitor, Site site, byte[] tokenHash) {}

    private final Visiting visiting;
    private final Visitors visitors;
    private final KnownVisitors customers;
    private final Erasure erasure;
    private final Transcript transcript;
    private final Sites sites;
    private final Limits limits;
    private final Origins origins;
    private final Peers peers;
    private final BodyBudget strangers;

    RecordsDoor(Visiting visiting, Transcript transcript, VisitorDoor.Ground ground) {
        this.visiting = visiting;
        this.transcript = transcript;
        this.visitors = ground.visitors();
        this.customers = ground.customers();
        this.erasure = ground.erasure();
        this.sites = ground.sites();
        this.limits = ground.limits();
        this.origins = new Origins(sites);
        this.peers = ground.peers();
        this.strangers = ground.strangers();
    }

    void register(Routes routes) {
        var visitor = Access.open("asks for the visitor's own token");
        routes.post(TRANSCRIPT, visitor, this::transcript)
                .options(TRANSCRIPT, visitor, this::preflight)
                .post(ERASE, visitor, this::erase)
                .options(ERASE, visitor, this::preflight)
                .post(SIGN_OUT, visitor, this::signOut)
                .options(SIGN_OUT, visitor, this::preflight);
    }

    private void preflight(ServerRequest request, ServerResponse response) {
        origins.preflight(request, response, "Content-Type");
    }

    private void transcript(ServerRequest request, ServerResponse response) {
        var asking = asking(request, response);
        var conversation =
                visiting.currentOf(asking.visitor().id())
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no chat yet."));
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"chat-" + conversation.code() + ".txt\"");
        try (var out = response.outputStream()) {
            transcript.write(out, asking.site(), asking.visitor(), conversation);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void erase(ServerRequest request, ServerResponse response) {
        var visitor = asking(request, response).visitor();
        var _ =
                erasure.erase(
                        new Actor("visitor", OptionalLong.of(visitor.id()), "The visitor"),
                        visitor.id());
        visiting.erased(visitor.id());
        response.status(Status.NO_CONTENT_204).send();
    }

    private void signOut(ServerRequest request, ServerResponse response) {
        var asking = asking(request, response, Limit.VISITOR_SIGN_OUTS);
        if (customers.signsOut(asking.visitor().id(), asking.tokenHash())) {
            visiting.signedOut(asking.visitor().id());
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private Asking asking(ServerRequest request, ServerResponse response) {
        return asking(request, response, Limit.VISITOR_RECORDS);
    }

    private Asking asking(ServerRequest request, ServerResponse response, Limit limit) {
        origins.admit(request, response);
        limits.checkFrom(
                limit, Peers.prefix(peers.address(request.remotePeer().host(), request.headers())));
        var tokenHash = Tokens.hash(token(request, response));
        var visitor = visitors.byToken(tokenHash).orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
        var site =
                visitor.siteId().stream()
                        .boxed()
                        .flatMap(id -> sites.find(id).stream())
                        .findFirst()
                        .orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
        origins.refuseOthers(request, site);
        limits.check(limit, "v" + visitor.id());
        return new Asking(visitor, site, tokenHash);
    }

    private String token(ServerRequest request, ServerResponse response) {
        try (var body = strangers.readWhole(request, response, BODY_BYTES_MAX)) {
            return Json.string(Json.read(body.bytes()), "token")
                    .orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
        }
    }
}
