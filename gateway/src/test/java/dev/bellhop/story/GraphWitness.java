package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// Graph's send call outside of the gateway, so that what it saw survives the gateway's death. It
/// takes every message and, when so told, keeps its answers back.
final class GraphWitness implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> calls = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private GraphWitness(int port) throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    static GraphWitness at(int port) throws IOException {
        return new GraphWitness(port);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Takes messages from now on without answering.
    void keepsSilent() {
        gate = new CountDownLatch(1);
    }

    /// Answers again; those who still wait get theirs.
    void speaks() {
        gate.countDown();
    }

    /// The messages taken whose text contains the words.
    List<JsonNode> taken(String words) {
        return calls.stream()
                .filter(call -> call.path("text").path("body").asText().contains(words))
                .toList();
    }

    /// The id under which the nth message was taken.
    static String wamid(int n) {
        return "wamid.WITNESS" + n;
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = Json.read(exchange.getRequestBody().readAllBytes());
        int n;
        synchronized (this) {
            calls.add(body);
            n = calls.size();
        }
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] answer =
                ("{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\""
                                + wamid(n)
                                + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
    }
}
