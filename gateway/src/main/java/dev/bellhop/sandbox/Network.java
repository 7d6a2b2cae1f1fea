package dev.bellhop.sandbox;

import dev.bellhop.sandbox.Item.Direction;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What lies between the business and the phones: takes messages, lets them arrive, tells how far
/// they came.
final class Network {
    private static final String CLOSED =
            "Message failed to send because more than 24 hours have passed since the customer"
                    + " last replied to this number.";
    private static final String TOO_FAST =
            "Message failed to send because there were too many messages sent from this phone"
                    + " number to the same phone number in a short period of time.";
    private static final String NOBODY = "Message undeliverable: the recipient is not on WhatsApp.";

    private final Sandbox.Pace pace;
    private final Notifications notifications;
    private final Mailbag mailbag;
    private final Faults faults;
    private final Events events;
    private final SkippingClock clock;
    private final Dice dice;
    private final Lane nobody;
    private final AtomicReference<Rules> rules;

    Network(
            Sandbox.Pace pace,
            Notifications notifications,
            Mailbag mailbag,
            Faults faults,
            Events events,
            SkippingClock clock,
            Dice dice,
            Lane nobody,
            AtomicReference<Rules> rules) {
        this.pace = pace;
        this.notifications = notifications;
        this.mailbag = mailbag;
        this.faults = faults;
        this.events = events;
        this.clock = clock;
        this.dice = dice;
        this.nobody = nobody;
        this.rules = rules;
    }

    /// What the business asks to have sent.
    ///
    /// @param recipient a number or a user id
    /// @param byNumber which of them
    record Submission(
            String recipient,
            boolean byNumber,
            Content content,
            Optional<String> quote,
            Optional<String> callbackData) {}

    /// Takes a message of the business; what becomes of it is told by notification.
    ///
    /// @param lost whether it vanishes on the way
    /// @return its id
    /// @throws GraphError when a rule in force refuses it at once
    String accept(Submission submission, Optional<Handset> to, boolean lost) {
        var lane = to.map(Handset::lane).orElse(nobody);
        if (lane.isFull()) {
            throw GraphError.of(131016, "Too much is on its way to this user.");
        }
        var fate =
                to.isPresent()
                        ? applyRules(submission.content(), to.get()).or(faults::onFate)
                        : Optional.of(GraphError.of(131026, NOBODY));
        var wamid =
                Wamid.ours(
                        to.map(handset -> handset.phone().peer()).orElse(submission.recipient()),
                        dice);
        if (lost) {
            return wamid;
        }
        if (fate.isPresent()) {
            var why = fate.get();
            lane.after(pace.sentAfter(), () -> fail(lane, submission, wamid, why));
            return wamid;
        }
        to.ifPresent(handset -> arrive(handset, submission, wamid));
        return wamid;
    }

    /// Lets the user write to the business.
    ///
    /// @throws Refusal `conflict` when the phone is off
    Item write(Handset from, PhoneWrites.Draft draft) {
        refuseWhenOff(from);
        var phone = from.phone();
        var wamid = Wamid.theirs(phone.peer(), dice);
        var item =
                from.add(
                        wamid,
                        clock.wire(),
                        Direction.OUT,
                        draft.content(),
                        draft.quote(),
                        Optional.empty());
        from.openWindow(clock.reckoned());
        tellMessage(from, item);
        from.lane()
                .after(
                        Duration.ZERO,
                        () ->
                                mailbag.carry(
                                        from.lane(),
                                        notifications.message(phone, item, draft.wire()),
                                        () -> move(from, wamid, Status.DELIVERED)));
        return item;
    }

    /// The user looks at one message, or at all of them.
    void read(Handset handset, Optional<String> wamid) {
        refuseWhenOff(handset);
        var shown =
                wamid.map(id ->
                                handset.find(id).filter(i -> i.direction() == Direction.IN).stream()
                                        .toList())
                        .orElseGet(() -> handset.upTo(handset.last(), Direction.IN, Status.READ));
        if (wamid.isPresent() && shown.isEmpty()) {
            throw Refusal.of(Code.NOT_FOUND, "This phone did not receive that message.");
        }
        for (var item : shown) {
            handset.lane().after(Duration.ZERO, () -> advance(handset, item.wamid(), Status.READ));
        }
    }

    /// The business looks at a message of the user, and at all before it.
    void markRead(Handset handset, Item seen) {
        handset.upTo(seen.n(), Direction.OUT, Status.READ)
                .forEach(item -> move(handset, item.wamid(), Status.READ));
    }

    /// Switches a phone off or on. Off, its messages stay `sent`; on again, they arrive.
    void turn(Handset handset, boolean on) {
        handset.turn(on);
        tellPhone(handset);
        if (on) {
            handset.upTo(handset.last(), Direction.IN, Status.DELIVERED).stream()
                    .filter(item -> item.status() == Status.SENT)
                    .forEach(item ->
                            handset.lane()
                                    .after(
                                            Duration.ZERO,
                                            () ->
                                                    advance(
                                                            handset,
                                                            item.wamid(),
                                                            Status.DELIVERED)));
        }
    }

    /// Tells the business that somebody is known otherwise from now on.
    void tellRenamed(Handset handset, Phone before) {
        tellPhone(handset);
        var now = handset.phone();
        var wamid = Wamid.theirs(now.peer(), dice);
        handset.lane()
                .after(
                        Duration.ZERO,
                        () ->
                                mailbag.carry(
                                        handset.lane(),
                                        notifications.renamed(before, now, wamid, clock.wire()),
                                        () -> {}));
    }

    void tellPhone(Handset handset) {
        events.tell(
                "phone",
                Json.object()
                        .put("wa_id", handset.phone().waId())
                        .put("name", handset.phone().name())
                        .put("on", handset.isOn()));
    }

    private Optional<GraphError> applyRules(Content content, Handset to) {
        var now = rules.get();
        if (now.pair() && !to.takeBudget(clock.reckoned())) {
            throw GraphError.of(131056, TOO_FAST);
        }
        if (now.window() && !content.isTemplate() && !to.windowIsOpen(clock.reckoned())) {
            var closed = GraphError.of(131047, CLOSED);
            if (!dice.happens(now.late())) {
                throw closed;
            }
            return Optional.of(closed);
        }
        boolean isOnNothing =
                content.type().equals("reaction")
                        && to.find(content.payload().path("message_id").asText()).isEmpty();
        return isOnNothing
                ? Optional.of(GraphError.of(131009, "The message to react to is not known."))
                : Optional.empty();
    }

    private void arrive(Handset handset, Submission submission, String wamid) {
        var item =
                handset.add(
                        wamid,
                        clock.wire(),
                        Direction.IN,
                        submission.content(),
                        submission.quote(),
                        submission.callbackData());
        tellMessage(handset, item);
        handset.lane().after(pace.sentAfter(), () -> advance(handset, wamid, Status.SENT));
        if (!submission.content().type().equals("reaction")) {
            handset.lane()
                    .after(pace.deliveredAfter(), () -> advance(handset, wamid, Status.DELIVERED));
        }
    }

    private void advance(Handset handset, String wamid, Status next) {
        if (next == Status.DELIVERED && !handset.isOn()) {
            return;
        }
        handset.advance(wamid, next)
                .ifPresent(item -> {
                    tellStatus(handset, item);
                    mailbag.carry(
                            handset.lane(),
                            notifications.status(handset.phone(), item, clock.wire()),
                            () -> {});
                });
    }

    private void fail(Lane lane, Submission submission, String wamid, GraphError why) {
        var body = notifications.failed(submission, wamid, why, clock.wire());
        events.tell(
                "status",
                Json.object()
                        .put("wa_id", submission.recipient())
                        .put("wamid", wamid)
                        .put("status", Status.FAILED.wireName())
                        .put("code", why.code()));
        mailbag.carry(lane, body, () -> {});
    }

    /// Moves one of the phone's own messages; nothing is told to the business of those.
    private void move(Handset handset, String wamid, Status next) {
        handset.advance(wamid, next).ifPresent(item -> tellStatus(handset, item));
    }

    private void tellMessage(Handset handset, Item item) {
        var detail = Json.object().put("wa_id", handset.phone().waId());
        detail.set("message", item.json());
        events.tell("message", detail);
    }

    private void tellStatus(Handset handset, Item item) {
        events.tell(
                "status",
                Json.object()
                        .put("wa_id", handset.phone().waId())
                        .put("wamid", item.wamid())
                        .put("direction", item.json().path("direction").asText())
                        .put("status", item.status().wireName()));
    }

    private static void refuseWhenOff(Handset handset) {
        if (!handset.isOn()) {
            throw Refusal.of(Code.CONFLICT, "This phone is off.");
        }
    }
}
