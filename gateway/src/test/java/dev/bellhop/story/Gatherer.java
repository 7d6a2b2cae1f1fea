package dev.bellhop.story;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.db.Await;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// Somebody who gathers traces, by OpenTelemetry's protocol and with nothing of ours.
public final class Gatherer implements AutoCloseable {
    /// What becomes of a post.
    public enum Play {
        TAKE,
        REFUSE,
        HANG
    }

    /// A span as it came.
    ///
    /// @param parent empty for the first of its trace
    /// @param links the traces that it leads to
    public record Told(
            String name,
            String trace,
            String id,
            String parent,
            Span.SpanKind kind,
            long beganNanos,
            long endedNanos,
            Map<String, String> attributes,
            List<String> links,
            boolean failed) {
        public String of(String attribute) {
            return attributes.getOrDefault(attribute, "");
        }
    }

    private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final Queue<Headers> heads = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Play play = Play.TAKE;

    public Gatherer() {
        this(0);
    }

    /// Listens on this port, or on any if it is 0.
    public Gatherer(int port) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    public void plays(Play next) {
        play = next;
    }

    private void handle(HttpExchange exchange) throws IOException {
        var how = play;
        heads.add(exchange.getRequestHeaders());
        byte[] body = unpacked(exchange);
        if (how == Play.HANG) {
            hold();
            exchange.close();
            return;
        }
        if (how == Play.REFUSE) {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
            return;
        }
        bodies.add(body);
        read(body);
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static byte[] unpacked(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            return body;
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        }
    }

    private void hold() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(byte[] body) throws IOException {
        for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
            for (var scope : resource.getScopeSpansList()) {
                scope.getSpansList().stream().map(Gatherer::told).forEach(told::add);
            }
        }
    }

    private static Told told(Span span) {
        return new Told(
                span.getName(),
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getKind(),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                span.getAttributesList().stream()
                        .collect(
                                Collectors.toMap(
                                        KeyValue::getKey,
                                        Gatherer::value,
                                        (first, _) -> first,
                                        TreeMap::new)),
                span.getLinksList().stream().map(it -> hex(it.getTraceId())).toList(),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
    }

    private static String value(KeyValue attribute) {
        return attribute.getValue().hasIntValue()
                ? Long.toString(attribute.getValue().getIntValue())
                : attribute.getValue().getStringValue();
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /// All that was told.
    public List<Told> told() {
        return List.copyOf(told);
    }

    /// The first that was told that is such.
    public Told hears(String what, Predicate<Told> such) {
        return Await.value(
                "a span " + what + " among " + told, () -> told.stream().filter(such).findFirst());
    }

    /// A span of a trace.
    public Told hears(String trace, String name) {
        return hears(name, it -> it.trace().equals(trace) && it.name().equals(name));
    }

    /// What was taken, as it came but unpacked: its characters are bytes.
    public String bytes() {
        return bodies.stream()
                .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }

    /// The last value of a header.
    public Optional<String> header(String name) {
        return heads.stream()
                .map(head -> Optional.ofNullable(head.getFirst(name)))
                .reduce((_, second) -> second)
                .flatMap(it -> it);
    }

    /// How often somebody came, whatever became of it.
    public int posts() {
        return heads.size();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
