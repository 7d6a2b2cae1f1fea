package dev.bellhop.web;

import dev.bellhop.db.Absent;
import dev.bellhop.web.Guard.Callers;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A server with every part of `web` in place, as the gateway puts them together, and a few rooms
/// to ask.
final class House implements AutoCloseable {
    static final int BODY_MAX = 1_000;
    static final int PAYLOAD_MAX = 100_000;

    private static final Caller AGENT =
            new Caller(
                    Caller.Kind.AGENT,
                    1,
                    "Ada",
                    Set.of(Permission.CONVERSATIONS_READ),
                    Optional.of("hash"));
    private static final Caller PROGRAM =
            new Caller(
                    Caller.Kind.TOKEN,
                    2,
                    "Script",
                    Set.of(Permission.REPORTS_READ),
                    Optional.empty());

    private final WebServer server;
    private final BodyBudget budget;
    private final AtomicInteger smuggled = new AtomicInteger();
    private final Limits limits =
            new Limits(
                    Map.of(Limit.API, new Limit.Rate(1, 1, Duration.ofHours(1))), RefusalBook.NONE);

    House() {
        this(Duration.ofSeconds(20));
    }

    /// @param bodyWait how long a stranger's body may take
    House(Duration bodyWait) {
        this.budget =
                new BodyBudget(
                        new BodyBudget.Size(160_000, 240_000, bodyWait), new Peers(List.of()));
        var guard =
                new Guard(
                        new Known(),
                        new Cookies(URI.create("http://localhost")),
                        limits,
                        new Peers(List.of()),
                        RefusalBook.NONE);
        var routing = HttpRouting.builder();
        routing.addFilter(new Requests(false));
        new Problems(new NoPages()).register(routing);
        var routes = new Routes(routing, guard);
        add(routes);
        routes.refuseOtherMethods();
        this.server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .featuresDiscoverServices(false)
                        .addFeature(guard.feature())
                        .directHandlers(EarlyRefusals.handlers())
                        .maxPayloadSize(PAYLOAD_MAX)
                        .routing(routing)
                        .build()
                        .start();
    }

    private void add(Routes routes) {
        var open = Access.open("for tests");
        routes.get("/hello", open, (_, response) -> Answers.text(response, "hello"))
                .get("/smuggled", open, (_, response) -> countSmuggled(response))
                .post("/bytes", open, (request, response) -> echoLength(request, response))
                .post(
                        "/known",
                        Access.signedIn(),
                        (request, response) -> echoLength(request, response))
                .post("/budgeted", open, this::echoBudgeted)
                .post("/unread", open, (_, response) -> Answers.text(response, "not read"))
                .post(
                        "/form",
                        open,
                        (q, r) ->
                                Answers.json(r, Json.object().put("a", budget.form(q, r).get("a"))))
                .post(
                        "/known-form",
                        open,
                        (q, r) -> Answers.json(r, Json.object().put("a", Bodies.form(q).get("a"))))
                .post(
                        "/broken",
                        open,
                        (request, response) -> {
                            request.streamFilter(_ -> new Broken());
                            echoBudgeted(request, response);
                        })
                .post(
                        "/json",
                        open,
                        (q, r) -> Answers.json(r, Json.read(Bodies.bytes(q, BODY_MAX))))
                .get(
                        "/limited",
                        open,
                        (_, response) -> {
                            limits.check(Limit.API, "somebody");
                            Answers.text(response, "in time");
                        })
                .get(
                        "/defect",
                        open,
                        (_, _) -> {
                            throw new IllegalStateException("a secret detail");
                        })
                .get(
                        "/error",
                        open,
                        (_, _) -> {
                            throw new StackOverflowError("a secret detail");
                        })
                .get(
                        "/split",
                        open,
                        (_, response) ->
                                response.header(HeaderNames.create("X-Name"), "a\r\nX-Evil: yes")
                                        .send())
                .get(
                        "/refuse/{code}",
                        open,
                        (request, _) -> {
                            throw Refusal.of(
                                    Code.valueOf(request.path().pathParameters().get("code")));
                        })
                .get(
                        "/path/{+rest}",
                        open,
                        (request, response) -> Answers.text(response, request.path().path()))
                .get(
                        "/signed-in",
                        Access.signedIn(),
                        (q, r) -> Answers.text(r, Caller.of(q).name()))
                .get(
                        "/api/counted",
                        Access.signedIn(),
                        (q, r) -> Answers.text(r, Caller.of(q).name()))
                .post(
                        "/signed-in",
                        Access.signedIn(),
                        (q, r) -> Answers.text(r, Caller.of(q).name()))
                .get(
                        "/conversations",
                        Access.needs(Permission.CONVERSATIONS_READ),
                        (q, r) -> Answers.text(r, Caller.of(q).name()))
                .get(
                        "/reports",
                        Access.needs(Permission.REPORTS_READ),
                        (q, r) -> Answers.text(r, Caller.of(q).name()));
    }

    private void countSmuggled(ServerResponse response) {
        smuggled.incrementAndGet();
        Answers.text(response, "smuggled");
    }

    private static void echoLength(ServerRequest request, ServerResponse response) {
        Answers.text(response, Bodies.bytes(request, BODY_MAX).length + " bytes");
    }

    private void echoBudgeted(ServerRequest request, ServerResponse response) {
        try (var body = budget.read(request, response, PAYLOAD_MAX)) {
            Answers.text(response, body.bytes().length + " bytes");
        }
    }

    int port() {
        return server.port();
    }

    /// The bytes of bodies in hand.
    int held() {
        return budget.held();
    }

    /// How often a request was answered that was hidden in the body of another.
    int smuggled() {
        return smuggled.get();
    }

    @Override
    public void close() {
        server.stop();
    }

    /// What a mistake of ours in reading looks like.
    private static final class Broken extends InputStream {
        @Override
        public int read() {
            throw new IllegalStateException("a secret detail");
        }

        @Override
        public int read(byte[] bytes, int from, int most) {
            return read();
        }
    }

    private static final class Known implements Callers {
        @Override
        public Optional<Caller> bySession(String token) {
            return Optional.of(AGENT).filter(_ -> token.equals("ada"));
        }

        @Override
        public Optional<Caller> byToken(String token) {
            if (token.equals("away")) {
                throw Absent.away();
            }
            return Optional.of(PROGRAM).filter(_ -> token.equals("script"));
        }
    }

    private static final class NoPages implements Problems.Pages {
        @Override
        public boolean wants(ServerRequest request) {
            return false;
        }

        @Override
        public void write(
                ServerRequest request, ServerResponse response, Refusal refusal, String requestId) {
            throw new IllegalStateException("nobody asked for a page");
        }
    }
}
