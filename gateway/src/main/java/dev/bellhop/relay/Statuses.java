package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.channel.PhoneIdentities;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.trace.Span;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Recipient;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes in what Meta tells about messages that were sent: advances those that are known, keeps
/// what comes before its send is known, and recognises second copies by their mark.
final class Statuses {
    /// As long as Meta repeats what was not taken.
    private static final Duration ERRAND_LIFE = Duration.ofDays(7);

    private final Database database;
    private final InboxPhones phones;
    private final Conversations conversations;
    private final Outbox outbox;
    private final Consumer<String> wakeLane;
    private final SecondCopies copies;
    private final Prices prices;
    private final Sendings sendings;
    private final EarlyStatuses earlies;
    private final Progress progress;
    private final Setbacks setbacks;
    private final ErrandSetbacks errands;
    private final Clock clock;

    Statuses(
            Database database,
            InboxPhones phones,
            Conversations conversations,
            Outbox outbox,
            Consumer<String> wakeLane,
            Sendings sendings,
            EarlyStatuses earlies,
            Progress progress,
            Setbacks setbacks,
            ErrandSetbacks errands,
            SecondCopies copies,
            Prices prices,
            Clock clock) {
        this.database = database;
        this.phones = phones;
        this.conversations = conversations;
        this.outbox = outbox;
        this.sendings = sendings;
        this.earlies = earlies;
        this.progress = progress;
        this.setbacks = setbacks;
        this.errands = errands;
        this.wakeLane = wakeLane;
        this.copies = copies;
        this.prices = prices;
        this.clock = clock;
    }

    /// Takes in one status.
    ///
    /// @return what became of it, in a few words for the monitor
    String take(long channelId, Item.StatusUpdate item) {
        var status = status(item.status());
        var then = new ArrayList<Runnable>();
        var outcome =
                database.together(tx -> {
                    then.clear();
                    return take(tx, channelId, item, status, then);
                });
        then.forEach(Runnable::run);
        traced(item, status);
        return outcome;
    }

    private static void traced(Item.StatusUpdate item, Status status) {
        var span = Span.current().is("whatsapp.status", status.wireName());
        item.failure().ifPresent(failure -> span.is(Graph.CODE, failure.code()).failed());
    }

    private String take(
            Tx tx, long channelId, Item.StatusUpdate item, Status status, List<Runnable> then) {
        prices.told(tx, channelId, item, status);
        var mark = item.callback().flatMap(Callback::read);
        // Locking the job first keeps this from crossing the answer to its send: either the answer
        // is stored and the message id is found below, or the status is stored and the answer
        // finds it.
        var pending = mark.filter(m -> outbox.lock(tx, m.outboxId()).filter(m::fits).isPresent());
        var known = sendings.find(tx, channelId, item.wamid());
        if (known.isEmpty() && mark.isPresent()) {
            known = copy(tx, channelId, item.wamid(), mark.get(), then);
        }
        if (known.isEmpty()) {
            var errand =
                    errands.status(
                            tx,
                            channelId,
                            item.wamid(),
                            mark,
                            status,
                            item.failure().map(failure -> Setback.of(failure, item.to())));
            if (errand.isPresent()) {
                then.add(errand.get());
                return "status " + status.wireName() + " of a reaction or question";
            }
            keep(tx, channelId, item, status, pending, then);
            return "status " + status.wireName() + " kept for a send not known yet";
        }
        learn(tx, channelId, known.getFirst(), item, then);
        known.forEach(
                sending -> setbacks.healed(tx, sending, status)); // locks jobs, so it is first
        conversations.hold(tx, known.getFirst().conversationId());
        sendings.advance(tx, channelId, item.wamid(), status);
        for (var sending : known) {
            got(tx, channelId, sending, status, item, then);
        }
        return "status " + status.wireName();
    }

    /// Whom a message to a phone reached is told, by names that may not be known of the phone: so
    /// its user id is learnt before it has ever written.
    private void learn(
            Tx tx,
            long channelId,
            Sendings.Sending sending,
            Item.StatusUpdate item,
            List<Runnable> then) {
        var userId = item.to().flatMap(Recipient::userId);
        if (userId.isEmpty() || sending.inboxPhoneId().isEmpty()) {
            return;
        }
        var waId = item.to().flatMap(Recipient::waId);
        phones.find(tx, sending.inboxPhoneId().getAsLong())
                .filter(phone -> PhoneIdentities.isNews(phone, waId, userId.get()))
                .flatMap(phone ->
                        sendings.acceptedAt(tx, channelId, item.wamid())
                                .<Runnable>map(sentAt ->
                                        () ->
                                                phones.identities()
                                                        .reached(
                                                                phone, sentAt, waId, userId.get())))
                .ifPresent(then::add);
    }

    private void keep(
            Tx tx,
            long channelId,
            Item.StatusUpdate item,
            Status status,
            Optional<Callback> pending,
            List<Runnable> then) {
        var early =
                new EarlyStatuses.Early(
                        item.wamid(),
                        status,
                        item.at(),
                        item.failure().map(failure -> Setback.of(failure, item.to())));
        earlies.keep(tx, channelId, early, pending, clock.instant());
        pending.flatMap(m -> outbox.hasten(tx, m.outboxId()))
                .ifPresent(lane -> then.add(() -> wakeLane.accept(lane)));
    }

    /// One message of what was sent got further, or failed.
    private void got(
            Tx tx,
            long channelId,
            Sendings.Sending sending,
            Status status,
            Item.StatusUpdate item,
            List<Runnable> then) {
        then.add(() -> Span.current().about("status", sending.conversationId(), sending.seq()));
        boolean isNews = status.rank() > sending.status().rank();
        var setback = item.failure().map(failure -> Setback.of(failure, item.to()));
        if (isNews && status == Status.FAILED) {
            then.add(setbacks.after(tx, channelId, sending, setback.orElse(Setbacks.UNKNOWN)));
        }
        then.add(
                progress.look(
                        tx,
                        sending.conversationId(),
                        sending.seq(),
                        item.at(),
                        setback.map(Setback::words)));
    }

    /// A send that was settled with another message id: Meta had taken it before it was repeated.
    private List<Sendings.Sending> copy(
            Tx tx, long channelId, String wamid, Callback mark, List<Runnable> then) {
        var copy = sendings.acceptedAgain(tx, channelId, wamid, mark);
        if (!copy.isEmpty()) {
            var first = copy.getFirst();
            then.add(copies.found(first.conversationId(), first.seq(), wamid));
        }
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

    /// Forgets statuses that nothing was ever sent for, and what no status will tell of any more.
    void forgetOld(Duration age) {
        var before = clock.instant().minus(age);
        long forgotten;
        do {
            forgotten = database.inTransaction(tx -> earlies.forget(tx, before));
        } while (forgotten == EarlyStatuses.BATCH);
        do {
            forgotten = database.inTransaction(tx -> errands.forget(tx, ERRAND_LIFE));
        } while (forgotten == Errands.BATCH);
        boolean more = true;
        while (more) {
            more = database.inTransaction(tx -> prices.forgetUndelivered(tx, clock.instant()));
        }
    }
}
