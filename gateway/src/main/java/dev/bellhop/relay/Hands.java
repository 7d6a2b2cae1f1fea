package dev.bellhop.relay;

import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Numbers that somebody has paused by hand, here or at another gateway.
public final class Hands {
    private final Relay.Ground ground;
    private final Pauses pauses;
    private final BreakersApi breakers;

    Hands(Relay.Ground ground, Pauses pauses, BreakersApi breakers) {
        this.ground = ground;
        this.pauses = pauses;
        this.breakers = breakers;
    }

    /// Stops again what was stopped before a restart: whoever did so did not mean until then.
    void stay() {
        for (var pause : pauses.all(ground.database())) {
            ground.channels()
                    .find(pause.channelId())
                    .ifPresent(channel -> ground.graph().hold(channel.phoneNumberId(), pause.by()));
        }
    }

    /// Somebody has paused a number by hand at another gateway, or let it go on.
    public void changed(long channelId) {
        ground.channels()
                .find(channelId)
                .ifPresent(channel ->
                        pauses.of(ground.database(), channelId)
                                .ifPresentOrElse(
                                        pause ->
                                                ground.graph()
                                                        .hold(channel.phoneNumberId(), pause.by()),
                                        () -> ground.graph().release(channel.phoneNumberId())));
    }

    /// Looks which numbers are paused by hand, for that may have changed at another gateway.
    public void look() {
        var paused =
                pauses.all(ground.database()).stream()
                        .map(Pauses.Pause::channelId)
                        .collect(Collectors.toSet());
        for (var channel : ground.channels().all()) {
            boolean isHeld = ground.graph().view(channel.phoneNumberId()).state().equals("held");
            if (isHeld != paused.contains(channel.id())) {
                changed(channel.id());
            }
        }
    }

    /// Who tells other gateways when somebody pauses a number by hand, or lets it go on.
    public void tellBy(LongConsumer telling) {
        breakers.tellBy(telling);
    }
}
