package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

/// What a call to the Graph API came to.
public sealed interface Reply {

    /// A success.
    ///
    /// @param body a missing node when it was not JSON
    record Ok(JsonNode body) implements Reply {}

    /// Meta answered, and not with a success.
    ///
    /// @param body a missing node when it was not JSON
    record Refused(int status, JsonNode body) implements Reply {

        /// Whether the answer has Meta's own form of an error; a proxy's page has not, and neither
        /// has an error without a code.
        boolean isMetas() {
            return body.path("error").path("code").isInt();
        }

        /// What is wrong, for a person.
        public Failure failure() {
            return isMetas()
                    ? Failure.of(body.path("error"))
                    : Failure.without("Meta answered with HTTP " + status + " and no reason.");
        }
    }

    /// No answer, or none that could be read.
    ///
    /// @param sent whether bytes of ours may have reached Meta
    record NoAnswer(boolean sent, String why) implements Reply {}
}
