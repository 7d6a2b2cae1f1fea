package dev.bellhop.trace;

import dev.bellhop.trace.Finished.Kind;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A span of which somebody is told: what is known of it, and how something begins within it.
abstract class LiveSpan implements Span {
    final Ways ways;
    final Map<String, Object> known = new LinkedHashMap<>();
    boolean failed;

    LiveSpan(Ways ways) {
        this.ways = ways;
    }

    /// Begins something within it.
    abstract Span begin(Kind kind, String what, Instant since);

    @Override
    public final boolean isOn() {
        return true;
    }

    @Override
    public final Span part(String what) {
        return part(what, ways.now());
    }

    @Override
    public final Span part(String what, Instant since) {
        return begin(Kind.WITHIN, what, since);
    }

    @Override
    public final Span outward(String what) {
        return begin(Kind.OUTWARD, what, ways.now());
    }

    @Override
    public final Span is(String name, String value) {
        known.put(name, value);
        return this;
    }

    @Override
    public final Span is(String name, long value) {
        known.put(name, value);
        return this;
    }

    @Override
    public final Span failed() {
        failed = true;
        return this;
    }

    @Override
    public final <T> T call(Supplier<T> work) {
        return ScopedValue.where(NoSpan.CURRENT, this).call(work::get);
    }

    @Override
    public final void run(Runnable work) {
        ScopedValue.where(NoSpan.CURRENT, this).run(work);
    }

    @Override
    public final void close() {
        close(ways.now());
    }
}
