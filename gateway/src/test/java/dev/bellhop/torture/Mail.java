package dev.bellhop.torture;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Meta's side of the webhook: notifications, brought again until they are answered by 200. In a
/// storm they come late, twice, across and in heaps, and some tries do not leave Meta at all.
final class Mail {
    private static final int CARRIERS = 8;
    private static final int HEAP_MAX = 12;
    private static final long AGAIN_MILLIS_MAX = 3_000;

    /// What one notification tells.
    ///
    /// @param id by which the journal knows it
    record Item(
            BusinessNumber number,
            String id,
            String list,
            ObjectNode node,
            Optional<ObjectNode> who) {}

    private final DelayQueue<Envelope> queue = new DelayQueue<>();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong copies = new AtomicLong();
    private final Rest gateway;
    private final Journal journal;
    private final Shift shift;
    private final Dice dice;
    private volatile boolean storm;

    /// @param port where the gateway listens, by way of the proxy
    Mail(int port, Journal journal, Shift shift, Dice dice) {
        this.gateway = Rest.of(port);
        this.journal = journal;
        this.shift = shift;
        this.dice = dice;
        for (int i = 0; i < CARRIERS; i++) {
            Thread.ofVirtual().name("mail-" + i).start(this::carry);
        }
    }

    void storm(boolean on) {
        storm = on;
    }

    /// Whether everything was taken.
    boolean isEmpty() {
        return outstanding.get() == 0;
    }

    /// How many notifications were answered by 200.
    long taken() {
        return taken.get();
    }

    /// How many were brought once more although they had been taken, or were about to be.
    long copies() {
        return copies.get();
    }

    /// Brings it after so many milliseconds.
    void bring(Item item, long afterMillis) {
        long late = storm ? dice.between(0, 3_000) : dice.between(0, 40);
        put(item, afterMillis + late);
        if (dice.chance(storm ? 0.3 : 0.02)) {
            copies.incrementAndGet();
            put(item, afterMillis + late + dice.between(0, 2_000));
        }
    }

    private void put(Item item, long afterMillis) {
        outstanding.incrementAndGet();
        queue.put(new Envelope(item, 0, after(afterMillis)));
    }

    private static long after(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void carry() {
        try {
            while (shift.isOn()) {
                var first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    carry(heap(first));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Envelope> heap(Envelope first) {
        var heap = new ArrayList<Envelope>();
        heap.add(first);
        if (!dice.chance(storm ? 0.6 : 0.1)) {
            return heap;
        }
        for (int i = 0; i < HEAP_MAX; i++) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            if (next.item().number() == first.item().number()) {
                heap.add(next);
            } else {
                queue.put(next);
                break;
            }
        }
        return heap;
    }

    private void carry(List<Envelope> heap) {
        if (storm && dice.chance(0.2)) {
            again(heap); // this try does not leave Meta
            return;
        }
        var number = heap.getFirst().item().number();
        var body = Json.bytes(document(number, heap));
        var ids = heap.stream().map(it -> it.item().id()).toList();
        journal.note("hook.post", "ids", ids);
        var answer =
                gateway.send(
                        "POST",
                        "/webhooks/whatsapp/" + number.channel(),
                        body,
                        "X-Hub-Signature-256",
                        number.signature(body));
        if (answer.isPresent() && answer.get().status() == 200) {
            journal.note("hook.taken", "ids", ids);
            taken.incrementAndGet();
            outstanding.addAndGet(-heap.size());
            return;
        }
        journal.note(
                "hook.failed", "ids", ids, "status", answer.map(Rest.Answer::status).orElse(0));
        again(heap);
    }

    private void again(List<Envelope> heap) {
        for (var envelope : heap) {
            int tries = envelope.tries() + 1;
            long pause = Math.min(AGAIN_MILLIS_MAX, 100L << Math.min(tries, 6));
            queue.put(new Envelope(envelope.item(), tries, after(pause)));
        }
    }

    private static ObjectNode document(BusinessNumber number, List<Envelope> heap) {
        var document = Json.object().put("object", "whatsapp_business_account");
        var changes = document.putArray("entry").addObject().put("id", number.account());
        var list = changes.putArray("changes");
        for (var envelope : heap) {
            var item = envelope.item();
            var value =
                    list.addObject()
                            .put("field", "messages")
                            .putObject("value")
                            .put("messaging_product", "whatsapp");
            value.putObject("metadata")
                    .put("display_phone_number", number.display())
                    .put("phone_number_id", number.id());
            item.who().ifPresent(who -> value.putArray("contacts").add(who));
            value.putArray(item.list()).add(item.node());
        }
        return document;
    }

    /// Words that somebody wrote.
    static Item words(
            BusinessNumber number,
            String from,
            String name,
            String wamid,
            String text,
            Optional<String> quoted) {
        var node =
                Json.object()
                        .put("from", from)
                        .put("id", wamid)
                        .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                        .put("type", "text");
        node.putObject("text").put("body", text);
        quoted.ifPresent(id -> node.putObject("context").put("id", id));
        var who = Json.object().put("wa_id", from);
        who.putObject("profile").put("name", name);
        return new Item(number, wamid, "messages", node, Optional.of(who));
    }

    /// A file that somebody sent, with words under it.
    static Item document(
            BusinessNumber number,
            String from,
            String name,
            String wamid,
            String caption,
            Blob blob) {
        var item = words(number, from, name, wamid, caption, Optional.empty());
        item.node().put("type", "document").remove("text");
        item.node()
                .putObject("document")
                .put("id", Graph.mediaId(blob))
                .put("mime_type", "text/plain")
                .put(
                        "sha256",
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(blob.sha256())))
                .put("filename", "note.txt")
                .put("caption", caption);
        return item;
    }

    /// How far a message got.
    static Item status(
            BusinessNumber number, String to, String wamid, String callback, String status) {
        var node =
                Json.object()
                        .put("id", wamid)
                        .put("status", status)
                        .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                        .put("recipient_id", to);
        if (!callback.isEmpty()) {
            node.put("biz_opaque_callback_data", callback);
        }
        return new Item(number, wamid + ":" + status, "statuses", node, Optional.empty());
    }

    private record Envelope(Item item, int tries, long dueNanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
