package dev.bellhop.relay;

import dev.bellhop.outbox.Job;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a send gives Meta as `biz_opaque_callback_data`, and gets back with every status: which job
/// and step it was. The job's time is part of it, so that a status of a database that was since
/// replaced does not fit a job of this one.
///
/// @param createdAt the job's time in milliseconds
record Callback(long outboxId, int step, long createdAt) {
    private static final Pattern FORM = Pattern.compile("bh:(\\d{1,18}):(\\d{1,6}):(\\d{1,15})");

    static Callback of(Job job) {
        return new Callback(job.id(), job.step(), job.createdAt().toEpochMilli());
    }

    static Optional<Callback> read(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Callback(
                                Long.parseLong(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)),
                                Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /// The job's time, as the tables keep it.
    Instant jobAt() {
        return Instant.ofEpochMilli(createdAt);
    }

    boolean fits(Instant jobCreatedAt) {
        return jobCreatedAt.toEpochMilli() == createdAt;
    }

    String text() {
        return "bh:" + outboxId + ":" + step + ":" + createdAt;
    }
}
