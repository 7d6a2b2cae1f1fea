package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Bellhop beside programs that are made of public packages and promise the same of what is
/// measured: in one run, in turns, under the same clients, each with a MariaDB of its own that is
/// set alike.
final class Peers {
    private Peers() {}

    /// @param what `peers`, or one part of it
    static JsonNode run(String what, Duration length, int rounds) throws Exception {
        NodePeer.fetch();
        var figures =
                Json.object()
                        .put("bench", what)
                        .put("seconds", length.toSeconds())
                        .put("rounds", rounds)
                        .put("load_average_before", load());
        part(figures, what, "webhook", () -> PeerWebhooks.run(length, rounds));
        part(figures, what, "chat", () -> PeerChat.run(length, rounds));
        part(figures, what, "idle", () -> PeerIdle.run(rounds));
        return figures;
    }

    private interface Part {
        ObjectNode run() throws Exception;
    }

    private static void part(ObjectNode figures, String what, String name, Part part)
            throws Exception {
        if (what.equals("peers") || what.equals("peers-" + name)) {
            figures.set(name, part.run());
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
