package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Instant;

/// Hears what Meta complains of after it accepted a message.
interface Complaints {
    /// A message failed on its way.
    ///
    /// @param sentAt when Meta had accepted it
    void hear(long channelId, Sendings.Sending sending, Setback setback, Instant sentAt);

    /// Passes it on to those who keep the next one back: the number's gate, or the receiver's
    /// budget.
    static Complaints passedOn(Relay.Ground ground, PairBudgets budgets) {
        return (channelId, sending, setback, sentAt) -> {
            ground.channels()
                    .find(channelId)
                    .map(Channel::phoneNumberId)
                    .ifPresent(number ->
                            ground.graph().hear(number, setback.code(), setback.words(), sentAt));
            if (setback.trouble().filter(Trouble.PAIR_LIMIT::equals).isPresent()) {
                budgets.isEmpty(channelId, sending.lane());
            }
        };
    }
}
