package dev.bellhop.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before a send is tried again: doubled with each try, full jitter, up to a
/// ceiling; never less than what Meta asked for.
///
/// @param first the longest wait after the first try
/// @param ceiling the longest wait of all
public record Backoff(Duration first, Duration ceiling) {

    /// The wait after a number of failed tries.
    Duration after(int attempts, Optional<Duration> hint, RandomGenerator random) {
        int doublings = Math.clamp(attempts, 0, 20);
        boolean tooLong = first.toMillis() > ceiling.toMillis() >> doublings;
        long longest = tooLong ? ceiling.toMillis() : first.toMillis() << doublings;
        var wait = Duration.ofMillis(random.nextLong(Math.max(1, longest / 10), longest + 1));
        return hint.filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
    }
}
