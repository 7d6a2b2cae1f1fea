package dev.bellhop.trace;

import io.opentelemetry.sdk.trace.IdGenerator;

/// Lets a span have the ids that were chosen for it: those of the next span that the same thread
/// begins.
final class GivenIds implements IdGenerator {
    private record Ids(String traceId, String spanId) {}

    private static final ThreadLocal<Ids> NEXT = new ThreadLocal<>();

    void next(String traceId, String spanId) {
        NEXT.set(new Ids(traceId, spanId));
    }

    /// The span's comes first, and then, for one without a parent, the trace's.
    @Override
    public String generateSpanId() {
        return NEXT.get().spanId();
    }

    @Override
    public String generateTraceId() {
        return NEXT.get().traceId();
    }
}
