package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// Where notifications are put together: each goes out by itself, or so many in one body as the
/// rules want. Those of one phone keep their order.
final class Mailbag {
    /// So many messages or statuses stand in one `value`; the next ones get an `entry` of their
    /// own.
    private static final int VALUE_MAX = 4;

    private record Piece(JsonNode notification, Runnable taken) {}

    private final Courier courier;
    private final Lane lane;
    private final IntSupplier batch;
    private final List<Piece> waiting = new ArrayList<>();

    /// @param lane on which bodies of several go out, one after the other
    /// @param batch how many are wanted in one body
    Mailbag(Courier courier, Lane lane, IntSupplier batch) {
        this.courier = courier;
        this.lane = lane;
        this.batch = batch;
    }

    /// Carries a notification, in the lane's order; called by a step of that lane.
    ///
    /// @param taken runs once the gateway has answered 200
    void carry(Lane from, JsonNode notification, Runnable taken) {
        synchronized (this) {
            if (batch.getAsInt() > 1 || !waiting.isEmpty()) {
                waiting.add(new Piece(notification, taken));
                if (waiting.size() >= batch.getAsInt()) {
                    send();
                }
                return;
            }
        }
        courier.carry(from, notification, taken);
    }

    /// The rules have changed: what waits for more than is wanted now goes out.
    synchronized void look() {
        if (!waiting.isEmpty() && waiting.size() >= batch.getAsInt()) {
            send();
        }
    }

    synchronized void clear() {
        waiting.clear();
    }

    private void send() {
        var pieces = List.copyOf(waiting);
        waiting.clear();
        var body = together(pieces.stream().map(Piece::notification).toList());
        lane.after(
                Duration.ZERO,
                () ->
                        courier.carry(
                                lane, body, () -> pieces.forEach(piece -> piece.taken().run())));
    }

    /// One body of several notifications: neighbours of a kind share a `value`.
    private static ObjectNode together(List<JsonNode> notifications) {
        var body = Json.object().put("object", "whatsapp_business_account");
        var entries = body.putArray("entry");
        for (var notification : notifications) {
            var last = entries.path(entries.size() - 1).at("/changes/0/value");
            var value = notification.at("/entry/0/changes/0/value");
            if (!joins(last, value, "messages") && !joins(last, value, "statuses")) {
                entries.addAll((ArrayNode) notification.path("entry").deepCopy());
            }
        }
        return body;
    }

    /// Puts what a value tells behind what the last one does, if both tell of the same kind.
    private static boolean joins(JsonNode last, JsonNode value, String kind) {
        if (!(last.path(kind) instanceof ArrayNode list)
                || !(value.path(kind) instanceof ArrayNode more)
                || list.size() >= VALUE_MAX) {
            return false;
        }
        list.addAll(more);
        var contacts = ((ObjectNode) last).withArray("contacts");
        for (var contact : value.path("contacts")) {
            if (!contacts.valueStream().toList().contains(contact)) {
                contacts.add(contact);
            }
        }
        return true;
    }
}
