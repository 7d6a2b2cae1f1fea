package dev.bellhop.canned;

import java.time.Instant;
import java.util.OptionalLong;

/// A canned response.
///
/// @param ownerId the one agent who sees and uses it; empty when everybody does
/// @param shortcut what is typed after the slash; unlike all others of the same owner
/// @param folder one level, for finding; may be empty
/// @param text with placeholders, see [Placeholders]
/// @param version grows with each change, so that a stale form is noticed
/// @param uses how often it went out in the last 30 days
public record Canned(
        long id,
        OptionalLong ownerId,
        String shortcut,
        String folder,
        String title,
        String text,
        int version,
        Instant changedAt,
        long uses) {

    /// What a change of it is compared by.
    String state() {
        return "canned response " + id + " " + version;
    }

    /// Whether everybody on the team sees it.
    public boolean isShared() {
        return ownerId.isEmpty();
    }
}
