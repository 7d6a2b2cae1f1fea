package dev.bellhop.trace;

import dev.bellhop.meter.Reading;
import dev.bellhop.trace.Finished.Kind;
import dev.bellhop.trace.Trails.Trail;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Begins spans that somebody is told of.
final class Ways implements Tracing {
    private final Trails trails;
    private final Teller teller;
    private final Clock clock;

    Ways(Trails trails, Teller teller, Clock clock) {
        this.trails = trails;
        this.teller = teller;
        this.clock = clock;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Span arrival() {
        return new Way(this, Kind.INWARD, now(), Optional.empty(), link(Span.current()));
    }

    @Override
    public Span arrival(Traceparent by) {
        return by.sampled()
                ? new Way(this, Kind.INWARD, now(), Optional.of(by), Optional.empty())
                : arrival();
    }

    @Override
    public Span arrival(Instant since, Span cause) {
        return new Way(this, Kind.INWARD, since, Optional.empty(), link(cause));
    }

    private static Optional<Traceparent> link(Span cause) {
        return cause instanceof Way way ? way.asked() : Optional.empty();
    }

    @Override
    public Span about(String what, long conversationId, int seq, Instant since) {
        var trail = trails.of(conversationId, seq);
        if (trail.isEmpty()) {
            return Span.NONE;
        }
        var way = new Way(this, Kind.WITHIN, since, Optional.empty(), Optional.empty());
        way.about(what, trail.get());
        return way;
    }

    Optional<Trail> trail(long conversationId, int seq) {
        return trails.of(conversationId, seq);
    }

    Instant now() {
        return clock.instant();
    }

    void tell(Finished span) {
        teller.tell(span);
    }

    /// Not 0, with near certainty and then for certain.
    static String newSpanId() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextLong();
        } while (id == 0);
        return HexFormat.of().toHexDigits(id);
    }

    @Override
    public List<Reading> readings() {
        return teller.readings();
    }

    @Override
    public void close() {
        teller.close();
    }
}
