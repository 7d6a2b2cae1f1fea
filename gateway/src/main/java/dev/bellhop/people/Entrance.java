package dev.bellhop.people;

import java.time.Instant;
import java.util.List;

/// What comes of a try to sign in.
public sealed interface Entrance {

    /// What was shown does not fit, and nothing says why.
    record Wrong() implements Entrance {}

    /// They are in.
    ///
    /// @param session the token for the session's cookie
    /// @param browser the token for the browser's
    /// @param news other browsers in which somebody has signed in as them for the first time, of
    ///   which they have not been told
    record Inside(String session, String browser, List<NewBrowser> news) implements Entrance {
        public Inside {
            news = List.copyOf(news);
        }
    }

    /// What they showed was right, and something more is asked.
    ///
    /// @param begun the token under which the sign-in waits
    record Halfway(String begun) implements Entrance {}

    /// What they showed was right, and here it does not do: they have passkeys and are to use one.
    record AskedForPasskey() implements Entrance {}

    /// A browser in which somebody has signed in for the first time.
    record NewBrowser(String userAgent, Instant at) {}
}
