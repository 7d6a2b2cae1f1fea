package dev.bellhop.webhook;

import dev.bellhop.channel.Warning;
import dev.bellhop.channel.Warnings;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks after notifications that were given up: what a customer wrote in one stands in no chat, so
/// nobody would miss it. Each is taken once more by itself, for what stood in its way is often over
/// by then, and the channel says so until none is left.
final class GivenUp {
    /// How long a notification rests before it is taken once more.
    static final Duration REST = Duration.ofMinutes(10);

    /// How long a channel says so. Who has not mended it by then leaves it.
    private static final Duration TOLD_FOR = Duration.ofDays(1);

    /// So many are looked at, the newest.
    static final int COUNT_MAX = 1_000;

    private static final int AT_ONCE = 100;

    private static final String REMEDY =
            "They are kept. Chat Settings › Webhook shows them with what went wrong: mend that,"
                    + " then have them taken again there.";

    private final Deliveries deliveries;
    private final Intake intake;
    private final Warnings warnings;
    private final Clock clock;

    GivenUp(Deliveries deliveries, Intake intake, Warnings warnings, Clock clock) {
        this.deliveries = deliveries;
        this.intake = intake;
        this.warnings = warnings;
        this.clock = clock;
    }

    /// How many were given up within a day and are not taken yet, counted up to 1,000.
    long count() {
        return recent(deliveries.givenUp(COUNT_MAX)).count();
    }

    /// Tells of them, and takes those up again that have rested.
    void look() {
        var all = deliveries.givenUp(COUNT_MAX);
        tell(
                recent(all)
                        .collect(
                                Collectors.groupingBy(
                                        Deliveries.GivenUp::channelId, Collectors.counting())));
        takeUp(recent(all).toList());
    }

    private Stream<Deliveries.GivenUp> recent(List<Deliveries.GivenUp> all) {
        var since = clock.instant().minus(TOLD_FOR);
        return all.stream().filter(one -> one.since().isAfter(since));
    }

    private void tell(Map<Long, Long> counts) {
        var told =
                warnings.open().stream()
                        .filter(warning -> warning.kind() == Warning.Kind.NOTIFICATIONS)
                        .collect(Collectors.toMap(Warning::channelId, Function.identity()));
        counts.forEach((channelId, count) -> {
            var words = words(count);
            var before = told.get(channelId);
            if (before == null || !Objects.equals(before.words(), words)) {
                warnings.raise(channelId, Warning.Kind.NOTIFICATIONS, words, REMEDY);
            }
        });
        told.keySet().stream()
                .filter(channelId -> !counts.containsKey(channelId))
                .forEach(channelId -> warnings.clear(channelId, Warning.Kind.NOTIFICATIONS));
    }

    private static String words(long count) {
        var many = count == COUNT_MAX ? "1,000 or more notifications" : count + " notifications";
        return (count == 1 ? "A notification" : many)
                + " could not be taken in: what somebody wrote may be in no chat.";
    }

    /// Older ones are a person's, because what they say is no news; so are those whose writer may
    /// have been erased since.
    private void takeUp(List<Deliveries.GivenUp> all) {
        var rested = clock.instant().minus(REST);
        var ids =
                all.stream()
                        .filter(one -> !one.again() && !one.mayBeErased())
                        .filter(one -> one.since().isBefore(rested))
                        .map(Deliveries.GivenUp::id)
                        .sorted()
                        .limit(AT_ONCE)
                        .toList();
        if (!ids.isEmpty()) {
            deliveries.onceMore(ids);
            intake.lookAgain(ids.getFirst());
        }
    }
}
