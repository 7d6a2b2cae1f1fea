package dev.bellhop.channel;

import dev.bellhop.db.DatabaseAway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Notices when an app secret no longer explains the signatures that arrive. Several wrong ones
/// with no right one between them are a mismatch or somebody who plays at being Meta; a right one
/// ends it.
final class SignatureWatch {
    /// Meta repeats what is refused, so a real mismatch gets here within minutes.
    private static final int WRONG_MAX = 5;

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    /// Each warning is an entry of the audit log, which a stranger must not be able to fill.
    private static final Duration WARNINGS_APART = Duration.ofMinutes(15);

    private static final String WORDS =
            "The last notifications were signed with another secret than this channel's.";
    private static final String REMEDY =
            "If the app secret was reset at Meta (App dashboard › App settings › Basic), rotate the"
                    + " new one in. If notifications still arrive, somebody else sent these.";

    /// What is known of a channel; unknown at first, because an earlier life may have warned.
    private static final class Count {
        private int wrong;
        private Instant lastWrong = Instant.EPOCH;
        private Instant lastWarning = Instant.EPOCH;
        private boolean warned = true;
    }

    private final Warnings warnings;
    private final Clock clock;
    private final Map<Long, Count> counts = new ConcurrentHashMap<>();

    SignatureWatch(Warnings warnings, Clock clock) {
        this.warnings = warnings;
        this.clock = clock;
    }

    /// Takes note of a signature that was compared.
    void saw(long channelId, boolean fits) {
        var count = counts.computeIfAbsent(channelId, _ -> new Count());
        synchronized (count) {
            try {
                note(channelId, count, fits);
            } catch (DatabaseAway later) {
                return; // the next one tries again
            }
        }
    }

    private void note(long channelId, Count count, boolean fits) {
        if (fits) {
            if (count.warned) {
                warnings.clear(channelId, Warning.Kind.APP_SECRET);
                count.warned = false;
            }
            count.wrong = 0;
            return;
        }
        var now = clock.instant();
        boolean isStale = count.lastWrong.isBefore(now.minus(FORGOTTEN_AFTER));
        count.wrong = isStale ? 1 : count.wrong + 1;
        count.lastWrong = now;
        boolean isDue = count.wrong == WRONG_MAX || (count.wrong > WRONG_MAX && !count.warned);
        if (isDue && count.lastWarning.isBefore(now.minus(WARNINGS_APART))) {
            warnings.raise(channelId, Warning.Kind.APP_SECRET, WORDS, REMEDY);
            count.lastWarning = now;
            count.warned = true;
        }
    }
}
