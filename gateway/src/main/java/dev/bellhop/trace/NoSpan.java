package dev.bellhop.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// A span of which nobody is told.
final class NoSpan implements Span {
    /// Bound by whoever is told; unbound nearly always.
    static final ScopedValue<Span> CURRENT = ScopedValue.newInstance();

    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public Span part(String what) {
        return this;
    }

    @Override
    public Span part(String what, Instant since) {
        return this;
    }

    @Override
    public Span outward(String what) {
        return this;
    }

    @Override
    public Span is(String name, String value) {
        return this;
    }

    @Override
    public Span is(String name, long value) {
        return this;
    }

    @Override
    public Span failed() {
        return this;
    }

    @Override
    public void stored(String what, long conversationId, String code, int seq) {
        // Nobody is told.
    }

    @Override
    public void about(String what, long conversationId, int seq) {
        // Nobody is told.
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }

    @Override
    public <T> T call(Supplier<T> work) {
        return work.get();
    }

    @Override
    public void run(Runnable work) {
        work.run();
    }

    @Override
    public void close(Instant at) {
        // Nobody is told.
    }

    @Override
    public void close() {
        // Nobody is told.
    }
}
