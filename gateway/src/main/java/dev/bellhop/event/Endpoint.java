package dev.bellhop.event;

import dev.bellhop.vault.Secret;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Where events are posted to.
///
/// @param kinds those that it wants; all when empty
/// @param siteId the one site of which it wants to hear
/// @param offBecause why it is not posted to, while it is not
/// @param failingSince since when nothing gets there
/// @param secret what signs
/// @param old what signs as well, for a while
record Endpoint(
        long id,
        String name,
        URI url,
        Set<Kind> kinds,
        OptionalLong siteId,
        boolean enabled,
        Optional<Off> offBecause,
        Optional<Instant> failingSince,
        Optional<Instant> lastDeliveredAt,
        Secret secret,
        Optional<Old> old,
        int version,
        Instant createdAt,
        Instant changedAt) {
    Endpoint {
        kinds = Set.copyOf(kinds);
    }

    /// Why an endpoint is switched off.
    enum Off {
        /// Somebody did it.
        BY_HAND,
        /// It answered that it is gone.
        GONE,
        /// Nothing got there for days.
        FAILING;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Off read(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /// The secret before this one.
    record Old(Secret secret, Instant until) {}

    /// Whether it wants to hear of this of some site.
    boolean mayWant(Kind kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    boolean wants(Kind kind, OptionalLong ofSite) {
        return mayWant(kind) && (siteId.isEmpty() || siteId.equals(ofSite));
    }

    /// What a change of it is compared by.
    String compared() {
        return "event endpoint " + id + " " + version;
    }

    /// In one word: `working`, `failing` or `off`.
    String state() {
        return enabled ? failingSince.isPresent() ? "failing" : "working" : "off";
    }

    /// What signs at a time, the newest first.
    List<Secret> secrets(Instant now) {
        var secrets = new ArrayList<>(List.of(secret));
        old.filter(it -> it.until().isAfter(now)).map(Old::secret).ifPresent(secrets::add);
        return secrets;
    }
}
