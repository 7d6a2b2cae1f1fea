package dev.bellhop.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.backup.BackupRuns;
import dev.bellhop.channel.Warnings;
import dev.bellhop.cluster.Bus;
import dev.bellhop.cluster.Nodes;
import dev.bellhop.cluster.Redis;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.db.Database;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.event.OutgoingEvents;
import dev.bellhop.media.Store;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;
import dev.bellhop.webhook.Webhook;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How the gateway is: in detail for those who may know, up or down for the orchestrator.
final class StatusApi {
    private static final int WARNINGS_MAX = 100;

    /// What the rooms tell.
    record Sources(
            Database database,
            boolean embedded,
            Optional<Redis> redis,
            Nodes nodes,
            Bus bus,
            Supplier<Optional<String>> trouble,
            Store store,
            boolean sandbox,
            Conversations conversations,
            Outbox outbox,
            LongSupplier secondCopies,
            Webhook webhook,
            Warnings warnings,
            IntSupplier visitors,
            IntSupplier agents,
            IntSupplier failingExports,
            BackupRuns backups,
            OutgoingEvents events,
            BooleanSupplier draining,
            Supplier<URI> publicUrl) {}

    private final Sources sources;
    private final Clock clock;
    private final Instant startedAt;

    StatusApi(Sources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    void register(Routes routes) {
        var orchestrator =
                Access.open("orchestrators ask without a token and learn what is up, no more");
        routes.get("/api/v1/status", Access.needs(Permission.STATUS_READ), this::status)
                .get("/observe/health/live", orchestrator, (_, response) -> health(response, true))
                .get(
                        "/observe/health/ready",
                        orchestrator,
                        (_, response) -> health(response, isReady()));
    }

    private boolean isReady() {
        if (sources.draining().getAsBoolean()) {
            return false;
        }
        try {
            var _ = sources.database().version();
            return true;
        } catch (DatabaseAway away) {
            return false;
        }
    }

    /// Without Redis a gateway goes on by itself, and without its files it goes on with words: both
    /// ways it is up. Which of them are away is for those alone who may read the status.
    private static void health(ServerResponse response, boolean up) {
        Answers.json(
                response,
                up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503,
                Json.object().put("status", up ? "UP" : "DOWN"));
    }

    private void status(ServerRequest request, ServerResponse response) {
        var node =
                Json.object()
                        .put("version", Version.CURRENT)
                        .put("started_at", startedAt.toString())
                        .put(
                                "uptime_seconds",
                                Duration.between(startedAt, clock.instant()).toSeconds())
                        .put("ready", isReady())
                        .put("sandbox", sources.sandbox())
                        .put("public_url", sources.publicUrl().get().toString());
        var keeping = sources.database().keeping();
        node.putObject("database")
                .put("up", true)
                .put("version", keeping.version())
                .put("kind", sources.embedded() ? "embedded" : "external")
                .put("flush_log_at_commit", keeping.flushLogAtCommit())
                .put("character_set", keeping.characterSet());
        sources.redis()
                .map(Redis::state)
                .ifPresent(redis ->
                        node.putObject("redis")
                                .put("up", redis.up())
                                .put("since", redis.since().toString()));
        media(node.putObject("media"));
        nodes(node);
        node.putObject("sockets")
                .put("visitors", sources.visitors().getAsInt())
                .put("agents", sources.agents().getAsInt());
        var conversations = sources.conversations().tally();
        node.putObject("conversations")
                .put("open", conversations.open() + conversations.snoozed())
                .put("waiting", conversations.waiting());
        var outbox = sources.outbox().lists().counts(OutgoingEvents.JOB);
        node.putObject("outbox")
                .put("ready", outbox.ready())
                .put("unsure", outbox.unsure())
                .put("dead", outbox.dead())
                .put("second_copies", sources.secondCopies().getAsLong());
        var deliveries = sources.webhook().figures();
        node.putObject("deliveries")
                .put("last_at", deliveries.lastAt().map(Instant::toString).orElse(null))
                .put("rejected_24h", deliveries.rejected24h())
                .put("unknown_24h", deliveries.unknown24h())
                .put("failed_24h", deliveries.failed24h());
        var backup = node.putObject("backup").putNull("last_at").putNull("bytes");
        sources.backups()
                .last()
                .ifPresent(last ->
                        backup.put("last_at", last.at().toString()).put("bytes", last.bytes()));
        node.putObject("reports").put("failing_exports", sources.failingExports().getAsInt());
        events(node.putObject("events"));
        var warnings = node.putArray("warnings");
        sources.warnings().open().stream()
                .limit(WARNINGS_MAX)
                .forEach(warning ->
                        warnings.addObject()
                                .put("channel", warning.channelId())
                                .put("kind", warning.kind().wireName())
                                .put("since", warning.since().toString())
                                .put("words", warning.words())
                                .put("remedy", warning.remedy()));
        Answers.json(response, node);
    }

    /// Where files are, and whether that can be used.
    private void media(ObjectNode node) {
        var condition = sources.store().condition();
        node.put("kind", sources.store().isShared() ? "bucket" : "folder")
                .put("place", sources.store().place())
                .put("state", condition.reach().wireName())
                .put("since", condition.since().map(Instant::toString).orElse(null))
                .put("trouble", condition.trouble().orElse(null));
    }

    /// The gateways of this database, and whether they hear of each other.
    private void nodes(ObjectNode node) {
        var nodes = node.putArray("nodes");
        var self = sources.nodes().id();
        for (var one : sources.nodes().living()) {
            nodes.addObject()
                    .put("id", one.id())
                    .put("name", one.name())
                    .put("version", one.version())
                    .put("started_at", one.startedAt().toString())
                    .put("seen_at", one.seenAt().toString())
                    .put("self", one.id().equals(self));
        }
        if (sources.bus().isThere()) {
            var figures = sources.bus().figures();
            node.putObject("bus")
                    .put("up", sources.bus().isUp())
                    .put("told", figures.told())
                    .put("heard", figures.heard())
                    .put("lost", figures.lost())
                    .put("gaps", figures.gaps());
        }
        node.put("nodes_trouble", sources.trouble().get().orElse(null));
    }

    private void events(ObjectNode node) {
        node.put("waiting", sources.events().waiting());
        var troubles = node.putArray("troubles");
        sources.events()
                .troubles()
                .forEach(trouble ->
                        troubles.addObject()
                                .put("endpoint", trouble.id())
                                .put("name", trouble.name())
                                .put("state", trouble.state())
                                .put(
                                        "failing_since",
                                        trouble.since().map(Instant::toString).orElse(null)));
    }
}
