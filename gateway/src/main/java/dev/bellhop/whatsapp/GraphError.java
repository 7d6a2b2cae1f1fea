package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Duration;
import java.util.Optional;

/// What Meta's error codes ask of us, by `code` alone: titles and HTTP states change,
/// `error_subcode` is deprecated. Source: Meta's page "Error codes" of the Cloud API, as of
/// September 2026.
final class GraphError {
    private GraphError() {}

    /// Reads an answer that is not a success.
    ///
    /// @param status the HTTP status
    /// @param body the answer, a missing node when it was not JSON
    static Outcome outcome(int status, JsonNode body) {
        var error = body.path("error");
        if (!error.isObject()) {
            if (status == 408 || status == 429) {
                return new Outcome.Later(Optional.empty(), Trouble.OUTAGE, "HTTP " + status);
            }
            return status >= 500
                    ? new Outcome.Unsure("HTTP " + status + " without Meta's error")
                    : new Outcome.Never(0, "HTTP " + status + " without Meta's error");
        }
        int code = error.path("code").asInt();
        var why = code + ": " + words(error);
        return switch (code) {
            case 0, 3, 10, 33, 104, 190, 368, 803, 131005, 131031, 131037, 131042, 131045, 133010 ->
                    later(Duration.ofMinutes(5), Trouble.CHANNEL, why);
            case 4, 17, 613, 80007 -> later(Duration.ofMinutes(5), Trouble.NUMBER_LIMIT, why);
            case 130429 -> later(Duration.ofSeconds(2), Trouble.NUMBER_LIMIT, why);
            case 131048 -> later(Duration.ofHours(1), Trouble.NUMBER_LIMIT, why);
            case 131056 -> new Outcome.Later(Optional.empty(), Trouble.PAIR_LIMIT, why);
            case 131057 -> later(Duration.ofMinutes(1), Trouble.OUTAGE, why);
            case 1, 2, 131000, 131016, 133004, 135000 ->
                    new Outcome.Later(Optional.empty(), Trouble.OUTAGE, why);
            case 131047 -> later(Duration.ofMinutes(5), Trouble.WINDOW, why);
            default -> unknown(status, code, error, why);
        };
    }

    private static Outcome unknown(int status, int code, JsonNode error, String why) {
        if (code >= 200 && code <= 299) {
            return later(Duration.ofMinutes(5), Trouble.CHANNEL, why);
        }
        if (status == 429) {
            return new Outcome.Later(Optional.empty(), Trouble.NUMBER_LIMIT, why);
        }
        if (status >= 500 || error.path("is_transient").asBoolean()) {
            return new Outcome.Later(Optional.empty(), Trouble.OUTAGE, why);
        }
        return new Outcome.Never(code, why);
    }

    private static Outcome later(Duration after, Trouble trouble, String why) {
        return new Outcome.Later(Optional.of(after), trouble, why);
    }

    /// `error_data` is an object on WhatsApp's endpoints and a string on some others.
    private static String words(JsonNode error) {
        var details = error.path("error_data").path("details");
        return details.isTextual()
                ? details.textValue()
                : error.path("message").asText("no message");
    }
}
