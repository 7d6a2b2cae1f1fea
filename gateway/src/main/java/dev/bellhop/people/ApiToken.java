package dev.bellhop.people;

import dev.bellhop.web.Permission;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A token that a program signs in with, as everybody may see it: without what it is.
///
/// @param hint how it ends, to be told from others
/// @param madeBy who made it; empty for the gateway's own
/// @param expiresAt when it ends by itself; empty when it does not
/// @param usedAt when it was used last, to the minute
/// @param replacedAt when another one took its place, beside which it is good until it expires
record ApiToken(
        long id,
        String name,
        String hint,
        Set<Permission> permissions,
        Optional<String> madeBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> usedAt,
        Optional<Instant> replacedAt) {
    ApiToken {
        permissions = Set.copyOf(permissions);
    }

    /// Whether the gateway made it for the command line on its own machine.
    boolean isOwn() {
        return madeBy.isEmpty();
    }
}
