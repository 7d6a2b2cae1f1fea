package dev.bellhop.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An HTTP server on a free port that lets in one token and answers every request alike.
final class TinyGateway implements AutoCloseable {
    static final String TOKEN = "bhp_good";

    private final HttpServer server;
    private volatile int status = 200;
    private volatile String type = "application/json";
    private volatile String body = "{}";
    private volatile String next = "";
    private volatile Map<String, String> headers = Map.of();
    private volatile String asked = "nothing";
    private volatile String sent = "";
    private volatile boolean signedIn;
    private volatile boolean breaking;

    TinyGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Whether the last request came with any token.
    boolean sawToken() {
        return signedIn;
    }

    /// What the last request asked for.
    String asked() {
        return asked;
    }

    /// Ends each answer before it is whole.
    TinyGateway breaksOff() {
        breaking = true;
        return this;
    }

    TinyGateway endsWell() {
        breaking = false;
        return this;
    }

    /// What the last request had in its body.
    String body() {
        return sent;
    }

    TinyGateway answers(int status, String type, String body) {
        this.status = status;
        this.type = type;
        this.body = body;
        return this;
    }

    TinyGateway answers(String json) {
        return answers(200, "application/json", json);
    }

    /// What is answered after the first time.
    TinyGateway then(String json) {
        next = json;
        return this;
    }

    TinyGateway withHeader(String name, String value) {
        headers = Map.of(name, value);
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        signedIn = exchange.getRequestHeaders().containsKey("Authorization");
        boolean known =
                ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        var answer =
                known
                        ? body
                        : """
                        {"type":"https://bellhop.dev/problems/not_signed_in","title":"Please sign in.",\
                        "status":401,"detail":"This token has expired.","request_id":"r1"}\
                        """;
        if (known && !next.isEmpty()) {
            body = next;
        }
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders()
                .set("Content-Type", known ? type : "application/problem+json");
        int length = breaking ? bytes.length + 1 : bytes.length;
        exchange.sendResponseHeaders(known ? status : 401, length == 0 ? -1 : length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
            out.flush(); // or one that breaks off would say nothing at all
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
