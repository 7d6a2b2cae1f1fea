package dev.bellhop.channel;

import dev.bellhop.channel.Warning.Kind;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Warns of refusals that other messages will meet too, such as that of a template that is not
/// there. Each asks for a look at the channel, but not one after the other; a later look that finds
/// all well ends the warning.
final class RefusalWatch {
    /// While refusals go on, the channel is looked at so often.
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private static final String WORDS = "Meta refuses what other messages may ask for too: ";
    private static final String TEMPLATE =
            "The list of templates has just been read again. Send a template that is approved in"
                    + " that language, with as many values as it has variables.";

    /// What is known of a channel.
    ///
    /// @param isLookedAt whether the look that it asked for is over
    private record Known(Instant at, int code, boolean isLookedAt) {}

    private final Warnings warnings;
    private final Clock clock;
    private final Map<Long, Known> known = new HashMap<>();

    RefusalWatch(Warnings warnings, Clock clock) {
        this.warnings = warnings;
        this.clock = clock;
    }

    /// Takes note of such a refusal.
    ///
    /// @param code Meta's; 0 for none
    /// @param line it in words
    /// @return whether the channel should be looked at
    synchronized boolean saw(long channelId, int code, String line) {
        var before =
                Optional.ofNullable(known.get(channelId))
                        .filter(it -> clock.instant().isBefore(it.at().plus(AGAIN)));
        if (before.filter(it -> it.code() == code).isEmpty()) {
            warnings.raise(channelId, Kind.REFUSALS, WORDS + line, remedy(code));
            known.put(
                    channelId,
                    new Known(
                            before.map(Known::at).orElseGet(clock::instant),
                            code,
                            before.filter(Known::isLookedAt).isPresent()));
        }
        return before.isEmpty();
    }

    /// The channel was looked at.
    ///
    /// @param at when that began
    /// @param isWell whether nothing was found that could explain a refusal
    synchronized void looked(long channelId, Instant at, boolean isWell) {
        var before = known.get(channelId);
        if (before != null && !before.isLookedAt()) {
            // This look tells what is wrong; that nothing is found does not undo the refusal.
            boolean isIts = !at.isBefore(before.at());
            known.put(channelId, new Known(before.at(), before.code(), isIts));
        } else if (isWell) {
            warnings.clear(channelId, Kind.REFUSALS);
            known.remove(channelId);
        }
    }

    private static String remedy(int code) {
        return switch (code) {
            case 130_497 ->
                    "Meta lets this business write to people of some countries only (WhatsApp"
                            + " Manager › Overview › Account status). Answer the others by another"
                            + " way.";
            case 132_000, 132_001 -> TEMPLATE;
            case 132_015 ->
                    "Send another template meanwhile. A paused one comes back after some hours;"
                            + " better its text, or Meta disables it the third time.";
            case 132_016 -> "Make another template, with other words, and send that.";
            default -> "Test the channel to see why, and send one message again.";
        };
    }
}
