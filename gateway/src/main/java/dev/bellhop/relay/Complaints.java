package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Instant;

/// Passes on what Meta complains of after it accepted a message, to those who keep the next one
/// back: the number's gate, or the receiver's budget.
final class Complaints {
    private final Channels channels;
    private final Graph graph;
    private final PairBudgets budgets;

    Complaints(Relay.Ground ground, PairBudgets budgets) {
        this.channels = ground.channels();
        this.graph = ground.graph();
        this.budgets = budgets;
    }

    /// A message failed on its way.
    ///
    /// @param sentAt when Meta had accepted it
    void hear(long channelId, Sendings.Sending sending, Setback setback, Instant sentAt) {
        channels.find(channelId)
                .map(Channel::phoneNumberId)
                .ifPresent(number -> graph.hear(number, setback.code(), setback.words(), sentAt));
        if (setback.trouble().filter(Trouble.PAIR_LIMIT::equals).isPresent()) {
            budgets.isEmpty(channelId, sending.lane());
        }
    }
}
