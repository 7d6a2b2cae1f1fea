package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Somebody else's system, to which events are posted. It verifies them by the words of the
/// specification "Standard Webhooks", with nothing of ours.
public final class Receiver implements AutoCloseable {
    /// An event as it came.
    ///
    /// @param signatures all that the header names
    /// @param traceparent with which trace it came
    public record Received(
            String id,
            long timestamp,
            List<String> signatures,
            byte[] body,
            Optional<String> traceparent) {
        public JsonNode json() {
            return Json.read(body);
        }

        public String type() {
            return json().path("type").asText();
        }

        public JsonNode data() {
            return json().path("data");
        }

        /// Whether one of its signatures was made with a secret.
        public boolean isSignedWith(String secret) {
            try {
                var key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
                var signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
                return signatures.contains("v1," + signature);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Queue<Received> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private volatile ToIntFunction<Received> answer = _ -> 204;
    private volatile Map<String, String> headers = Map.of();
    private volatile String words = "";

    public Receiver() {
        this(0);
    }

    /// Listens on this port, or on any if it is 0.
    public Receiver(int port) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /// Answers with this status from now on; 0 is no answer until it is closed.
    public void answers(int status) {
        answer = _ -> status;
    }

    /// Answers each event with its own status.
    public void answers(ToIntFunction<Received> status) {
        answer = status;
    }

    /// What its answers say beside their status.
    public void says(String body, Map<String, String> more) {
        words = body;
        headers = Map.copyOf(more);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var head = exchange.getRequestHeaders();
        var received =
                new Received(
                        head.getFirst("webhook-id"),
                        Long.parseLong(head.getFirst("webhook-timestamp")),
                        Arrays.asList(head.getFirst("webhook-signature").split(" ", -1)),
                        body,
                        Optional.ofNullable(head.getFirst("traceparent")));
        calls.incrementAndGet();
        int status = answer.applyAsInt(received);
        if (status == 0) {
            hold();
            exchange.close();
            return;
        }
        if (status / 100 == 2) {
            taken.add(received);
        }
        headers.forEach(exchange.getResponseHeaders()::add);
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void hold() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What it took, in order.
    public List<Received> taken() {
        return List.copyOf(taken);
    }

    /// How often somebody came, whatever the answer was.
    public int calls() {
        return calls.get();
    }

    /// The first that it took of a kind.
    public Received takes(String type) {
        return takes(type, _ -> true);
    }

    /// The first that it took of a kind and that is as wanted.
    public Received takes(String type, Predicate<JsonNode> data) {
        return Await.value(
                type,
                () ->
                        Optional.of(taken)
                                .flatMap(all ->
                                        all.stream()
                                                .filter(it -> it.type().equals(type))
                                                .filter(it -> data.test(it.data()))
                                                .findFirst()));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
