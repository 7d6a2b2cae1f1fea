package dev.bellhop.webhook;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.relay.NotYet;
import dev.bellhop.trace.Span;
import dev.bellhop.trace.Tracing;
import dev.bellhop.whatsapp.Item;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// A notification in hand: each of its items is taken in its lane, again if that fails, and when
/// the last one is over the outcome of all is written.
final class Parcel {
    private static final Logger LOG = Logger.getLogger(Parcel.class.getName());

    /// How often an item is tried before it is left to a person.
    private static final int TRIES_MAX = 5;

    /// The wait after the first try that failed; it doubles with each.
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    /// While the database is away nothing counts as a try.
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(1);

    private static final int REASON_MAX = 200;

    /// What the rest of the house does with items, and what it says about that.
    interface Recipients {
        /// Which channel's number an item is for. A notification comes to the address of one
        /// channel and may speak of other numbers of the same app, or of some that nobody set up
        /// here.
        OptionalLong owner(long addressed, String phoneNumberId);

        String message(long channelId, Item.Inbound message);

        String echo(long channelId, Item.Echo echo);

        String system(long channelId, Item.SystemMessage message);

        String preference(long channelId, Item.Preference preference);

        String status(long channelId, Item.StatusUpdate status);

        /// Takes what happened to a template.
        ///
        /// @param addressed the channel whose address the notification came to
        String template(long addressed, Item.TemplateChange change);

        /// Takes what happened to an account or number.
        ///
        /// @param addressed the channel whose address the notification came to
        String account(long addressed, Item.AccountChange change);
    }

    /// Where items come from.
    ///
    /// @param id the notification
    /// @param since when it came, or when somebody had it taken again
    /// @param triedBefore how often an earlier life of this gateway tried it in vain
    /// @param inHand when it was stored, or found again
    /// @param asked the request by which it came, if that is in somebody's trace
    record Origin(
            long id, long channelId, Instant since, int triedBefore, Instant inHand, Span asked) {}

    private final Origin origin;
    private final long id;
    private final long channelId;
    private final int triedBefore;
    private final List<Item> items;
    private final Recipients recipients;
    private final Deliveries deliveries;
    private final Endings endings;
    private final Tracing tracing;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int left;
    private int tries = 1;
    private boolean whole = true;

    /// @param items at least one
    Parcel(
            Origin origin,
            List<Item> items,
            Recipients recipients,
            Deliveries deliveries,
            Endings endings,
            Tracing tracing) {
        this.origin = origin;
        this.id = origin.id();
        this.channelId = origin.channelId();
        this.triedBefore = Math.min(origin.triedBefore(), TRIES_MAX - 1);
        this.items = items;
        this.recipients = recipients;
        this.deliveries = deliveries;
        this.endings = endings;
        this.tracing = tracing;
        this.left = items.size();
    }

    long id() {
        return id;
    }

    /// Puts the items into their lanes.
    ///
    /// @param over called once all are over and that is written
    void putInto(ItemLanes lanes, Runnable over) {
        for (Item item : items) {
            var owner = owner(item);
            lanes.add(lane(owner, item), new Step(item, owner, over));
        }
    }

    private OptionalLong owner(Item item) {
        return switch (item) {
            case Item.Inbound message -> recipients.owner(channelId, message.phoneNumberId());
            case Item.Echo echo -> recipients.owner(channelId, echo.phoneNumberId());
            case Item.SystemMessage system -> recipients.owner(channelId, system.phoneNumberId());
            case Item.Preference wish -> recipients.owner(channelId, wish.phoneNumberId());
            case Item.StatusUpdate status -> recipients.owner(channelId, status.phoneNumberId());
            case Item.TemplateChange _,
                    Item.AccountChange _,
                    Item.PassedOver _,
                    Item.Unknown _,
                    Item.Damaged _ ->
                    OptionalLong.of(channelId);
        };
    }

    /// Items of one person share a lane, and so do those of one account; a message's statuses only
    /// move forward and may share any. What asks nothing of anybody has a lane for each
    /// notification, so that it holds up no other.
    private String lane(OptionalLong owner, Item item) {
        return switch (item) {
            case Item.Inbound message -> owner.orElse(0) + " " + message.from().lane();
            case Item.Echo echo -> owner.orElse(0) + " " + echo.to().lane();
            case Item.SystemMessage system -> owner.orElse(0) + " " + system.lane();
            case Item.Preference wish -> owner.orElse(0) + " " + wish.from().lane();
            case Item.TemplateChange template -> "account " + template.accountId();
            case Item.AccountChange account -> "account " + account.accountId();
            case Item.StatusUpdate status -> owner.orElse(0) + " " + status.wamid();
            case Item.PassedOver _, Item.Unknown _, Item.Damaged _ -> "rest of " + id;
        };
    }

    /// One item on its way.
    private final class Step implements ItemLanes.Task {
        private final Item item;
        private final OptionalLong owner;
        private final Runnable over;
        private int failures;

        Step(Item item, OptionalLong owner, Runnable over) {
            this.item = item;
            this.owner = owner;
            this.over = over;
        }

        @Override
        public Optional<Duration> attempt() {
            var again = take();
            if (again.isEmpty() && countDown()) {
                finish(over);
            }
            return again;
        }

        private Optional<Duration> take() {
            try {
                note(traced());
                countTries(failures + 1);
            } catch (DatabaseAway away) {
                return Optional.of(DATABASE_WAIT);
            } catch (NotYet soon) {
                return Optional.of(soon.again());
            } catch (RuntimeException | Error trouble) {
                failures++;
                return failed(failures, trouble);
            }
            return Optional.empty();
        }

        /// A message's way began when its notification came, and not when somebody had time for it.
        private String traced() {
            try (var way = tracing.arrival(origin.since(), origin.asked())) {
                way.is("bellhop.notification.id", id).is("bellhop.channel.id", channelId);
                way.part("notification", origin.since()).close(origin.inHand());
                way.part("waited", origin.inHand()).close();
                return way.call(this::word);
            }
        }

        private String word() {
            return switch (item) {
                case Item.Inbound _,
                        Item.Echo _,
                        Item.SystemMessage _,
                        Item.Preference _,
                        Item.StatusUpdate _
                        when owner.isEmpty() ->
                        "passed over: a number that is not set up here";
                case Item.Inbound message -> recipients.message(owner.getAsLong(), message);
                case Item.Echo echo -> recipients.echo(owner.getAsLong(), echo);
                case Item.SystemMessage system -> recipients.system(owner.getAsLong(), system);
                case Item.Preference wish -> recipients.preference(owner.getAsLong(), wish);
                case Item.StatusUpdate status -> recipients.status(owner.getAsLong(), status);
                case Item.TemplateChange template -> recipients.template(channelId, template);
                case Item.AccountChange account -> recipients.account(channelId, account);
                case Item.PassedOver(var what) -> "passed over: " + what;
                case Item.Unknown(var what) -> "unknown: " + what;
                case Item.Damaged(var what, var why) -> {
                    spoil();
                    yield what + " not readable: " + why;
                }
            };
        }
    }

    private Optional<Duration> failed(int failures, Throwable trouble) {
        int all = triedBefore + failures;
        boolean again = all < TRIES_MAX;
        LOG.log(
                again ? Level.WARNING : Level.SEVERE,
                trouble,
                () ->
                        "an item of notification "
                                + id
                                + (again ? " failed and is tried again" : " failed for good"));
        countTries(failures);
        if (again) {
            tellTry(all, "failed: " + reason(trouble));
            return Optional.of(FIRST_WAIT.multipliedBy(1L << (failures - 1)));
        }
        spoil();
        note("failed: " + reason(trouble));
        return Optional.empty();
    }

    /// Writes for the monitor that there is trouble; the item itself is safe in its lane.
    private void tellTry(int all, String outcome) {
        try {
            deliveries.tried(id, all, outcome);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a try could not be written down", e);
        }
    }

    private static String reason(Throwable trouble) {
        var deepest = trouble;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        var text = deepest.toString();
        return text.length() > REASON_MAX ? text.substring(0, REASON_MAX) : text;
    }

    private synchronized void note(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private synchronized void spoil() {
        whole = false;
    }

    private synchronized void countTries(int count) {
        tries = Math.max(tries, count);
    }

    private synchronized boolean countDown() {
        left--;
        return left == 0;
    }

    private void finish(Runnable over) {
        endings.write(origin, ending(), over);
    }

    private synchronized Deliveries.Ending ending() {
        return new Deliveries.Ending(items.size(), whole, words(), triedBefore + tries);
    }

    private String words() {
        return outcomes.entrySet().stream()
                .map(entry ->
                        entry.getValue() == 1
                                ? entry.getKey()
                                : entry.getValue() + " × " + entry.getKey())
                .collect(Collectors.joining("; "));
    }
}
