package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.util.Optional;
import java.util.function.Predicate;

/// A program that speaks the admin API, such as the command line. What it sends is written as JSON.
public final class Program {
    private static final String API = "/api/v1";

    private final Http http;
    private final String[] authorization;

    public Program(Http http, String token) {
        this.http = http;
        this.authorization = new String[] {"Authorization", "Bearer " + token};
    }

    public Http.Answer asks(String path) {
        return http.get(API + path, authorization);
    }

    public Http.Answer posts(String path, String json) {
        return http.post(API + path, Json.parse(json), authorization);
    }

    public Http.Answer changes(String path, String json) {
        return http.patch(API + path, Json.parse(json), authorization);
    }

    public Http.Answer puts(String path, String json) {
        return http.put(API + path, Json.parse(json), authorization);
    }

    /// Sends bytes that say to be JSON.
    public Http.Answer sends(String method, String path, byte[] body) {
        return http.send(method, API + path, "application/json", body, authorization);
    }

    public Http.Answer deletes(String path) {
        return http.delete(API + path, authorization);
    }

    /// What stands at a path now.
    public JsonNode sees(String path) {
        var answer = asks(path);
        if (answer.status() != 200) {
            throw new AssertionError(path + ": " + answer.status() + " " + answer.text());
        }
        return answer.json();
    }

    /// What stands at a path once it is as wanted.
    public JsonNode sees(String what, String path, Predicate<JsonNode> wanted) {
        return Await.value(what, () -> Optional.of(sees(path)).filter(wanted));
    }
}
