package dev.bellhop.relay;

import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.Mending;
import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Duration;
import java.util.Optional;

/// Why a message failed after Meta had accepted it.
///
/// @param code Meta's
/// @param words for whoever sent it, as they fit into the message's row
record Setback(int code, String words) {
    private static final int WORDS_MAX = 300;

    static Setback of(Failure failure) {
        var line = failure.line();
        boolean fits = line.codePointCount(0, line.length()) <= WORDS_MAX;
        return new Setback(
                failure.code(),
                fits ? line : line.substring(0, line.offsetByCodePoints(0, WORDS_MAX)));
    }

    /// What may be done about it; empty when nothing may.
    Optional<Trouble> trouble() {
        return Failure.troubleOf(code);
    }

    /// How long the trouble lasts at least; empty where nothing is known.
    Optional<Duration> lasts() {
        return Failure.waitOf(code);
    }

    /// How the message may be mended; empty when it may not.
    Optional<Mending> mending() {
        return Failure.mendingOf(code);
    }
}
