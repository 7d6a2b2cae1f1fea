package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.sandbox.Fault.Kind;
import dev.bellhop.sandbox.Fault.On;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Json;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The door of the simulated Graph: records each call, asks for the token, lets faults strike,
/// hands the call on, and writes errors in Meta's shape.
final class GraphApi {
    private static final Access OPEN = Access.open("the simulated Graph asks for Meta's own token");
    private static final String ROOT = "/sandbox/graph/{+path}";
    private static final String LOOKASIDE = "/sandbox/lookaside/{id}";
    private static final int BEFORE_OBJECT = 3;
    private static final int BEFORE_FILE = 2;

    private final Credentials credentials;
    private final Sends sends;
    private final Account account;
    private final MediaCalls media;
    private final Faults faults;
    private final Calls calls;
    private final Events events;
    private final SkippingClock clock;
    private final BooleanSupplier requiresProof;
    private final Dice dice;
    private final CountDownLatch closing = new CountDownLatch(1);

    GraphApi(
            Credentials credentials,
            Sends sends,
            Account account,
            MediaCalls media,
            Faults faults,
            Calls calls,
            Events events,
            SkippingClock clock,
            BooleanSupplier requiresProof,
            Dice dice) {
        this.credentials = credentials;
        this.sends = sends;
        this.account = account;
        this.media = media;
        this.faults = faults;
        this.calls = calls;
        this.events = events;
        this.clock = clock;
        this.requiresProof = requiresProof;
        this.dice = dice;
    }

    void register(Routes routes) {
        routes.get(ROOT, OPEN, this::graph)
                .post(ROOT, OPEN, this::graph)
                .delete(ROOT, OPEN, this::graph)
                .get(LOOKASIDE, OPEN, this::lookaside);
    }

    /// Lets go of every answer that is held back.
    void close() {
        closing.countDown();
    }

    private void graph(ServerRequest request, ServerResponse response) {
        var call = GraphCall.read(request, BEFORE_OBJECT);
        var fault = faults.onCall(struck(call));
        serve(call, fault, response, () -> json(200, 0, answer(call, fault)));
    }

    /// The files themselves live under another address than the API, and die there.
    private void lookaside(ServerRequest request, ServerResponse response) {
        var call = GraphCall.read(request, BEFORE_FILE);
        serve(
                call,
                faults.onCall(List.of(On.MEDIA)),
                response,
                () -> bytes(media.file(call.segments().getFirst(), call)));
    }

    /// What is answered, and how it is written.
    private record Reply(int http, int code, Consumer<ServerResponse> write) {}

    /// The call is recorded before it is answered, so that whoever has the answer finds it in the
    /// list.
    private void serve(
            GraphCall call, Optional<Fault> fault, ServerResponse response, Supplier<Reply> work) {
        endWithoutAnswer(call, fault, List.of(Kind.TIMEOUT, Kind.RESET));
        Reply reply;
        try {
            authorize(call);
            strike(fault);
            reply = work.get();
        } catch (GraphError error) {
            reply = json(error.http(), error.code(), error.answer(dice.trace()));
        }
        endWithoutAnswer(call, fault, List.of(Kind.ACCEPT_THEN_TIMEOUT));
        fault.filter(it -> it.kind() == Kind.ANSWER_LATE).ifPresent(it -> hold(it.delay()));
        record(call, reply.http(), reply.code());
        reply.write().accept(response);
    }

    private static Reply json(int http, int code, JsonNode body) {
        return new Reply(http, code, response -> Answers.json(response, Status.create(http), body));
    }

    private static Reply bytes(Media.File file) {
        return new Reply(
                200,
                0,
                response ->
                        response.header(HeaderNames.CONTENT_TYPE, file.mimeType())
                                .send(file.bytes()));
    }

    private JsonNode answer(GraphCall call, Optional<Fault> fault) {
        if (call.is("POST", "messages")) {
            account.requireNumber(call.segments().getFirst());
            return sends.take(call, fault.filter(f -> f.kind() == Kind.DROP).isPresent());
        }
        if (call.is("POST", "media")) {
            account.requireNumber(call.segments().getFirst());
            return media.upload(call);
        }
        return media.answer(call).or(() -> account.answer(call)).orElseThrow(() -> unknown(call));
    }

    private void authorize(GraphCall call) {
        var token =
                call.token()
                        .orElseThrow(() ->
                                GraphError.of(104, "An access token is required to request this"));
        boolean isAppCall =
                call.segments().equals(List.of("debug_token")) && credentials.isAppToken(token);
        if (!isAppCall && !credentials.takes(token)) {
            throw credentials.hasExpired(token)
                    ? GraphError.expiredToken()
                    : GraphError.of(190, "Cannot parse access token");
        }
        var proof = call.query("appsecret_proof");
        if (proof.isEmpty() && requiresProof.getAsBoolean() && !isAppCall) {
            throw GraphError.missingProof();
        }
        if (proof.filter(it -> !it.equals(proofFor(token))).isPresent()) {
            throw GraphError.of(100, "Invalid appsecret_proof provided in the API argument");
        }
    }

    private String proofFor(String token) {
        var signature =
                WireForm.signature(
                        credentials.appSecret(),
                        token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return signature.substring(signature.indexOf('=') + 1);
    }

    private List<On> struck(GraphCall call) {
        if (call.is("POST", "messages")) {
            if (call.json().has("status")) {
                return List.of();
            }
            return Json.string(call.json(), "type").filter("template"::equals).isPresent()
                    ? List.of(On.SEND, On.TEMPLATE)
                    : List.of(On.SEND);
        }
        if (call.segments().contains("message_templates") || account.isTemplate(call)) {
            return List.of(On.TEMPLATE);
        }
        if (account.answers(call)) {
            return List.of(On.ACCOUNT);
        }
        return call.is("POST", "media") || call.segments().size() == 1
                ? List.of(On.MEDIA)
                : List.of();
    }

    private void strike(Optional<Fault> fault) {
        if (fault.isPresent()) {
            switch (fault.get().kind()) {
                case ERROR -> throw fault.get().error();
                case SLOW -> hold(fault.get().delay());
                case TIMEOUT,
                        ACCEPT_THEN_TIMEOUT,
                        ANSWER_LATE,
                        RESET,
                        DUPLICATE,
                        REORDER,
                        DROP -> {}
            }
        }
    }

    /// Holds the call and then ends the connection, when the fault is one of these.
    private void endWithoutAnswer(GraphCall call, Optional<Fault> fault, List<Kind> kinds) {
        if (fault.isPresent() && kinds.contains(fault.get().kind())) {
            record(call, 0, 0);
            hold(fault.get().delay());
            throw new CloseConnectionException("the sandbox was asked not to answer");
        }
    }

    private void hold(Duration delay) {
        try {
            closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(GraphCall call, int status, int code) {
        var seen = calls.add(clock.wire(), call.method(), call.path(), status, call.shown());
        events.tell(
                "call",
                Json.object()
                        .put("call", seen.n())
                        .put("method", call.method())
                        .put("path", call.path())
                        .put("status", status)
                        .put("code", code));
    }

    private static GraphError unknown(GraphCall call) {
        return GraphError.of(803, "Unknown path: " + call.path());
    }
}
