package dev.bellhop.trace;

import dev.bellhop.meter.Reading;

import java.time.Instant;
import java.util.List;

/// Tells nobody.
final class NoTracing implements Tracing {
    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public Span arrival() {
        return Span.NONE;
    }

    @Override
    public Span arrival(Traceparent by) {
        return Span.NONE;
    }

    @Override
    public Span arrival(Instant since, Span cause) {
        return Span.NONE;
    }

    @Override
    public Span about(String what, long conversationId, int seq, Instant since) {
        return Span.NONE;
    }

    @Override
    public List<Reading> readings() {
        return List.of();
    }

    @Override
    public void close() {
        // There is nothing to end.
    }
}
