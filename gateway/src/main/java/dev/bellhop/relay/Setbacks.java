package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// What follows when a message fails after Meta had accepted it. Its job comes back in its old
/// place: to be sent once more where that may help, else dead, for a person to see and to send
/// again.
final class Setbacks {
    static final Setback UNKNOWN = new Setback(0, "WhatsApp could not deliver this message.");

    /// Meta refuses a pair for seconds, a number for less.
    private static final Duration BREATH = Duration.ofSeconds(4);

    /// How often one part of a message is sent in all, when it fails on its way for a trouble that
    /// passes.
    private static final int SENDS_MAX = 2;

    private final InboxPhones phones;
    private final Outbox outbox;
    private final Sendings sendings;
    private final Consumer<String> wakeLane;
    private final Clock clock;

    Setbacks(
            InboxPhones phones,
            Outbox outbox,
            Sendings sendings,
            Consumer<String> wakeLane,
            Clock clock) {
        this.phones = phones;
        this.outbox = outbox;
        this.sendings = sendings;
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
        var payload = Json.object().put("only", true);
        sending.inboxPhoneId().ifPresent(phone -> payload.put("phone", phone));
        if (sending.inboxPhoneId().isEmpty()) {
            payload.put("visitor", Long.parseLong(lane.substring(lane.indexOf(':') + 1)));
        }
        var order =
                new Outbox.Order(
                        lane,
                        lane.substring(0, lane.indexOf(':')),
                        OptionalLong.of(channelId),
                        sending.conversationId(),
                        sending.seq(),
                        Json.text(payload));
        boolean back =
                outbox.putBack(
                        tx, sending.ownJob(), sending.step(), order, end(tx, sending, setback));
        return back ? () -> wakeLane.accept(lane) : () -> {};
    }

    private End end(Tx tx, Sendings.Sending sending, Setback setback) {
        var trouble = setback.trouble();
        boolean hasTry = sendings.countOf(tx, sending) < SENDS_MAX;
        if (trouble.isEmpty() || !hasTry) {
            return new End.Dead(setback.words());
        }
        return switch (trouble.get()) {
            case WINDOW -> {
                var phone = sending.inboxPhoneId();
                if (phone.isEmpty()) {
                    yield new End.Dead(setback.words());
                }
                phones.windowIsShut(tx, phone.getAsLong(), clock.instant());
                yield new End.Later(clock.instant(), setback.words());
            }
            case PAIR_LIMIT, NUMBER_LIMIT, LIMITED, OUTAGE ->
                    new End.Later(clock.instant().plus(BREATH), setback.words());
            case CHANNEL, HELD_BACK, PAUSED -> new End.Dead(setback.words());
        };
    }

    /// A sending that had failed got there after all: nothing is left to be sent again.
    void healed(Tx tx, Sendings.Sending sending, Status status) {
        if (sending.status() == Status.FAILED && status.rank() > Status.FAILED.rank()) {
            boolean _ = outbox.drop(tx, sending.ownJob());
        }
    }
}
