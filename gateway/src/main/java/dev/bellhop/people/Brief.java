package dev.bellhop.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is known for a few minutes under a random token: a sign-in between its two steps, a
/// challenge, a key that nobody has confirmed. It is in memory, and a restart costs no more than
/// beginning again.
final class Brief<T> {
    static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MANY = 10_000;

    private record Held<T>(T value, Instant until) {}

    private final Clock clock;
    private final Cache<String, Held<T>> held =
            Caffeine.newBuilder().maximumSize(MANY).expireAfterWrite(LIFE).build();

    Brief(Clock clock) {
        this.clock = clock;
    }

    /// Keeps a value for a while.
    ///
    /// @return the token under which it is found again
    String keep(T value) {
        var token = Tokens.make();
        held.put(token, new Held<>(value, clock.instant().plus(LIFE)));
        return token;
    }

    Optional<T> look(String token) {
        return good(held.getIfPresent(token));
    }

    /// The same for the last time: of two who take it at once one gets it.
    Optional<T> take(String token) {
        return good(held.asMap().remove(token));
    }

    private Optional<T> good(@Nullable Held<T> it) {
        return Optional.ofNullable(it)
                .filter(found -> clock.instant().isBefore(found.until()))
                .map(Held::value);
    }
}
