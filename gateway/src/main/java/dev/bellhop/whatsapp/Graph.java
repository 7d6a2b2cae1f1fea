package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;

import io.helidon.faulttolerance.CircuitBreaker;
import io.helidon.faulttolerance.CircuitBreakerOpenException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.http1.Http1Client;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLHandshakeException;

/// Calls to Meta's Graph API for one gateway. Each business number has its own circuit breaker:
/// when calls for it keep failing, further ones are put off without being made, until a probe gets
/// through.
public final class Graph {

    /// Where and how calls go out.
    ///
    /// @param base such as `https://graph.facebook.com`; asked with each call
    /// @param version such as `v26.0`
    public record Settings(
            Supplier<URI> base,
            String version,
            Duration connectTimeout,
            Duration readTimeout,
            Breaker breaker) {}

    /// When a number's breaker opens and how it comes back.
    ///
    /// @param volume how many of the latest calls count
    /// @param errorPercent how many of them must have failed
    /// @param delay how long it stays open before a probe
    public record Breaker(int volume, int errorPercent, Duration delay) {}

    /// The number that sends and the token that lets it.
    public record BusinessNumber(String phoneNumberId, Secret accessToken) {}

    private final Settings settings;
    private final Http1Client client;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    public Graph(Settings settings) {
        this.settings = settings;
        this.client =
                Http1Client.builder()
                        .servicesDiscoverServices(false)
                        .connectTimeout(settings.connectTimeout())
                        .readTimeout(settings.readTimeout())
                        .followRedirects(false)
                        // A connection that Meta closed while it was idle shows as a send without
                        // an answer, which
                        // has to be cleared up for as long as a status may take. A new one costs
                        // two round trips.
                        .keepAlive(false)
                        .addHeader(HeaderNames.USER_AGENT, "Bellhop")
                        .build();
    }

    /// Sends a text.
    ///
    /// @param to the receiver's number in digits, without `+`
    /// @param quote the message to quote
    /// @param callback comes back in every status of this message; at most 512 ASCII characters
    public Outcome sendText(
            BusinessNumber number,
            String to,
            String text,
            Optional<String> quote,
            String callback) {
        var body = envelope();
        body.put("recipient_type", "individual");
        body.put(
                "to",
                "+" + to); // without the sign Meta would put the business's own country before it
        body.put("type", "text");
        body.putObject("text").put("body", text).put("preview_url", false);
        quote.ifPresent(wamid -> body.putObject("context").put("message_id", wamid));
        body.put("biz_opaque_callback_data", callback);
        return post(number, body);
    }

    /// Whether calls for this number are being put off.
    public boolean isOpen(String phoneNumberId) {
        var breaker = breakers.get(phoneNumberId);
        return breaker != null && breaker.state() == CircuitBreaker.State.OPEN;
    }

    private static ObjectNode envelope() {
        return Json.object().put("messaging_product", "whatsapp");
    }

    private Outcome post(BusinessNumber number, ObjectNode body) {
        try {
            return breaker(number)
                    .invoke(() -> {
                        var outcome = call(number, body);
                        if (isOutage(outcome)) {
                            throw new Outage(outcome);
                        }
                        return outcome;
                    });
        } catch (Outage outage) {
            return outage.outcome;
        } catch (CircuitBreakerOpenException open) {
            return new Outcome.Later(
                    Optional.of(settings.breaker().delay()),
                    Outcome.Trouble.OUTAGE,
                    "Meta isn't answering for this number; sending is paused");
        }
    }

    private Outcome call(BusinessNumber number, ObjectNode body) {
        var uri =
                settings.base().get()
                        + "/"
                        + settings.version()
                        + "/"
                        + number.phoneNumberId()
                        + "/messages";
        try (var response =
                client.post(uri)
                        .header(
                                HeaderNames.AUTHORIZATION,
                                "Bearer " + number.accessToken().reveal())
                        .header(HeaderValues.CONTENT_TYPE_JSON)
                        .submit(Json.text(body).getBytes(StandardCharsets.UTF_8))) {
            int status = response.status().code();
            byte[] answer =
                    response.entity().hasEntity()
                            ? response.entity().as(byte[].class)
                            : new byte[0];
            var json = Json.tryRead(answer).orElse(MissingNode.getInstance());
            return status / 100 == 2 ? accepted(json) : GraphError.outcome(status, json);
        } catch (RuntimeException failure) {
            return neverReached(failure)
                    ? new Outcome.Later(
                            Optional.empty(), Outcome.Trouble.OUTAGE, "Meta could not be reached")
                    : new Outcome.Unsure("no answer from Meta: " + failure.getMessage());
        }
    }

    private static Outcome accepted(JsonNode json) {
        var id = json.path("messages").path(0).path("id");
        if (id.isTextual()) {
            return new Outcome.Accepted(id.textValue());
        }
        return new Outcome.Unsure("Meta answered 200 without a message id");
    }

    /// A refused connection, an unknown host or a failed handshake never carried a byte of ours.
    private static boolean neverReached(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            boolean connecting =
                    t instanceof ConnectException
                            || t instanceof UnknownHostException
                            || t instanceof SSLHandshakeException;
            if (connecting) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unsure _ -> true;
            case Outcome.Later later -> later.trouble() == Outcome.Trouble.OUTAGE;
            case Outcome.Accepted _, Outcome.Never _ -> false;
        };
    }

    private CircuitBreaker breaker(BusinessNumber number) {
        return breakers.computeIfAbsent(
                number.phoneNumberId(),
                id ->
                        CircuitBreaker.builder()
                                .name("graph-" + id)
                                .volume(settings.breaker().volume())
                                .errorRatio(settings.breaker().errorPercent())
                                .delay(settings.breaker().delay())
                                .addApplyOn(Outage.class)
                                .build());
    }

    private static final class Outage extends RuntimeException {
        private final transient Outcome outcome;

        Outage(Outcome outcome) {
            super("outage", null, false, false);
            this.outcome = outcome;
        }
    }
}
