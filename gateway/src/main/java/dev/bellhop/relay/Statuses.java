package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.channel.PhoneIdentities;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Batch;
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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final Batch<Told, String> taking = this::take;

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
        var told = new Told(channelId, item, status(item.status()), new ArrayList<>());
        var outcome = database.together(taking, told);
        told.then().forEach(Runnable::run);
        traced(item, told.status());
        return outcome;
    }

    /// A status.
    ///
    /// @param then is given what to run after the commit
    private record Told(
            long channelId, Item.StatusUpdate item, Status status, List<Runnable> then) {
        Optional<Callback> mark() {
            return item.callback().flatMap(Callback::read);
        }

        Sendings.Named name() {
            return new Sendings.Named(channelId, item.wamid());
        }
    }

    /// An everyday one: what was sent is known, and did not fail.
    private record Known(Told told, List<Sendings.Sending> sendings) {
        Stream<Spot> spots() {
            return sendings.stream().map(it -> new Spot(it.conversationId(), it.seq()));
        }
    }

    /// Takes in what is everyday by statements about all of it, and everything else one by one. Of
    /// the statuses of one message the first at most is taken with others, and those behind it one
    /// by one in their order.
    private List<String> take(Tx tx, List<Told> all) {
        all.forEach(it -> it.then().clear());
        if (all.size() == 1) {
            return List.of(take(tx, all.getFirst()));
        }
        // Locks them, as it does for a single one.
        var _ = outbox.lock(tx, marks(all));
        var known = sendings.find(tx, all.stream().map(Told::name).distinct().toList());
        var everyday = new ArrayList<Known>();
        var others = new ArrayList<Told>();
        var spots = new HashSet<Spot>();
        var names = new HashSet<Sendings.Named>();
        for (var told : all) {
            var one = new Known(told, known.getOrDefault(told.name(), List.of()));
            boolean isFirst = names.add(told.name()) && one.spots().noneMatch(spots::contains);
            one.spots().forEach(spots::add);
            if (isFirst && !one.sendings().isEmpty() && told.status() != Status.FAILED) {
                everyday.add(one);
            } else {
                others.add(told);
            }
        }
        if (!everyday.isEmpty()) {
            takeKnown(tx, everyday);
        }
        var outcomes = new IdentityHashMap<Told, String>();
        others.forEach(told -> outcomes.put(told, take(tx, told)));
        return all.stream().map(it -> outcomes.getOrDefault(it, words(it.status()))).toList();
    }

    private static Set<Long> marks(List<Told> all) {
        return all.stream()
                .flatMap(it -> it.mark().stream())
                .map(Callback::outboxId)
                .collect(Collectors.toSet());
    }

    private static String words(Status status) {
        return "status " + status.wireName();
    }

    private void takeKnown(Tx tx, List<Known> all) {
        for (var one : all) {
            prices.told(tx, one.told().channelId(), one.told().item(), one.told().status());
            learn(
                    tx,
                    one.told().channelId(),
                    one.sendings().getFirst(),
                    one.told().item(),
                    one.told().then());
        }
        setbacks.healed( // locks jobs, so it is first
                tx,
                all.stream()
                        .filter(it -> it.told().status().rank() > Status.FAILED.rank())
                        .flatMap(it -> it.sendings().stream())
                        .toList());
        conversations.hold(
                tx,
                all.stream()
                        .flatMap(Known::spots)
                        .map(Spot::conversationId)
                        .collect(Collectors.toCollection(TreeSet::new)));
        all.stream()
                .collect(
                        Collectors.groupingBy(
                                it -> it.told().status(),
                                TreeMap::new,
                                Collectors.mapping(it -> it.told().name(), Collectors.toList())))
                .forEach((status, names) -> sendings.advance(tx, names, status));
        var news =
                all.stream()
                        .flatMap(one ->
                                one.spots()
                                        .map(it -> new Progress.News(it, one.told().item().at())))
                        .toList();
        var looked = progress.look(tx, news).iterator();
        for (var one : all) {
            one.spots()
                    .forEach(spot -> {
                        one.told()
                                .then()
                                .add(() ->
                                        Span.current()
                                                .about(
                                                        "status",
                                                        spot.conversationId(),
                                                        spot.seq()));
                        one.told().then().add(looked.next());
                    });
        }
    }

    private static void traced(Item.StatusUpdate item, Status status) {
        var span = Span.current().is("whatsapp.status", status.wireName());
        item.failure().ifPresent(failure -> span.is(Graph.CODE, failure.code()).failed());
    }

    private String take(Tx tx, Told told) {
        long channelId = told.channelId();
        var item = told.item();
        var status = told.status();
        var then = told.then();
        prices.told(tx, channelId, item, status);
        var mark = told.mark();
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
        return words(status);
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
