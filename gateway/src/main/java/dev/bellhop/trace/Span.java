package dev.bellhop.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Something that takes time. It is told when it is closed, by the thread that began it.
///
/// A span is current while work runs in it ([#call], [#run]), so that a room far below can say what
/// it knows without being handed it on the way. [Span#NONE] takes whatever it is told and does
/// nothing.
public interface Span extends AutoCloseable {
    /// The code by which people call a conversation.
    String CODE = "bellhop.conversation.code";

    /// One of nobody's.
    Span NONE = new NoSpan();

    /// The one in which the caller works.
    static Span current() {
        return NoSpan.CURRENT.orElse(NONE);
    }

    /// Whether anybody is told of it.
    boolean isOn();

    /// Something within it, from now on.
    ///
    /// @param what in few words, always the same ones
    Span part(String what);

    /// Something within it that began before.
    Span part(String what, Instant since);

    /// Another system is asked.
    Span outward(String what);

    /// Adds what is known: an id, a code, a word of ours. Never what anybody wrote.
    Span is(String name, String value);

    /// Adds a number that is known.
    Span is(String name, long value);

    /// Says that it came to nothing.
    Span failed();

    /// A message was stored: what is above all of this is its way.
    ///
    /// @param what whose words they are and where they come from
    void stored(String what, long conversationId, String code, int seq);

    /// It turns out to be about a message that was stored before.
    void about(String what, long conversationId, int seq);

    /// How another system goes on with this trace (W3C Trace Context).
    Optional<String> traceparent();

    /// Does work in it.
    <T> T call(Supplier<T> work);

    /// Does work in it.
    void run(Runnable work);

    /// Ends it at a moment that has passed.
    void close(Instant at);

    @Override
    void close();
}
