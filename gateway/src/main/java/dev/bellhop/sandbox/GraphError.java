package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.Map;
import java.util.OptionalInt;

/// A refusal in Meta's words, thrown where the reason is known and written by [GraphApi], or
/// carried by a `failed` status.
final class GraphError extends RuntimeException {
    private static final String HELP =
            "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";
    private static final int UNKNOWN_OBJECT = 803;

    /// @param http the state of the answer that carries it
    /// @param title what Meta calls it
    private record Kind(int http, String title) {}

    private static final Map<Integer, Kind> KINDS =
            Map.ofEntries(
                    Map.entry(2, new Kind(503, "Service temporarily unavailable")),
                    Map.entry(4, new Kind(429, "Application request limit reached")),
                    Map.entry(
                            10,
                            new Kind(403, "Application does not have permission for this action")),
                    Map.entry(100, new Kind(400, "Invalid parameter")),
                    Map.entry(104, new Kind(401, "An access token is required")),
                    Map.entry(190, new Kind(401, "Invalid OAuth access token")),
                    Map.entry(803, new Kind(404, "Some of the aliases you requested do not exist")),
                    Map.entry(130429, new Kind(429, "Rate limit hit")),
                    Map.entry(131000, new Kind(500, "Something went wrong")),
                    Map.entry(131008, new Kind(400, "Required parameter is missing")),
                    Map.entry(131009, new Kind(400, "Parameter value is not valid")),
                    Map.entry(131016, new Kind(500, "Service unavailable")),
                    Map.entry(131026, new Kind(400, "Message undeliverable")),
                    Map.entry(131042, new Kind(400, "Business eligibility payment issue")),
                    Map.entry(131047, new Kind(400, "Re-engagement message")),
                    Map.entry(131048, new Kind(400, "Spam rate limit hit")),
                    Map.entry(131051, new Kind(400, "Unsupported message type")),
                    Map.entry(131052, new Kind(400, "Media download error")),
                    Map.entry(131053, new Kind(400, "Media upload error")),
                    Map.entry(
                            131056,
                            new Kind(
                                    400,
                                    "(Business Account, Consumer Account) pair rate limit hit")),
                    Map.entry(131062, new Kind(400, "User id not possible for this message")),
                    Map.entry(132000, new Kind(400, "Number of parameters does not match")),
                    Map.entry(
                            132001,
                            new Kind(404, "Template name does not exist in the translation")),
                    Map.entry(132005, new Kind(400, "Translated text too long")),
                    Map.entry(132012, new Kind(400, "Parameter format does not match")),
                    Map.entry(132015, new Kind(400, "Template is paused")),
                    Map.entry(132018, new Kind(400, "Template parameter is not valid")),
                    Map.entry(133010, new Kind(400, "Account not registered")));

    private final int code;
    private final OptionalInt subcode;
    private final int http;
    private final String title;
    private final String details;

    private GraphError(int code, OptionalInt subcode, int http, String title, String details) {
        super(title, null, false, false);
        this.code = code;
        this.subcode = subcode;
        this.http = http;
        this.title = title;
        this.details = details;
    }

    /// The error of this code, with the HTTP state and title that Meta gives it.
    static GraphError of(int code, String details) {
        var kind = KINDS.getOrDefault(code, new Kind(400, "An error occurred"));
        return new GraphError(code, OptionalInt.empty(), kind.http(), kind.title(), details);
    }

    /// No object of this id that the token can see: what a wrong phone number id meets.
    static GraphError noSuchObject(String id) {
        var title =
                "Unsupported request. Object with ID '"
                        + id
                        + "' does not exist, cannot be loaded due to missing permissions,"
                        + " or does not support this operation";
        return new GraphError(100, OptionalInt.of(33), 400, title, "");
    }

    /// The app wants each call to prove that it knows the app's secret, and this one does not.
    static GraphError missingProof() {
        var title = "API calls from the server require an appsecret_proof argument";
        return new GraphError(100, OptionalInt.empty(), 400, title, "");
    }

    /// The token was good once: expired, subcode 463.
    static GraphError expiredToken() {
        var title = "Error validating access token: Session has expired";
        return new GraphError(190, OptionalInt.of(463), 401, title, "");
    }

    GraphError withHttp(int status) {
        return new GraphError(code, subcode, status, title, details);
    }

    int code() {
        return code;
    }

    int http() {
        return http;
    }

    /// As the body of an answer.
    ObjectNode answer(String trace) {
        var body = Json.object();
        var error = body.putObject("error");
        error.put("message", "(#" + code + ") " + title);
        error.put(
                "type",
                code == UNKNOWN_OBJECT || subcode.equals(OptionalInt.of(33))
                        ? "GraphMethodException"
                        : "OAuthException");
        error.put("code", code);
        subcode.ifPresent(value -> error.put("error_subcode", value));
        if (!details.isEmpty()) {
            error.putObject("error_data")
                    .put("messaging_product", "whatsapp")
                    .put("details", details);
        }
        error.put("fbtrace_id", trace);
        return body;
    }

    /// As an item of `statuses[].errors`.
    ObjectNode notice() {
        var error = Json.object();
        error.put("code", code);
        error.put("title", title);
        error.put("message", title);
        error.putObject("error_data").put("details", details);
        error.put("href", HELP);
        return error;
    }
}
