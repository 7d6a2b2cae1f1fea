package dev.bellhop.relay;

import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.media.Media;
import dev.bellhop.meter.Meters;
import dev.bellhop.outbox.Lanes;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.people.Agents;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Routes;
import dev.bellhop.whatsapp.GateView;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.GraphMedia;

import io.github.bucket4j.TimeMeter;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The room's parts, wired: what goes out, what comes in, and what people may do about it.
public final class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class.getName());

    /// How long a reply waits at least for somebody to say where it belongs.
    private static final Duration HELD_LIFE = Duration.ofDays(30);

    /// What the room stands on.
    public record Ground(
            Database database,
            Audit audit,
            Channels channels,
            InboxPhones phones,
            Sites sites,
            Agents agents,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Desk desk,
            Outbox outbox,
            Lanes lanes,
            Graph graph,
            Media media,
            GraphMedia graphMedia,
            Backlog backlog,
            Meters meters,
            Clock clock,
            RandomGenerator random) {}

    /// What may be set.
    ///
    /// @param unsureWait how long a status may take to tell that a send without an answer went
    ///   through
    public record Timing(Backoff backoff, Duration unsureWait, PairRate pair) {}

    private final Ground ground;
    private final Pauses pauses = new Pauses();
    private final SecondCopies copies = new SecondCopies();
    private final Outbound outbound;
    private final ToCustomers toCustomers;
    private final ReadMarks readMarks;
    private final TypingSigns typingSigns;
    private final Fetching fetching;
    private final Prices prices = new Prices();
    private final Replies replies;
    private final Leftovers leftovers;
    private final Inbound inbound;
    private final BreakersApi breakers;

    public Relay(Ground ground, Timing timing, FallbackTemplate fallback) {
        this.ground = ground;
        var clock = ground.clock();
        var sendings = new Sendings();
        var phoneReplies = new PhoneReplies();
        var earlies = new EarlyStatuses();
        var progress = new Progress(ground.desk(), ground.outbox(), sendings);
        var budgets = new PairBudgets(timing.pair(), TimeMeter.SYSTEM_NANOTIME);
        var addresses = new Addresses(ground.phones(), ground.visitors());
        var complaints = Complaints.passedOn(ground, budgets);
        var errands =
                new ErrandSetbacks(
                        ground.desk(),
                        ground.phones(),
                        ground.outbox(),
                        new Errands(),
                        earlies,
                        complaints,
                        ground.lanes()::wake,
                        clock);
        var setbacks =
                new Setbacks(
                        ground.phones(),
                        addresses,
                        ground.outbox(),
                        sendings,
                        complaints,
                        ground.lanes()::wake,
                        clock);
        var waits = new Waits(timing.backoff(), clock, ground.random());
        var acceptance =
                new Acceptance(
                        ground.conversations(),
                        sendings,
                        earlies,
                        progress,
                        setbacks,
                        copies,
                        errands,
                        clock);
        var dispatch =
                new Dispatch(
                        ground.database(),
                        ground.conversations(),
                        ground.phones(),
                        ground.outbox(),
                        ground.graph(),
                        addresses,
                        earlies,
                        ground.backlog(),
                        acceptance,
                        progress,
                        errands,
                        budgets,
                        waits,
                        timing.unsureWait(),
                        ground.lanes()::wake,
                        clock);
        var parcels =
                new Parcels(
                        new Enclosing(
                                ground.desk().enclosures(), ground.media(), ground.graphMedia()),
                        dispatch,
                        waits);
        this.toCustomers = new ToCustomers(ground, sendings, dispatch, parcels);
        this.readMarks =
                new ReadMarks(
                        ground.channels(),
                        ground.graph(),
                        timing.backoff(),
                        clock,
                        ground.random());
        this.typingSigns = new TypingSigns(ground);
        this.outbound =
                new Outbound(
                        ground.database(),
                        ground.channels(),
                        ground.phones(),
                        ground.visitors(),
                        ground.conversations(),
                        ground.messages(),
                        sendings,
                        phoneReplies,
                        dispatch,
                        parcels,
                        new Bundles(ground.database(), ground.messages(), ground.outbox()),
                        waits,
                        fallback,
                        clock);
        this.fetching =
                new Fetching(
                        ground.channels(),
                        ground.media(),
                        ground.graphMedia(),
                        ground.desk(),
                        timing.backoff(),
                        clock,
                        ground.random());
        var questions =
                new Questions(
                        ground.conversations(),
                        ground.visitors(),
                        ground.outbox(),
                        ground.lanes()::wake);
        var statuses =
                new Statuses(
                        ground.database(),
                        ground.phones(),
                        ground.conversations(),
                        ground.outbox(),
                        ground.lanes()::wake,
                        sendings,
                        earlies,
                        progress,
                        setbacks,
                        errands,
                        copies,
                        prices,
                        clock);
        var quotes =
                new Quotes(ground.database(), ground.desk(), ground.messages(), ground.outbox());
        this.leftovers =
                new Leftovers(
                        ground.database(),
                        ground.phones(),
                        ground.media().attachments(),
                        questions,
                        ground.audit(),
                        clock);
        this.replies = new Replies(ground, sendings, phoneReplies, questions);
        this.inbound =
                new Inbound(
                        ground.phones(),
                        new Customers(ground.desk(), quotes),
                        new Changes(ground, quotes),
                        replies,
                        new Reactions(
                                ground.database(), ground.conversations(), ground.desk(), sendings),
                        statuses);
        ground.graph().onGateChange(this::gateChanged);
        ground.graph().onGateChange(new GateLog(ground.audit(), ground.channels())::changed);
        ground.graph().onCall(new SendMeter(ground.meters(), ground.channels()));
        this.breakers = new BreakersApi(ground, pauses);
        stayPaused();
    }

    /// Whoever stopped a number by hand did not mean until the next restart.
    private void stayPaused() {
        for (var pause : pauses.all(ground.database())) {
            ground.channels()
                    .find(pause.channelId())
                    .ifPresent(channel -> ground.graph().hold(channel.phoneNumberId(), pause.by()));
        }
    }

    /// Somebody has paused a number by hand at another gateway, or let it go on.
    public void handElsewhere(long channelId) {
        ground.channels()
                .find(channelId)
                .ifPresent(channel ->
                        pauses.of(ground.database(), channelId)
                                .ifPresentOrElse(
                                        pause ->
                                                ground.graph()
                                                        .hold(channel.phoneNumberId(), pause.by()),
                                        () -> ground.graph().release(channel.phoneNumberId())));
    }

    /// Looks which numbers are paused by hand, for that may have changed at another gateway.
    public void lookAtHands() {
        var paused =
                pauses.all(ground.database()).stream()
                        .map(Pauses.Pause::channelId)
                        .collect(Collectors.toSet());
        for (var channel : ground.channels().all()) {
            boolean isHeld = ground.graph().view(channel.phoneNumberId()).state().equals("held");
            if (isHeld != paused.contains(channel.id())) {
                handElsewhere(channel.id());
            }
        }
    }

    /// Who tells other gateways when somebody pauses a number by hand, or lets it go on.
    public void tellHandsBy(LongConsumer telling) {
        breakers.tellBy(telling);
    }

    /// What waited for a number goes on at once when it can.
    private void gateChanged(GateView gate) {
        LOG.log(
                gate.passes() ? Level.INFO : Level.WARNING,
                "sending from number {0} is {1}: {2}",
                new Object[] {
                    gate.phoneNumberId(), gate.state(), gate.reason().orElse("all is well")
                });
        if (gate.passes()) {
            // Told by a thread that has an outcome to settle: nothing here may hold that up.
            Thread.ofVirtual().name("gate-opens").start(() -> hasten(gate.phoneNumberId()));
        }
    }

    private void hasten(String phoneNumberId) {
        try {
            ground.channels().all().stream()
                    .filter(channel -> channel.phoneNumberId().equals(phoneNumberId))
                    .map(Channel::id)
                    .map(id ->
                            ground.database()
                                    .inTransaction(tx ->
                                            ground.outbox().hastenChannel(tx, id, Waits.GATED)))
                    .flatMap(List::stream)
                    .forEach(ground.lanes()::wake);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what waits for a number goes on by and by", e);
        }
    }

    public Inbound inbound() {
        return inbound;
    }

    /// What messages are charged as.
    public Prices prices() {
        return prices;
    }

    /// How many copies too many people got since the start.
    public long secondCopies() {
        return copies.count();
    }

    /// What messages of a conversation wait for that have not reached WhatsApp, by their numbers.
    public Map<Integer, String> waits(long conversationId) {
        return new Waiting(ground.database(), ground.phones(), ground.outbox()).of(conversationId);
    }

    /// Whom to tell on the inbox's topic, so that customers see that somebody types.
    public Live.Listener typing() {
        return typingSigns;
    }

    /// Who does which kind of job.
    public Map<String, Lanes.Worker> workers() {
        return Map.of(
                Desk.RELAY, outbound::relay,
                Desk.DIRECT, Lanes.Worker.of(toCustomers::answer),
                Desk.REACT, Lanes.Worker.of(toCustomers::react),
                Desk.MARK, Lanes.Worker.of(readMarks::mark),
                Outbound.ASK, Lanes.Worker.of(outbound::ask),
                Desk.FETCH, Lanes.Worker.of(fetching::fetch));
    }

    public void register(Routes routes) {
        new OutboxApi(ground).register(routes);
        breakers.register(routes);
        new PhonesApi(ground, replies).register(routes);
    }

    /// Forgets replies of phones that nobody placed, and the traces of those that were: they are
    /// needed for as long as a notification can be taken again.
    ///
    /// @param notificationsKept how long notifications are
    public void forgetHeld(Duration notificationsKept) {
        leftovers.forget(
                notificationsKept.compareTo(HELD_LIFE) > 0 ? notificationsKept : HELD_LIFE);
    }

    /// Takes away what is kept here of a conversation that is erased.
    public void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM relayed WHERE conversation_id = ?", conversationId);
        tx.change("DELETE FROM errand WHERE conversation_id = ?", conversationId);
        // The file of a reply that is not placed yet is no message's.
        var files =
                tx.query(
                        """
                        SELECT attachment_id FROM held_reply
                        WHERE conversation_id = ? AND attachment_id IS NOT NULL
                        """,
                        row -> row.number("attachment_id"),
                        conversationId);
        ground.media().attachments().giveUp(tx, files);
        tx.change("DELETE FROM held_reply WHERE conversation_id = ?", conversationId);
        new PhoneReplies().forget(tx, conversationId);
    }
}
