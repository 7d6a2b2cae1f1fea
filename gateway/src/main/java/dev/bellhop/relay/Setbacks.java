package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// What follows when a message fails after Meta had accepted it. Its job comes back in its old
/// place: to be sent once more where that may help, else dead, for a person to see and to send
/// again.
final class Setbacks {
    static final Setback UNKNOWN = new Setback(0, "WhatsApp could not deliver this message.");

    /// Meta refuses a pair for seconds, a number for less.
    private static final Duration BREATH = Duration.ofSeconds(4);

    private static final Duration A_DAY = Duration.ofDays(1);

    /// How often one part of a message is sent in all, when it fails on its way for a trouble that
    /// passes.
    private static final int SENDS_MAX = 2;

    private static final String BY_USER_ID = "by_user_id";

    private final InboxPhones phones;
    private final Addresses addresses;
    private final Outbox outbox;
    private final Sendings sendings;
    private final Complaints complaints;
    private final Consumer<String> wakeLane;
    private final Clock clock;

    Setbacks(
            InboxPhones phones,
            Addresses addresses,
            Outbox outbox,
            Sendings sendings,
            Complaints complaints,
            Consumer<String> wakeLane,
            Clock clock) {
        this.phones = phones;
        this.addresses = addresses;
        this.outbox = outbox;
        this.sendings = sendings;
        this.complaints = complaints;
        this.wakeLane = wakeLane;
        this.clock = clock;
    }

    /// A sending has failed, and is known to have.
    ///
    /// @return what to run after the commit
    Runnable after(Tx tx, long channelId, Sendings.Sending sending, Setback setback) {
        if (sendings.isDelivered(tx, sending)) {
            return () -> {}; // another copy of it is there
        }
        var lane = sending.lane();
        boolean byUserId = isToBeSentByUserId(tx, sending, setback);
        var payload = Json.object().put("only", true);
        if (byUserId) {
            payload.put(BY_USER_ID, true);
        }
        sending.inboxPhoneId().ifPresent(phone -> payload.put("phone", phone));
        if (sending.inboxPhoneId().isEmpty()) {
            payload.put("visitor", sending.laneOf());
        }
        var order =
                new Outbox.Order(
                        lane,
                        lane.substring(0, lane.indexOf(':')),
                        OptionalLong.of(channelId),
                        sending.conversationId(),
                        sending.seq(),
                        Json.text(payload));
        var sentAt = sendings.lastAccepted(tx, sending).orElseGet(clock::instant);
        var end =
                byUserId
                        ? new End.Later(clock.instant(), setback.words())
                        : end(tx, sending, setback);
        boolean back = outbox.putBack(tx, sending.ownJob(), sending.step(), order, end);
        if (byUserId) {
            addresses.turnToUserId(tx, lane);
        }
        return () -> {
            complaints.hear(channelId, sending, setback, sentAt);
            if (back && end instanceof End.Dead) {
                outbox.died(new Outbox.Dead(sending.ownJob(), order.kind()));
            }
            if (back) {
                wakeLane.accept(lane);
            }
        };
    }

    /// Whether a job is to be sent by its receiver's user id.
    static boolean isByUserId(Job job) {
        return Json.parse(job.payload()).path(BY_USER_ID).asBoolean();
    }

    /// A number that is not on WhatsApp may have a receiver who is.
    private boolean isToBeSentByUserId(Tx tx, Sendings.Sending sending, Setback setback) {
        return setback.isOfNumber()
                && hasTry(tx, sending)
                && addresses.hasUserId(tx, sending.lane());
    }

    private End end(Tx tx, Sendings.Sending sending, Setback setback) {
        var dead = new End.Dead(setback.words());
        if (setback.trouble().isEmpty()) {
            return setback.mending()
                    .filter(_ -> hasTry(tx, sending))
                    .<End>map(mending ->
                            new End.Later(
                                    clock.instant(), setback.words(), Waits.word(mending), false))
                    .orElse(dead);
        }
        var trouble = setback.trouble().get();
        return switch (trouble) {
            // It says nothing against the message, however often: it goes when the number can.
            case CHANNEL, LIMITED -> later(trouble, setback);
            case PAIR_LIMIT, NUMBER_LIMIT, OUTAGE ->
                    hasTry(tx, sending) ? later(trouble, setback) : dead;
            case WINDOW -> {
                var phone = sending.inboxPhoneId();
                if (phone.isEmpty() || !hasTry(tx, sending)) {
                    yield dead;
                }
                phones.windowIsShut(
                        tx,
                        phone.getAsLong(),
                        sendings.lastAccepted(tx, sending).orElseGet(clock::instant),
                        clock.instant());
                yield new End.Later(clock.instant(), setback.words());
            }
            // As when Meta says so at once: the phone may write before the time is over.
            case HELD_BACK ->
                    sending.inboxPhoneId().isEmpty()
                            ? dead
                            : new End.Later(
                                    clock.instant().plus(setback.lasts().orElse(A_DAY)),
                                    setback.words(),
                                    Waits.WINDOW,
                                    false);
            case PAUSED -> dead;
        };
    }

    private boolean hasTry(Tx tx, Sendings.Sending sending) {
        return sendings.countOf(tx, sending) < SENDS_MAX;
    }

    /// What stops the number, its gate has heard of by then, and says for how long.
    private End later(Trouble trouble, Setback setback) {
        var wait =
                switch (trouble) {
                    case OUTAGE, NUMBER_LIMIT -> longer(BREATH, setback.lasts());
                    case LIMITED, PAIR_LIMIT, CHANNEL, WINDOW, HELD_BACK, PAUSED -> BREATH;
                };
        return new End.Later(
                clock.instant().plus(wait), setback.words(), Waits.word(trouble), false);
    }

    private static Duration longer(Duration one, Optional<Duration> other) {
        return other.filter(it -> it.compareTo(one) > 0).orElse(one);
    }

    /// A sending got there after all: if it, or another copy of it, had failed, nothing is left to
    /// be sent again.
    void healed(Tx tx, Sendings.Sending sending, Status status) {
        if (status.rank() > Status.FAILED.rank()) {
            healed(tx, List.of(sending));
        }
    }

    /// The same for several, all of which got there.
    void healed(Tx tx, List<Sendings.Sending> all) {
        outbox.dropSteps(
                tx, all.stream().map(it -> new Outbox.Step(it.ownJob(), it.step())).toList());
    }
}
