package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.whatsapp.GateView;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Lets what waits for a number go on when sending from it is possible again.
final class Gates {
    private static final Logger LOG = Logger.getLogger(Gates.class.getName());

    private final Relay.Ground ground;

    Gates(Relay.Ground ground) {
        this.ground = ground;
    }

    /// What waited for a number goes on at once when it can.
    void changed(GateView gate) {
        LOG.log(
                gate.passes() ? Level.INFO : Level.WARNING,
                "sending from number {0} is {1}: {2}",
                new Object[] {
                    gate.phoneNumberId(), gate.state(), gate.reason().orElse("all is well")
                });
        if (gate.passes()) {
            // Told by a thread that has an outcome to settle: nothing here may hold that up.
            Thread.ofVirtual().name("gate-opens").start(() -> hasten(gate.phoneNumberId()));
        }
    }

    private void hasten(String phoneNumberId) {
        try {
            ground.channels().all().stream()
                    .filter(channel -> channel.phoneNumberId().equals(phoneNumberId))
                    .map(Channel::id)
                    .map(id ->
                            ground.database()
                                    .inTransaction(tx ->
                                            ground.outbox().hastenChannel(tx, id, Waits.GATED)))
                    .flatMap(List::stream)
                    .forEach(ground.lanes()::wake);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what waits for a number goes on by and by", e);
        }
    }
}
