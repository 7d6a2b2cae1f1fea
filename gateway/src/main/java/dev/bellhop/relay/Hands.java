package dev.bellhop.relay;

import dev.bellhop.audit.Actor;
import dev.bellhop.channel.Channel;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Caller;

import io.helidon.webserver.http.ServerRequest;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// The hand that stops sending from a business number, or lets it go on: in the table, at the gate,
/// and told to other gateways.
public final class Hands {
    private final Relay.Ground ground;
    private final Pauses pauses;

    /// The table and the gate must not end up with two opinions: whoever changes both, or makes the
    /// gate agree, does so alone.
    private final ReentrantLock changing = new ReentrantLock();

    private volatile LongConsumer tell = _ -> {};

    Hands(Relay.Ground ground, Pauses pauses) {
        this.ground = ground;
        this.pauses = pauses;
    }

    /// Who tells other gateways when somebody pauses a number by hand, or lets it go on.
    public void tellBy(LongConsumer telling) {
        tell = telling;
    }

    /// Nothing goes out from now on, until somebody releases the number.
    void hold(ServerRequest request, Channel channel) {
        var pause = new Pauses.Pause(channel.id(), Caller.of(request).name());
        changing.lock();
        try {
            ground.database()
                    .write(tx -> {
                        pauses.begin(tx, pause, ground.clock().instant());
                        audit(tx, request, channel, "breaker.held");
                    });
            ground.graph().hold(channel.phoneNumberId(), pause.by());
        } finally {
            changing.unlock();
        }
        tell.accept(channel.id());
    }

    /// What waits goes out at once, whatever had stopped the number.
    void release(ServerRequest request, Channel channel) {
        changing.lock();
        try {
            ground.database()
                    .write(tx -> {
                        pauses.end(tx, channel.id());
                        audit(tx, request, channel, "breaker.released");
                    });
            ground.graph().release(channel.phoneNumberId());
        } finally {
            changing.unlock();
        }
        tell.accept(channel.id());
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
        ground.channels().find(channelId).ifPresent(this::agree);
    }

    private void agree(Channel channel) {
        changing.lock();
        try {
            pauses.of(ground.database(), channel.id())
                    .ifPresentOrElse(
                            pause -> ground.graph().hold(channel.phoneNumberId(), pause.by()),
                            () -> ground.graph().release(channel.phoneNumberId()));
        } finally {
            changing.unlock();
        }
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
                agree(channel);
            }
        }
    }

    private void audit(Tx tx, ServerRequest request, Channel channel, String action) {
        ground.audit().append(tx, Actor.of(request), action, "channel " + channel.id(), "{}");
    }
}
