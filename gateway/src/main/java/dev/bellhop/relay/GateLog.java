package dev.bellhop.relay;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.GateView;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Writes into the audit log that a number's sending stopped by itself, and that it goes on. Who
/// stops it by hand is written where they do.
final class GateLog {
    private static final Logger LOG = Logger.getLogger(GateLog.class.getName());
    private static final String HELD = "held";

    private final Audit audit;
    private final Channels channels;

    /// One thread, so that of two changes the later one is written later.
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("gate-log").factory());

    /// Which numbers' stops are in the log; the writer's alone.
    private final Set<String> stopped = new HashSet<>();

    GateLog(Audit audit, Channels channels) {
        this.audit = audit;
        this.channels = channels;
    }

    /// Told by a thread that has an outcome to settle, which is not held up.
    void changed(GateView gate) {
        if (!gate.state().equals(HELD)) {
            writer.execute(() -> write(gate));
        }
    }

    private void write(GateView gate) {
        boolean news =
                gate.passes()
                        ? stopped.remove(gate.phoneNumberId())
                        : stopped.add(gate.phoneNumberId());
        if (!news) {
            return;
        }
        try {
            channels.all().stream()
                    .filter(channel -> channel.phoneNumberId().equals(gate.phoneNumberId()))
                    .map(Channel::id)
                    .forEach(id -> write(gate, id));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the audit log does not say how a number sends", e);
        }
    }

    private void write(GateView gate, long channelId) {
        audit.append(
                Actor.SYSTEM,
                gate.passes() ? "breaker.closed" : "breaker.opened",
                "channel " + channelId,
                Json.text(
                        Json.object()
                                .put("state", gate.state())
                                .put("reason", gate.reason().orElse(null))));
    }
}
