package dev.bellhop.whatsapp;

import java.time.Duration;
import java.util.Optional;

/// How a send ended. A caller branches over all of them.
public sealed interface Outcome {

    /// Meta took it and will tell how it goes on; nothing is delivered yet.
    record Accepted(String wamid) implements Outcome {}

    /// Not now. It certainly did not go out, and may be repeated.
    ///
    /// @param after how long to wait at least, when Meta or our own breaker says so
    /// @param trouble whose it is
    record Later(Optional<Duration> after, Trouble trouble, String why) implements Outcome {}

    /// It will never go out as it is.
    ///
    /// @param code Meta's error code
    record Never(int code, String why) implements Outcome {}

    /// There was no answer: it may have gone out, and must not be repeated before that is cleared
    /// up.
    record Unsure(String why) implements Outcome {}

    /// What keeps a send from going out now.
    enum Trouble {
        /// Meta is away, overloaded, or could not be reached.
        OUTAGE,
        /// This number is too fast.
        NUMBER_LIMIT,
        /// This pair of number and person is too fast.
        PAIR_LIMIT,
        /// Nothing goes out on this channel until somebody mends it: token, payment, registration.
        CHANNEL,
        /// The 24-hour window has closed; only a template may be sent.
        WINDOW
    }
}
