package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Desk;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.Outbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What messages wait for that were said and have not reached WhatsApp, in words for those who look
/// at the thread.
final class Waiting {
    private final Database database;
    private final InboxPhones phones;
    private final Outbox outbox;

    Waiting(Database database, InboxPhones phones, Outbox outbox) {
        this.database = database;
        this.phones = phones;
        this.outbox = outbox;
    }

    /// By the messages' numbers. Behind what waits for a phone, everything in its lane waits.
    Map<Integer, String> of(long conversationId) {
        var waiting = new LinkedHashMap<Integer, String>();
        for (var job : outbox.lists().waiting(conversationId)) {
            var lane = job.lane();
            boolean isPhones = lane.startsWith(Desk.RELAY + ":");
            if (isPhones && isShut(lane)) {
                phone(lane)
                        .ifPresent(phone ->
                                waiting.putIfAbsent(
                                        job.seq(),
                                        "waits until " + phone.name() + " answers on WhatsApp"));
            } else if (Waits.GATED.contains(job.waitsFor())) {
                waiting.putIfAbsent(job.seq(), "waits until WhatsApp takes messages again");
            }
        }
        return waiting;
    }

    private boolean isShut(String lane) {
        return database.read(tx -> outbox.lists().waitingIn(tx, lane, List.of(Waits.WINDOW))) > 0;
    }

    private Optional<InboxPhone> phone(String lane) {
        long id = Long.parseLong(lane.substring(lane.indexOf(':') + 1));
        return database.read(tx -> phones.find(tx, id));
    }
}
