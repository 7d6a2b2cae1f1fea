package dev.bellhop.visitor;

import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;

/// What the writing side of a session is asked to do, in order.
sealed interface Mail {
    record Frame(String text) implements Mail {}

    /// A hello was accepted.
    ///
    /// @param after the highest `seq` that the widget holds
    record Welcome(long visitorId, String token, int after) implements Mail {}

    record Heard(Happening happening) implements Mail {}

    /// The desk took a message of this connection, or had taken it before.
    record Accepted(Message message, boolean repeated) implements Mail {}

    record Stands(Standing standing) implements Mail {}

    /// A ping of the wire's own is to be answered.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Pong(byte[] payload) implements Mail {}

    /// The wire has been silent for long.
    record Beat() implements Mail {}

    record Bye(int seconds) implements Mail {}

    record End(int code, String reason) implements Mail {}
}
