package dev.bellhop.relay;

import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.Mending;
import dev.bellhop.whatsapp.Outcome.Trouble;
import dev.bellhop.whatsapp.Recipient;

import java.time.Duration;
import java.util.Optional;

/// Why a message failed after Meta had accepted it.
///
/// @param code Meta's
/// @param ofUserId whether it is certain that it was sent by user id: Meta names whom a failed send
///   was for as the send did
/// @param words for whoever sent it, as they fit into the message's row
record Setback(int code, String words, boolean ofUserId) {
    private static final int WORDS_MAX = 300;
    private static final int NOT_ON_WHATSAPP = 131026;

    Setback(int code, String words) {
        this(code, words, false);
    }

    static Setback of(Failure failure, Optional<Recipient> to) {
        var line = failure.line();
        boolean fits = line.codePointCount(0, line.length()) <= WORDS_MAX;
        return new Setback(
                failure.code(),
                fits ? line : line.substring(0, line.offsetByCodePoints(0, WORDS_MAX)),
                to.filter(it -> it.waId().isEmpty()).isPresent());
    }

    /// Whether it may be that the number leads nowhere, and the user id somewhere.
    boolean isOfNumber() {
        return code == NOT_ON_WHATSAPP && !ofUserId;
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
