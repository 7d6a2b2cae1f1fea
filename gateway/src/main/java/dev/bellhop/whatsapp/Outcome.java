package dev.bellhop.whatsapp;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How a send ended. A caller branches over all of them.
public sealed interface Outcome {

    /// Meta took it and will tell how it goes on; nothing is delivered yet.
    record Accepted(String wamid) implements Outcome {}

    /// Not now. It certainly did not go out, and may be repeated.
    ///
    /// @param after how long to wait at least, when Meta or our own gate says so
    /// @param triesMax after how many tries it is given up; empty for never
    record Later(Trouble trouble, Optional<Duration> after, OptionalInt triesMax, Failure failure)
            implements Outcome {
        static Later of(Trouble trouble, Failure failure) {
            return new Later(trouble, Optional.empty(), OptionalInt.empty(), failure);
        }

        static Later of(Trouble trouble, Duration after, Failure failure) {
            return new Later(trouble, Optional.of(after), OptionalInt.empty(), failure);
        }
    }

    /// It will never go out as it is.
    ///
    /// @param alarm whether an admin has to hear of it, because it will happen to others too
    /// @param mending what may make Meta take it all the same
    record Never(Failure failure, boolean alarm, Optional<Mending> mending) implements Outcome {
        Never(Failure failure, boolean alarm) {
            this(failure, alarm, Optional.empty());
        }
    }

    /// There was no answer: it may have gone out, and must not be repeated before that is cleared
    /// up.
    record Unsure(String why) implements Outcome {}

    /// What keeps a send from going out now.
    enum Trouble {
        /// Meta is away, overloaded, or could not be reached.
        OUTAGE,
        /// This number is too fast; it passes in seconds.
        NUMBER_LIMIT,
        /// Meta takes nothing of this number, account or app for minutes or hours: it sent too
        /// much, or people complained.
        LIMITED,
        /// This pair of number and person is too fast.
        PAIR_LIMIT,
        /// Nothing goes out on this channel until somebody mends it: token, payment, registration.
        CHANNEL,
        /// The 24-hour window has closed; only a template may be sent.
        WINDOW,
        /// Meta holds it back by its own judgement; after a day at the earliest.
        HELD_BACK,
        /// Somebody paused sending for this number.
        PAUSED
    }
}
