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

    record Heard(Happening.Shared happening) implements Mail {}

    /// The desk took a message of this connection, or had taken it before.
    record Accepted(Message message, boolean repeated) implements Mail {}

    record Stands(Standing standing) implements Mail {}

    /// Something of the wire's own that is no frame: the answer to its ping, a beat.
    record Sign(Runnable sends) implements Mail {}

    /// News may have been missed.
    record Missed() implements Mail {}

    record Bye(int seconds) implements Mail {}

    record End(int code, String reason) implements Mail {}
}
