package dev.bellhop.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

import org.jspecify.annotations.Nullable;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Says no where no route was reached: a request line or header that makes no sense, a body larger
/// than the server takes, too many requests at once. The answer has the shape of every other
/// refusal and repeats nothing of what was sent.
public final class EarlyRefusals implements DirectHandler {
    private static final Logger LOG = Logger.getLogger(EarlyRefusals.class.getName());

    private EarlyRefusals() {}

    /// What the server is given as its direct handlers.
    public static DirectHandlers handlers() {
        var early = new EarlyRefusals();
        var handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, early);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            Throwable thrown) {
        return answer(Code.ofStatus(status.code()), headers, thrown);
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        // What fails before there is a request, such as a TLS greeting on a plain port, is not ours
        // to fix, and neither is HTTP 1.0.
        var code =
                request.equals(TransportRequest.empty())
                                || type == EventType.HTTP_VERSION_NOT_SUPPORTED
                        ? Code.BAD_REQUEST
                        : Code.ofStatus(status.code());
        return answer(code, headers, null);
    }

    private static TransportResponse answer(
            Code code, ServerResponseHeaders headers, @Nullable Throwable thrown) {
        var id = Requests.newId();
        if (code == Code.FAILED) {
            LOG.log(
                    Level.SEVERE,
                    thrown,
                    () -> "request " + id + " failed before a route was found");
        }
        return TransportResponse.builder()
                .status(Status.create(code.status()))
                .headers(headers)
                .header(HeaderNames.create(Requests.REQUEST_ID), id)
                .header(HeaderNames.CONTENT_TYPE, Answers.PROBLEM)
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .header(Requests.NOTHING)
                .header(HeaderValues.CACHE_NO_CACHE)
                .entity(Json.bytes(Answers.problem(code, code.sentence(), id)))
                .build();
    }
}
