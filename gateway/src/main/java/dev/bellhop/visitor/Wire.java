package dev.bellhop.visitor;

/// A way to a widget: a WebSocket, or an event stream with posts. Only the session's writer uses
/// it.
interface Wire {
    /// Sends one frame; blocks while the other side is slow.
    ///
    /// @throws java.io.UncheckedIOException or another runtime exception when the other side is
    ///   gone
    void send(String frame);

    /// Ends the connection with a WebSocket close code.
    void close(int code, String reason);
}
