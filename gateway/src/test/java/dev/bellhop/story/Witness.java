package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A Graph that outlives the gateways that call it, and remembers what it accepted.
public final class Witness implements AutoCloseable {

    /// What becomes of a call.
    public enum Play {
        /// It is accepted and answered.
        ANSWER,
        /// It arrives and nothing comes of it: no message, no answer.
        SWALLOW,
        /// It is accepted, and the answer never comes.
        ACCEPT_IN_SILENCE,
        /// It is accepted, and answered when the witness is told to.
        ACCEPT_AND_WAIT,
        /// What goes to a number is refused: nobody there is on WhatsApp. The rest is answered.
        REFUSE_NUMBERS
    }

    /// A message that was accepted.
    public record Sent(String text, String wamid, String callback) {}

    private final Consumer<Sent> listener;
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore answers = new Semaphore(0);
    private final HttpServer server;
    private volatile Play play = Play.ANSWER;

    public Witness() {
        this(0);
    }

    public Witness(int port) {
        this(port, _ -> {});
    }

    /// Plays on this port, or on any if it is 0.
    ///
    /// @param listener hears of each message in the moment in which it is accepted
    public Witness(int port, Consumer<Sent> listener) {
        this.listener = listener;
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

    /// A port that is taken and on which nobody listens: while this is open, whoever comes is
    /// refused there, and nobody else can take it.
    public static Socket nobody() {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A port on which nobody listens now. Somebody else may take it before it is used: whoever
    /// needs it tries again then, or holds it as [#nobody()] does.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void plays(Play next) {
        play = next;
    }

    /// Answers one of the calls that wait for it.
    public void answersOne() {
        answers.release();
    }

    /// What was accepted, in order.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /// The last lines of what was accepted: the visitors' words.
    public List<String> words() {
        return sent.stream().map(s -> s.text().substring(s.text().lastIndexOf('\n') + 1)).toList();
    }

    /// How many calls arrived, whatever came of them.
    public int calls() {
        return calls.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = Json.read(exchange.getRequestBody().readAllBytes());
        var how = play;
        if (how == Play.REFUSE_NUMBERS && body.has("to")) {
            calls.incrementAndGet();
            var refusal = Json.object();
            refusal.putObject("error").put("message", "Undeliverable").put("code", 131_026);
            answer(exchange, 400, refusal);
            return;
        }
        var message =
                new Sent(
                        body.path("text").path("body").asText(),
                        "wamid." + UUID.randomUUID(),
                        body.path("biz_opaque_callback_data").asText());
        if (how != Play.SWALLOW) {
            sent.add(message);
            listener.accept(message);
        }
        calls.incrementAndGet();
        if (how == Play.ACCEPT_AND_WAIT) {
            answers.acquireUninterruptibly();
        }
        if (how == Play.SWALLOW || how == Play.ACCEPT_IN_SILENCE) {
            hold();
            exchange.close();
            return;
        }
        var accepted = Json.object().put("messaging_product", "whatsapp");
        accepted.putArray("messages").addObject().put("id", message.wamid());
        answer(exchange, 200, accepted);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body)
            throws IOException {
        byte[] bytes = Json.bytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void hold() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        answers.release(calls());
        server.stop(0);
    }
}
