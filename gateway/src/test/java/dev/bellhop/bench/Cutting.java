package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.browser.Cuts;
import dev.bellhop.story.Transport;
import dev.bellhop.web.Json;

import java.time.Duration;
import java.util.Locale;

/// A visitor who writes in two tabs while the network is cut at random, by each transport: whether
/// every word is there, once and in order.
final class Cutting {
    private Cutting() {}

    static JsonNode run(Duration span, int messages, long seed) {
        var figures =
                Json.object()
                        .put("bench", "cuts")
                        .put("seconds", span.toSeconds())
                        .put("messages", messages)
                        .put("seed", seed);
        for (var transport : Transport.values()) {
            figures.set(
                    transport.name().toLowerCase(Locale.ROOT),
                    told(new Cuts(transport, span, messages, seed).run()));
        }
        return figures;
    }

    private static ObjectNode told(Cuts.Outcome outcome) {
        return Json.object()
                .put("took_seconds", outcome.took().toSeconds())
                .put("cuts", outcome.cuts())
                .put("connections_ended", outcome.ended())
                .put("reloads", outcome.reloads())
                .put("kept", outcome.kept().size())
                .put("lost", outcome.lost())
                .put("doubled", outcome.doubled())
                .put("whole_and_in_order", outcome.isWhole());
    }
}
