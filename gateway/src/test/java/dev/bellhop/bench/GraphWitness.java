package dev.bellhop.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Executors;

/// Plays Graph's send call and notes when each one arrived, on the clock of the clients.
final class GraphWitness implements AutoCloseable {

    /// Hears of each call.
    interface Listener {
        void called(long nanoTime, String text, String wamid, String callback);
    }

    private final HttpServer server;
    private final Listener listener;

    GraphWitness(Listener listener) throws IOException {
        this.listener = listener;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        var body = Json.read(exchange.getRequestBody().readAllBytes());
        var wamid = "wamid.BENCH" + UUID.randomUUID();
        listener.called(
                now,
                body.path("text").path("body").asText(),
                wamid,
                body.path("biz_opaque_callback_data").asText());
        var answer =
                "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"+1\",\"wa_id\":\"1\"}],\"messages\":[{\"id\":\""
                        + wamid
                        + "\"}]}";
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
