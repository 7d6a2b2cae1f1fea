package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.bellhop.web.Bodies;
import dev.bellhop.web.Json;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A call to the simulated Graph, read whole.
///
/// @param path the raw path, without the query
/// @param segments what follows the version; one that is empty where nothing does
/// @param json the body when it is JSON, missing when there is none
record GraphCall(
        String method,
        String path,
        List<String> segments,
        ServerRequest request,
        String contentType,
        byte[] body,
        JsonNode json) {
    private static final int SHOWN_MAX = 2_000;
    private static final int JSON_BYTES_MAX = 128 * 1024;

    /// @param prefixParts how many parts of the path come before the object, the version included
    static GraphCall read(ServerRequest request, int prefixParts) {
        var path = request.path().rawPath();
        var parts = List.of(path.substring(1).split("/", -1));
        var rest = parts.subList(Math.min(prefixParts, parts.size()), parts.size());
        var type = request.headers().value(HeaderNames.CONTENT_TYPE).orElse("");
        boolean isForm = type.startsWith("multipart/");
        byte[] body = Bodies.bytes(request, JSON_BYTES_MAX + (isForm ? Media.FILE_BYTES_MAX : 0));
        var json =
                isForm
                        ? MissingNode.getInstance()
                        : Json.tryRead(body).orElse(MissingNode.getInstance());
        return new GraphCall(
                request.prologue().method().text(),
                path,
                rest.isEmpty() ? List.of("") : rest,
                request,
                type,
                body,
                json);
    }

    /// The bearer token, from the header or, as Graph allows, the query.
    Optional<String> token() {
        return request.headers()
                .value(HeaderNames.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).trim())
                .or(() -> query("access_token"));
    }

    Optional<String> query(String name) {
        return request.query().first(name).asOptional();
    }

    /// Whether this is the method and the last part of the path.
    boolean is(String wantedMethod, String edge) {
        return method.equals(wantedMethod) && segments.size() == 2 && segments.get(1).equals(edge);
    }

    /// The body for the list of calls: JSON as it is, anything else as a few words.
    JsonNode shown() {
        if (!json.isMissingNode()) {
            return json;
        }
        if (contentType.startsWith("multipart/")) {
            return new TextNode(body.length + " bytes of " + contentType.split(";", 2)[0]);
        }
        var text = new String(body, StandardCharsets.UTF_8);
        return new TextNode(text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) : text);
    }
}
