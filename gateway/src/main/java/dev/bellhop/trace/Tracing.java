package dev.bellhop.trace;

import dev.bellhop.meter.Reading;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.crypto.SecretKey;

/// Where spans begin. Each message has a trace of its own, whose id follows from the message: so
/// whatever happens to it belongs together, at whichever gateway and in whichever of its lives.
public interface Tracing extends AutoCloseable {
    /// For a gateway that tells nobody; it does nothing and costs nothing.
    Tracing OFF = new NoTracing();

    /// Who is told, and how much.
    ///
    /// @param url where OTLP is taken by HTTP, such as `http://127.0.0.1:4318/v1/traces`
    /// @param sample the part of all messages that is told of, from 0 to 1
    /// @param headers a file with headers that go along, such as a token; read anew for each post
    record Setting(URI url, double sample, Optional<Path> headers) {}

    /// Begins to tell.
    ///
    /// @param key from which the ids of traces follow, so that two gateways' messages differ
    static Tracing open(Setting setting, SecretKey key, String version, Clock clock) {
        return new Ways(new Trails(key, setting.sample()), Otlp.open(setting, version), clock);
    }

    /// Whether anybody is told.
    boolean isOn();

    /// Something has come in. Which message's way it is shows when that is stored; what stores none
    /// is not told of.
    Span arrival();

    /// The same with the trace that whoever sent it goes on with: the request becomes a span there,
    /// and the message's trace has a link to it.
    Span arrival(Traceparent by);

    /// Something that came in before, and is taken up now.
    ///
    /// @param cause the span in which it came; its caller's trace is linked from here too
    Span arrival(Instant since, Span cause);

    /// Something is done about a message that is stored.
    ///
    /// @param what in few words, always the same ones
    Span about(String what, long conversationId, int seq, Instant since);

    /// How many spans were told of, and how many nobody took.
    List<Reading> readings();

    /// Tells what is left, for a moment.
    @Override
    void close();
}
