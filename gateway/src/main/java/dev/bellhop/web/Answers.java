package dev.bellhop.web;

import com.fasterxml.jackson.databind.JsonNode;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Writes answers: JSON, text, HTML, redirects. API answers are never cached.
public final class Answers {
    private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD);
    private static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    private Answers() {}

    public static void json(ServerResponse response, JsonNode node) {
        json(response, Status.OK_200, node);
    }

    public static void json(ServerResponse response, Status status, JsonNode node) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, JSON)
                .header(HeaderValues.CACHE_NO_CACHE)
                .send(Json.bytes(node));
    }

    /// Shows something that can be set, under a tag by which a change can say what it was made
    /// from; whoever asks with the tag of what they have is told that it is the same.
    ///
    /// @param state what can be set of it, as whoever changes it compares
    public static void tagged(
            ServerRequest request, ServerResponse response, String state, JsonNode node) {
        byte[] body = Json.bytes(node);
        var tag = ETag.of(state, body);
        response.header(HeaderNames.CONTENT_TYPE, JSON).header(HeaderValues.CACHE_NO_CACHE);
        if (READING.contains(request.prologue().method())) {
            tag.send(request, response, body);
        } else {
            response.header(HeaderNames.ETAG, tag.toString()).send(body);
        }
    }

    public static void html(ServerResponse response, byte[] page) {
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(page);
    }

    public static void text(ServerResponse response, String text) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends the browser elsewhere by GET, after a form was taken.
    public static void seeOther(ServerResponse response, String location) {
        response.status(Status.SEE_OTHER_303).header(HeaderNames.LOCATION, location).send();
    }

    static void problem(ServerResponse response, Code code, String detail, String requestId) {
        response.status(Status.create(code.status()))
                .header(HeaderNames.CONTENT_TYPE, PROBLEM)
                .header(HeaderValues.CACHE_NO_CACHE)
                .send(Json.bytes(problem(code, detail, requestId)));
    }

    /// The members of a problem (RFC 9457), with our code and the request's id beside the standard
    /// ones.
    static JsonNode problem(Code code, String detail, String requestId) {
        var body = Json.object();
        body.put("type", "https://bellhop.dev/problems/" + code.wireName());
        body.put("title", code.sentence());
        body.put("status", code.status());
        body.put("detail", detail);
        body.put("code", code.wireName());
        body.put("request_id", requestId);
        return body;
    }
}
