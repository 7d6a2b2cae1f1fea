package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// An error of Meta's, in an answer or in a notification.
///
/// @param code Meta's error code; 0 also when there was none to read
/// @param words what it means for whoever sent the message, from our own table
/// @param details what Meta says about this very case, cut to 300 characters
/// @param trace what Meta's support asks for
public record Failure(int code, String words, String details, Optional<String> trace) {
    private static final int DETAILS_MAX = 300;
    private static final int LINE_MAX = 300;

    /// Meta's words for these may repeat the access token.
    private static final Set<Integer> SPEAKS_OF_TOKEN = Set.of(0, 104, 190);

    private static final int TRACE_MAX = 60;

    /// Reads an `error` of an answer, or one of the `errors` of a notification. Every member but
    /// the code may be missing; `error_data` is an object on WhatsApp's endpoints and a string on
    /// others.
    public static Failure of(JsonNode error) {
        int code = error.path("code").asInt();
        return new Failure(
                code,
                error.has("code") ? ErrorCodes.words(code) : "Meta refused it.",
                error.has("code") && SPEAKS_OF_TOKEN.contains(code)
                        ? ""
                        : Texts.label(details(error), DETAILS_MAX),
                Json.string(error, "fbtrace_id").map(trace -> Texts.label(trace, TRACE_MAX)));
    }

    /// What one of Meta's codes means, for a person.
    public static String meaningOf(int code) {
        return ErrorCodes.words(code);
    }

    /// A trouble that Meta gave no code for.
    static Failure without(String words) {
        return new Failure(0, words, "", Optional.empty());
    }

    /// What keeps a message that failed on its way with this code: the same words may go later, or
    /// in another form. Empty when they will never go.
    public static Optional<Outcome.Trouble> troubleOf(int code) {
        return code == 0 ? Optional.empty() : ErrorCodes.treatment(0, code, 0, false).trouble();
    }

    /// How long Meta's trouble with this code lasts at least; empty where nothing is known.
    public static Optional<Duration> waitOf(int code) {
        return code == 0 ? Optional.empty() : ErrorCodes.treatment(0, code, 0, false).after();
    }

    /// What may make Meta take a message that failed on its way with this code.
    public static Optional<Mending> mendingOf(int code) {
        return code == 0 ? Optional.empty() : ErrorCodes.treatment(0, code, 0, false).mending();
    }

    private static String details(JsonNode error) {
        return Json.string(error.path("error_data"), "details")
                .or(() -> Json.string(error, "error_user_msg"))
                .or(() -> Json.string(error, "message"))
                .or(() -> Json.string(error, "title"))
                .orElse("");
    }

    /// One line for lists and threads: our words, then Meta's code and details; at most 300
    /// characters.
    public String line() {
        if (code == 0 && details.isEmpty()) {
            return words;
        }
        var line = words + " (Meta: " + code + (details.isEmpty() ? "" : ", " + details) + ")";
        return Texts.cut(line, LINE_MAX);
    }
}
