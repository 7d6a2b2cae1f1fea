package dev.bellhop.event;

import dev.bellhop.trace.Span;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

/// Posts events. It follows no redirect, asks no proxy, and connects only to addresses that
/// [Destinations] has looked at; whoever answers slowly is cut off.
final class Poster implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(15);

    /// However the answer trickles.
    private static final Duration WHOLE = Duration.ofSeconds(20);

    private static final int KEPT_BYTES = 1_024;
    private static final HeaderName ID = HeaderNames.create("webhook-id");
    private static final HeaderName TIMESTAMP = HeaderNames.create("webhook-timestamp");
    private static final HeaderName SIGNATURE = HeaderNames.create("webhook-signature");

    private static final HeaderName TRACE = HeaderNames.create("traceparent");

    private final Http1Client client;
    private final Clock clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("event-timer").factory());

    Poster(Destinations destinations, Clock clock) {
        this.clock = clock;
        this.client =
                Http1Client.builder()
                        .servicesDiscoverServices(false)
                        .connectTimeout(CONNECT)
                        .readTimeout(READ)
                        .followRedirects(false)
                        .proxy(Proxy.noProxy())
                        .dnsResolver(destinations)
                        // Each connection is to an address that was looked at for it, and one that
                        // the other side closed meanwhile is no failure.
                        .keepAlive(false)
                        .sendExpectContinue(false)
                        .addHeader(HeaderNames.USER_AGENT, "Bellhop")
                        .build();
    }

    /// Posts an event once, with the trace of the message that it is about, if that is told of.
    ///
    /// @param name the event's own id, the same each time that it is posted
    Answer post(Endpoint endpoint, String name, String body) {
        try (var span = Span.current().outward("event post")) {
            var answer = post(endpoint, name, body, span.traceparent());
            answer.status().ifPresent(status -> span.is("http.response.status_code", status));
            if (!answer.isTaken()) {
                span.failed();
            }
            return answer;
        }
    }

    private Answer post(Endpoint endpoint, String name, String body, Optional<String> traceparent) {
        var at = clock.instant();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var signatures = Signing.signatures(endpoint.secrets(at), name, at, bytes);
        long began = System.nanoTime();
        try (var _ = new Cut(timer);
                var response =
                        with(
                                        client.post(endpoint.url().toString())
                                                .skipUriEncoding(true)
                                                .header(HeaderValues.CONTENT_TYPE_JSON)
                                                .header(ID, name)
                                                .header(
                                                        TIMESTAMP,
                                                        Long.toString(at.getEpochSecond()))
                                                .header(SIGNATURE, signatures),
                                        traceparent)
                                .submit(bytes)) {
            int status = response.status().code();
            return new Answer(
                    at,
                    since(began),
                    OptionalInt.of(status),
                    status / 100 == 2 ? Optional.empty() : Optional.of(words(status)),
                    beginning(response),
                    retryAfter(response));
        } catch (RuntimeException failure) {
            return new Answer(
                    at,
                    since(began),
                    OptionalInt.empty(),
                    Optional.of(words(failure)),
                    new byte[0],
                    Optional.empty());
        }
    }

    private static Http1ClientRequest with(
            Http1ClientRequest request, Optional<String> traceparent) {
        return traceparent.map(it -> request.header(TRACE, it)).orElse(request);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static String words(int status) {
        return switch (status / 100) {
            case 3 -> "It led elsewhere (" + status + "), and events follow nobody.";
            default -> "It answered with HTTP " + status + ".";
        };
    }

    private static String words(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case Destinations.Inside _ -> {
                    return "The address leads into a private network.";
                }
                case Destinations.UnknownHost _ -> {
                    return "There is no such host.";
                }
                case ConnectException _ -> {
                    return "Nobody answers there.";
                }
                case SocketTimeoutException _ -> {
                    return "There was no answer in time.";
                }
                case SSLException tls -> {
                    return "The connection is not safe: " + tls.getMessage();
                }
                default -> {
                    // Its cause may say more.
                }
            }
        }
        return "There was no whole answer: " + failure.getMessage();
    }

    /// What is kept of an answer. That the rest never came makes no difference to what it says.
    private static byte[] beginning(Http1ClientResponse response) {
        if (!response.entity().hasEntity()) {
            return new byte[0];
        }
        try (var in = response.entity().inputStream()) {
            return in.readNBytes(KEPT_BYTES);
        } catch (IOException | RuntimeException broken) {
            return new byte[0];
        }
    }

    private Optional<Duration> retryAfter(Http1ClientResponse response) {
        return response.headers()
                .value(HeaderNames.RETRY_AFTER)
                .flatMap(this::duration)
                .filter(it -> !it.isNegative());
    }

    private Optional<Duration> duration(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), Instant.from(until)));
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    /// Interrupts its maker, and with that their connection, unless it is closed in time.
    private static final class Cut implements AutoCloseable {
        private final Future<?> due;
        private boolean over;

        Cut(ScheduledExecutorService timer) {
            var maker = Thread.currentThread();
            due = timer.schedule(() -> cut(maker), WHOLE.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void cut(Thread maker) {
            if (!over) {
                maker.interrupt();
            }
        }

        /// Nothing else interrupts whoever posts.
        @Override
        public synchronized void close() {
            over = true;
            due.cancel(false);
            boolean _ = Thread.interrupted();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
