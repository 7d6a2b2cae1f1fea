package dev.bellhop.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A span that is over.
///
/// @param parentId the span in which it was; empty for the first of a trace
/// @param known what is known of it: words and whole numbers
/// @param links spans of other traces that belong to it
record Finished(
        Kind kind,
        String what,
        String traceId,
        String spanId,
        Optional<String> parentId,
        Instant since,
        Instant until,
        Map<String, Object> known,
        List<Traceparent> links,
        boolean failed) {

    /// From where it was caused, or what it caused elsewhere.
    enum Kind {
        INWARD,
        WITHIN,
        OUTWARD
    }
}
