package dev.bellhop.relay;

import dev.bellhop.audit.Audit;
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
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.people.Agents;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Routes;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.GraphMedia;

import io.github.bucket4j.TimeMeter;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The room's parts, wired: what goes out, what comes in, and what people may do about it.
public final class Relay {
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
    private final SecondCopies copies = new SecondCopies();
    private final Sendings sendings = new Sendings();
    private final PhoneReplies phoneReplies = new PhoneReplies();
    private final Errands errands = new Errands();
    private final HeldReplies held = new HeldReplies();
    private final Outbound outbound;
    private final ToCustomers toCustomers;
    private final ReadMarks readMarks;
    private final TypingSigns typingSigns;
    private final Fetching fetching;
    private final Prices prices = new Prices();
    private final Replies replies;
    private final Leftovers leftovers;
    private final Inbound inbound;
    private final Hands hands;

    public Relay(Ground ground, Timing timing, FallbackTemplate fallback) {
        this.ground = ground;
        var clock = ground.clock();
        var pauses = new Pauses();
        var earlies = new EarlyStatuses();
        var progress = new Progress(ground.desk(), ground.outbox(), sendings);
        var budgets = new PairBudgets(timing.pair(), TimeMeter.SYSTEM_NANOTIME);
        var addresses = new Addresses(ground.phones(), ground.visitors());
        var complaints = Complaints.passedOn(ground, budgets);
        var errandSetbacks =
                new ErrandSetbacks(
                        ground.desk(),
                        ground.phones(),
                        ground.outbox(),
                        errands,
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
                        errandSetbacks,
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
                        errandSetbacks,
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
                        errandSetbacks,
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
        ground.graph().onGateChange(new Gates(ground)::changed);
        ground.graph().onGateChange(new GateLog(ground.audit(), ground.channels())::changed);
        ground.graph().onCall(new SendMeter(ground.meters(), ground.channels()));
        this.hands = new Hands(ground, pauses);
        hands.stay();
    }

    /// The hand that stops sending from a number, or lets it go on.
    public Hands hands() {
        return hands;
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
        new BreakersApi(ground, hands).register(routes);
        new PhonesApi(ground, replies).register(routes);
    }

    /// Adds the pages of Chat Settings.
    public void register(Routes routes, Panel panel, SettingsFrames frames) {
        new PhonePages(ground, replies, panel, frames).register(routes);
        new SendingPages(ground.channels(), hands, panel).register(routes);
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
        sendings.forget(tx, conversationId);
        errands.forget(tx, conversationId);
        // The file of a reply that is not placed yet is no message's.
        ground.media().attachments().giveUp(tx, held.forget(tx, conversationId));
        phoneReplies.forget(tx, conversationId);
    }
}
