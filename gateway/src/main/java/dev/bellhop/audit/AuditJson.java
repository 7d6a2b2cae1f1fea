package dev.bellhop.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The log as the API and the export tell it.
final class AuditJson {
    private AuditJson() {}

    /// An entry for a program that reads: its detail is an object.
    static ObjectNode read(Link link) {
        var node = entry(link);
        node.set("detail", Json.parse(link.entry().detail()));
        return seals(node, link);
    }

    /// An entry for whoever computes its hash: its detail is the text that was hashed.
    static ObjectNode exact(Link link) {
        return seals(entry(link).put("detail", link.entry().detail()), link);
    }

    private static ObjectNode entry(Link link) {
        var entry = link.entry();
        var actor = entry.actor();
        var node = Json.object().put("id", entry.id()).put("at", entry.at().toString());
        node.put("actor_kind", actor.kind());
        node.put("actor_id", Json.number(actor.id()));
        return node.put("actor", actor.name())
                .put("action", entry.action())
                .put("object", entry.subject());
    }

    private static ObjectNode seals(ObjectNode node, Link link) {
        return node.put("prev_hash", link.sealBefore()).put("hash", link.seal());
    }

    static ObjectNode checkpoint(Checkpoint checkpoint) {
        return Json.object()
                .put("number", checkpoint.number())
                .put("entry", checkpoint.entryId())
                .put("hash", checkpoint.seal())
                .put("at", checkpoint.at().toString())
                .put("key", checkpoint.key())
                .put("signature", checkpoint.signatureText());
    }

    static void keys(ObjectNode node, List<SigningKey> keys) {
        var array = node.putArray("keys");
        keys.forEach(key ->
                array.addObject().put("name", key.name()).put("public_key", key.publicText()));
    }

    static ObjectNode filter(Filter filter) {
        var node = Json.object();
        filter.actor().ifPresent(it -> node.put("actor", it));
        filter.action().ifPresent(it -> node.put("action", it));
        filter.object().ifPresent(it -> node.put("object", it));
        filter.since().ifPresent(it -> node.put("since", it.toString()));
        filter.until().ifPresent(it -> node.put("until", it.toString()));
        return node;
    }

    static ObjectNode verdict(Verdict verdict) {
        return Json.object()
                .put("whole", verdict.isWhole())
                .put("entries", verdict.entries())
                .put("checkpoints", verdict.checkpoints())
                .put("head", verdict.seal())
                .put("broken_at", verdict.flaw().map(it -> (Long) it.entryId()).orElse(null))
                .put("why", verdict.flaw().map(Verdict.Flaw::words).orElse(null))
                .put("at", verdict.at().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("ms", verdict.took().toMillis())
                .put("entries_per_second", verdict.entriesPerSecond());
    }

    /// What is known without a check.
    static ObjectNode state(
            long entries,
            Optional<Verdict> last,
            Optional<Checks.Running> running,
            Optional<Checkpoint> checkpoint,
            boolean appendOnly) {
        var node = Json.object().put("entries", entries).put("append_only", appendOnly);
        node.set("last", last.map(AuditJson::verdict).orElse(null));
        node.set(
                "running",
                running.map(it -> Json.object().put("checked", it.checked()).put("of", it.of()))
                        .orElse(null));
        node.set("checkpoint", checkpoint.map(AuditJson::checkpoint).orElse(null));
        return node;
    }
}
