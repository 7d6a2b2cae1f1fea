package dev.bellhop.channel;

import dev.bellhop.whatsapp.GateView;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The figures of channels for whoever shows them to machines.
public interface ChannelFigures {

    /// How one channel stands.
    ///
    /// @param gate how its number's gate stands, in the words of [GateView#state]
    /// @param perSecond how many messages a second it sends at most now
    /// @param normalPerSecond how many when Meta does not find it too fast
    /// @param tokenExpiresAt empty for never, or while nobody has looked
    /// @param lookedAt when Meta was last asked, since the start
    /// @param warnings the open ones
    record Figure(
            long channelId,
            String name,
            String gate,
            int perSecond,
            int normalPerSecond,
            Optional<Instant> tokenExpiresAt,
            Optional<Instant> lookedAt,
            List<Warning.Kind> warnings) {}

    /// Of all channels, in their order.
    List<Figure> channels();
}
