package dev.bellhop.trace;

import dev.bellhop.trace.Finished.Kind;
import dev.bellhop.trace.Trails.Trail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A span that begins a message's way, or a piece of it, with what is within. Everything is told
/// when it ends, because only then is it certain whose way it is; what stored no message is
/// forgotten. A part may be another thread's, and come to its end when nobody waits for it any
/// more: then it is left out.
final class Way extends LiveSpan {
    private static final String CONVERSATION = "bellhop.conversation.id";
    private static final String SEQ = "bellhop.message.seq";

    /// More within one than a person could look through.
    private static final int PARTS_MAX = 100;

    /// Whose way it is.
    ///
    /// @param first whether the message was stored by it, so that it is the trace's first span
    private record Aim(Trail trail, String what, boolean first, Map<String, Object> known) {}

    private final Kind kind;
    private final Instant since;
    private final Optional<Traceparent> caller;
    private final Optional<Traceparent> link;
    private final String ownId = Ways.newSpanId();
    private final String askedId = Ways.newSpanId();
    private final List<Aim> aims = new ArrayList<>();

    /// Guards itself and `told`.
    private final List<Part> parts = new ArrayList<>();

    private boolean told;

    /// @param caller where in its own trace somebody has asked for this
    /// @param link another trace's span that has led to this
    Way(
            Ways ways,
            Kind kind,
            Instant since,
            Optional<Traceparent> caller,
            Optional<Traceparent> link) {
        super(ways);
        this.kind = kind;
        this.since = since;
        this.caller = caller;
        this.link = link;
    }

    /// The span that stands for this in the trace of whoever asked.
    Optional<Traceparent> asked() {
        return caller.map(it -> new Traceparent(it.traceId(), askedId, true)).or(() -> link);
    }

    @Override
    Span begin(Kind within, String what, Instant begun) {
        return new Part(within, what, begun, Optional.empty());
    }

    @Override
    public void stored(String what, long conversationId, String code, int seq) {
        ways.trail(conversationId, seq)
                .ifPresent(trail -> aims.add(new Aim(trail, what, true, Map.of(CODE, code))));
    }

    @Override
    public void about(String what, long conversationId, int seq) {
        ways.trail(conversationId, seq).ifPresent(trail -> about(what, trail));
    }

    void about(String what, Trail trail) {
        aims.add(new Aim(trail, what, false, Map.of()));
    }

    @Override
    public Optional<String> traceparent() {
        return aims.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Traceparent(aims.getFirst().trail().traceId(), idFor(0), true).text());
    }

    /// The id of this span in the trace of one of those whose way it is.
    private String idFor(int index) {
        var aim = aims.get(index);
        if (aim.first()) {
            return aim.trail().rootId();
        }
        return index == 0 ? ownId : Ways.newSpanId();
    }

    @Override
    public void close(Instant at) {
        var within = lastParts();
        if (within.isEmpty()) {
            return;
        }
        caller.ifPresent(it -> tellCaller(it, at));
        for (int i = 0; i < aims.size(); i++) {
            var id = idFor(i);
            ways.tell(span(aims.get(i), id, at));
            if (i == 0) {
                within.get().forEach(part -> ways.tell(part.finished(aims.getFirst(), id)));
            }
        }
    }

    /// @return empty when they were told before
    private Optional<List<Part>> lastParts() {
        synchronized (parts) {
            if (told) {
                return Optional.empty();
            }
            told = true;
            return Optional.of(List.copyOf(parts));
        }
    }

    private void add(Part part) {
        synchronized (parts) {
            if (!told && parts.size() < PARTS_MAX) {
                parts.add(part);
            }
        }
    }

    private void tellCaller(Traceparent by, Instant at) {
        ways.tell(
                new Finished(
                        Kind.INWARD,
                        known.getOrDefault("http.request.method", "HTTP")
                                + " "
                                + known.getOrDefault("http.route", "nowhere"),
                        by.traceId(),
                        askedId,
                        Optional.of(by.spanId()),
                        since,
                        at,
                        Map.copyOf(known),
                        aims.stream()
                                .map(Aim::trail)
                                .map(it -> new Traceparent(it.traceId(), it.rootId(), true))
                                .toList(),
                        failed));
    }

    private Finished span(Aim aim, String id, Instant at) {
        var all = place(aim);
        all.putAll(known);
        all.putAll(aim.known());
        return new Finished(
                kind,
                aim.what(),
                aim.trail().traceId(),
                id,
                aim.first() ? Optional.empty() : Optional.of(aim.trail().rootId()),
                since,
                at,
                all,
                asked().stream().toList(),
                failed);
    }

    private static Map<String, Object> place(Aim aim) {
        var place = new LinkedHashMap<String, Object>();
        place.put(CONVERSATION, aim.trail().conversationId());
        place.put(SEQ, (long) aim.trail().seq());
        return place;
    }

    /// Something within.
    private final class Part extends LiveSpan {
        private final Kind partKind;
        private final String what;
        private final Instant begun;
        private final Optional<Part> above;
        private final String id = Ways.newSpanId();
        private Instant until;

        Part(Kind partKind, String what, Instant begun, Optional<Part> above) {
            super(Way.this.ways);
            this.partKind = partKind;
            this.what = what;
            this.begun = begun;
            this.until = begun;
            this.above = above;
        }

        @Override
        Span begin(Kind within, String inner, Instant innerBegun) {
            return new Part(within, inner, innerBegun, Optional.of(this));
        }

        @Override
        public void stored(String words, long conversationId, String code, int seq) {
            Way.this.stored(words, conversationId, code, seq);
        }

        @Override
        public void about(String words, long conversationId, int seq) {
            Way.this.about(words, conversationId, seq);
        }

        @Override
        public Optional<String> traceparent() {
            return aims.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Traceparent(aims.getFirst().trail().traceId(), id, true).text());
        }

        @Override
        public void close(Instant at) {
            until = at;
            add(this);
        }

        Finished finished(Aim aim, String wayId) {
            var all = place(aim);
            all.putAll(known);
            return new Finished(
                    partKind,
                    what,
                    aim.trail().traceId(),
                    id,
                    Optional.of(above.map(it -> it.id).orElse(wayId)),
                    begun,
                    until,
                    all,
                    List.of(),
                    failed);
        }
    }
}
