package dev.bellhop.channel;

import dev.bellhop.whatsapp.GateView;

/// What to think of how sending stands for a number.
final class GateFinding {
    /// Meta says that nothing goes out on this number.
    static final String STOPPED = "stopped";

    /// Somebody paused it.
    static final String HELD = "held";

    private GateFinding() {}

    static Finding of(GateView gate) {
        var why = gate.reason().orElse("");
        return switch (gate.state()) {
            case "closed" -> Finding.ok("What is sent goes out.");
            case STOPPED ->
                    Finding.failed(
                            "Meta takes no message of this number: " + why + " What is sent waits.",
                            "Test the channel to see why. Once it is mended, or the limit is over,"
                                    + " waiting messages go out with the next try, within an hour,"
                                    + " or at once when the number is released.");
            case HELD ->
                    Finding.failed(
                            "Sending from this number is " + why + ". What is sent waits.",
                            "Release the number when it may send again; what waits goes out at"
                                    + " once.");
            default -> // the breaker is open, or one call tries whether Meta is back
                    Finding.failed(
                            "Meta keeps failing for this number: " + why + " What is sent waits.",
                            "Nothing is lost; it goes on by itself when Meta answers again. If it"
                                    + " lasts, see Meta's status page and this machine's way out.");
        };
    }

    /// Whether somebody who knows better may let the number go on.
    static boolean releases(GateView gate) {
        return gate.state().equals(HELD) || gate.state().equals(STOPPED);
    }
}
