package dev.bellhop.relay;

import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.Item;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes in what Meta tells about messages that were sent: advances those that are known, keeps
/// what comes before its send is known, and recognises second copies by their mark.
final class Statuses {
    private final Database database;
    private final Conversations conversations;
    private final Outbox outbox;
    private final Consumer<String> wakeLane;
    private final SecondCopies copies;
    private final Sendings sendings = new Sendings();
    private final EarlyStatuses earlies = new EarlyStatuses();
    private final Progress progress;
    private final Clock clock;

    Statuses(
            Database database,
            Conversations conversations,
            Desk desk,
            Outbox outbox,
            Consumer<String> wakeLane,
            SecondCopies copies,
            Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.progress = new Progress(desk, outbox, sendings);
        this.outbox = outbox;
        this.wakeLane = wakeLane;
        this.copies = copies;
        this.clock = clock;
    }

    /// Takes in one status.
    ///
    /// @return what became of it, in a few words for the monitor
    String take(long channelId, Item.StatusUpdate item) {
        var status = status(item.status());
        var then = new ArrayList<Runnable>();
        var outcome =
                database.inTransaction(tx -> {
                    then.clear();
                    return take(tx, channelId, item, status, then);
                });
        then.forEach(Runnable::run);
        return outcome;
    }

    private String take(
            Tx tx, long channelId, Item.StatusUpdate item, Status status, List<Runnable> then) {
        var mark = item.callback().flatMap(Callback::read);
        var failure = item.failure().map(Failure::line);
        // Locking the job first keeps this from crossing the answer to its send: either the answer
        // is stored and the message id is found below, or the status is stored and the answer
        // finds it.
        var pending = mark.filter(m -> outbox.lock(tx, m.outboxId()).filter(m::fits).isPresent());
        var sending =
                sendings.find(tx, channelId, item.wamid())
                        .or(() -> mark.flatMap(m -> copy(tx, channelId, item.wamid(), m, then)));
        if (sending.isEmpty()) {
            var early = new EarlyStatuses.Early(item.wamid(), status, item.at(), failure);
            earlies.keep(tx, channelId, early, pending, clock.instant());
            pending.flatMap(m -> outbox.hasten(tx, m.outboxId()))
                    .ifPresent(lane -> then.add(() -> wakeLane.accept(lane)));
            return "status " + status.wireName() + " kept for a send not known yet";
        }
        var known = sending.get();
        conversations.hold(tx, known.conversationId());
        sendings.advance(tx, channelId, item.wamid(), status);
        then.add(progress.look(tx, known.conversationId(), known.seq(), item.at(), failure));
        return "status " + status.wireName();
    }

    /// A send that was settled with another message id: Meta had taken it before it was repeated.
    private Optional<Sendings.Sending> copy(
            Tx tx, long channelId, String wamid, Callback mark, List<Runnable> then) {
        var copy = sendings.acceptedAgain(tx, channelId, wamid, mark);
        copy.ifPresent(c -> then.add(copies.found(c.conversationId(), c.seq(), wamid)));
        return copy;
    }

    private static Status status(Item.Status status) {
        return switch (status) {
            case SENT -> Status.SENT;
            case DELIVERED -> Status.DELIVERED;
            case READ, PLAYED -> Status.READ;
            case FAILED -> Status.FAILED;
        };
    }

    /// Forgets statuses that nothing was ever sent for.
    void forgetOld(Duration age) {
        var before = clock.instant().minus(age);
        long forgotten;
        do {
            forgotten = database.inTransaction(tx -> earlies.forget(tx, before));
        } while (forgotten == EarlyStatuses.BATCH);
    }
}
