package dev.bellhop.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What a check of the whole log found.
///
/// @param entries how many fit, from the first one on
/// @param checkpoints how many signatures were found good
/// @param seal the hash of the last entry that fits, in hexadecimal
/// @param flaw what does not fit, the first if there are several
public record Verdict(
        long entries,
        long checkpoints,
        String seal,
        Optional<Flaw> flaw,
        Instant at,
        Duration took) {
    /// Something that does not fit.
    ///
    /// @param entryId the entry that does not fit, or that ought to be there
    public record Flaw(long entryId, String words) {}

    /// Whether all of it fits.
    public boolean isWhole() {
        return flaw.isEmpty();
    }

    /// The first entry that does not fit.
    public OptionalLong brokenAt() {
        return flaw.stream().mapToLong(Flaw::entryId).findFirst();
    }

    /// How fast that was.
    public long entriesPerSecond() {
        return entries * 1_000 / Math.max(1, took.toMillis());
    }
}
