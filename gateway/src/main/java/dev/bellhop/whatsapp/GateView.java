package dev.bellhop.whatsapp;

import java.time.Instant;
import java.util.Optional;

/// How sending stands for one business number.
///
/// @param state `closed` when sends go out; `open` and `half_open` while Meta fails and is probed;
///   `stopped` when Meta says that nothing goes out on this number; `held` when somebody paused it
/// @param reason why, when it is not closed
/// @param perSecond how many sends a second it lets through now
/// @param normalPerSecond how many when Meta does not find it too fast
public record GateView(
        String phoneNumberId,
        String state,
        Instant since,
        Optional<String> reason,
        int perSecond,
        int normalPerSecond) {

    /// Whether sends go out.
    public boolean passes() {
        return state.equals("closed");
    }

    /// Whether sends go out more slowly than Meta allows the number, because it was too fast.
    public boolean isSlowed() {
        return perSecond < normalPerSecond;
    }
}
