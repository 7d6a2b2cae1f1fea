package dev.bellhop.visitor;

import java.util.Optional;

/// A way to a widget: a WebSocket, or an event stream with posts. Only the session's writer sends
/// and closes; the rest may be asked by any thread.
interface Wire {
    /// Sends one frame; blocks while the other side is slow.
    ///
    /// @throws java.io.UncheckedIOException or another runtime exception when the other side is
    ///   gone
    void send(String frame);

    /// How silence is broken, where it has to be from time to time because nothing else would show
    /// that the other side has gone. It blocks and fails like a send.
    Optional<Runnable> beat();

    /// Says that the connection ends, with a WebSocket close code. The other side is expected to
    /// end it then.
    void close(int code, String reason);

    /// Ends the connection without a word; a send that is blocked fails. Where the end does not
    /// show in [#isOver] soon, it may be repeated.
    void cut();

    /// Whether the connection has ended.
    boolean isOver();
}
