package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;

/// How long jobs of the outbox wait.
final class Waits {
    private Waits() {}

    /// How many seconds are left until a job, as the API shows it, is tried again.
    static long secondsOf(JsonNode job) {
        return Duration.between(Instant.now(), Instant.parse(job.path("next_at").asText()))
                .toSeconds();
    }
}
