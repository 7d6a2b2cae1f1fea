package dev.bellhop.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Noted;
import dev.bellhop.db.Note;
import dev.bellhop.db.Recorder;
import dev.bellhop.db.Tx;
import dev.bellhop.inbox.Snapshots;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Writes events at the end of the transaction in which something happens, as everything is then.
/// Of the same said twice in one transaction there is one event, and a message that is new needs
/// none that says it has changed.
final class Recording implements Recorder {
    static final String FULL =
            "Too much was waiting for this endpoint; it was not put in line and can be replayed.";

    private final Endpoints endpoints;
    private final Events events;
    private final Deliveries deliveries;
    private final Queue queue;
    private final Conversations conversations;
    private final Snapshots snapshots;
    private final Consumer<String> wakeLane;
    private final Clock clock;

    Recording(
            Endpoints endpoints,
            Events events,
            Deliveries deliveries,
            Queue queue,
            Conversations conversations,
            Snapshots snapshots,
            Consumer<String> wakeLane,
            Clock clock) {
        this.endpoints = endpoints;
        this.events = events;
        this.deliveries = deliveries;
        this.queue = queue;
        this.conversations = conversations;
        this.snapshots = snapshots;
        this.wakeLane = wakeLane;
        this.clock = clock;
    }

    /// A conversation as it is at the end of the transaction.
    private record Scene(OptionalLong siteId, ObjectNode json) {}

    @Override
    public boolean isListening() {
        return endpoints.isAnyListening();
    }

    @Override
    public Runnable record(Tx tx, List<Note> notes) {
        var listening = endpoints.listening();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var scenes = new HashMap<Long, Optional<Scene>>();
        var lanes = new LinkedHashSet<String>();
        var queued = new ArrayList<Long>();
        for (Noted noted : distinct(notes)) {
            var kind = Kind.of(noted);
            if (listening.stream().anyMatch(it -> it.mayWant(kind))) {
                var scene = scenes.computeIfAbsent(noted.conversationId(), id -> scene(tx, id));
                var data = scene.flatMap(it -> data(tx, noted, it));
                if (data.isPresent()) {
                    var wanted =
                            listening.stream()
                                    .filter(it -> it.wants(kind, scene.orElseThrow().siteId()))
                                    .toList();
                    write(tx, noted, data.get(), wanted, now, lanes, queued);
                }
            }
        }
        return () -> {
            queued.forEach(queue::added);
            lanes.forEach(wakeLane);
        };
    }

    private static Set<Noted> distinct(List<Note> notes) {
        var distinct = new LinkedHashSet<Noted>();
        for (Note note : notes) {
            if (note instanceof Noted noted) {
                boolean isNew =
                        switch (noted) {
                            case Noted.MessageChanged(var conversationId, int seq) ->
                                    distinct.contains(new Noted.MessageAdded(conversationId, seq));
                            case Noted.StatusAdvanced(var conversationId, int seq) ->
                                    distinct.contains(new Noted.MessageAdded(conversationId, seq));
                            case Noted.MessageAdded _, Noted.Changed _ -> false;
                        };
                if (!isNew) {
                    distinct.add(noted);
                }
            }
        }
        return distinct;
    }

    /// Empty when the conversation is just being erased.
    private Optional<Scene> scene(Tx tx, long conversationId) {
        return conversations
                .find(tx, conversationId)
                .flatMap(conversation -> scene(tx, conversation));
    }

    private Optional<Scene> scene(Tx tx, Conversation conversation) {
        return snapshots
                .conversation(tx, conversation)
                .map(json -> new Scene(conversation.siteId(), json));
    }

    private Optional<ObjectNode> data(Tx tx, Noted noted, Scene scene) {
        var data = Json.object();
        data.set("conversation", scene.json());
        return switch (noted) {
            case Noted.MessageAdded(var id, int seq) -> with(tx, data, id, seq);
            case Noted.MessageChanged(var id, int seq) -> with(tx, data, id, seq);
            case Noted.StatusAdvanced(var id, int seq) -> with(tx, data, id, seq);
            case Noted.Changed _ -> Optional.of(data);
        };
    }

    private Optional<ObjectNode> with(Tx tx, ObjectNode data, long conversationId, int seq) {
        return snapshots
                .message(tx, conversationId, seq)
                .map(message -> {
                    data.set("message", message);
                    return data;
                });
    }

    private void write(
            Tx tx,
            Noted noted,
            ObjectNode data,
            List<Endpoint> wanted,
            Instant now,
            Set<String> lanes,
            List<Long> queued) {
        if (wanted.isEmpty()) {
            return;
        }
        long conversationId = noted.conversationId();
        long event = events.add(tx, Kind.of(noted), conversationId, data, now);
        for (Endpoint endpoint : wanted) {
            long id = endpoint.id();
            if (queue.isFull(id)) {
                long _ = deliveries.addFailed(tx, id, event, conversationId, now, FULL);
            } else {
                long delivery = deliveries.add(tx, id, event, conversationId, now);
                lanes.add(queue.put(tx, id, delivery, conversationId));
                queued.add(id);
            }
        }
    }
}
