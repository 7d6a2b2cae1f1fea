package dev.bellhop.gateway;

import dev.bellhop.cluster.Bus;
import dev.bellhop.cluster.Copies;
import dev.bellhop.cluster.Node;
import dev.bellhop.cluster.Nodes;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.inbox.Inbox;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.people.PresenceLeases;
import dev.bellhop.people.Sessions;
import dev.bellhop.relay.Relay;
import dev.bellhop.visitor.VisitorDoor;
import dev.bellhop.whatsapp.Graph;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What gateways beside each other tell each other, and what each does when it hears of it.
///
/// Nobody has to be believed: whatever is told says *look*, and what may have been missed is read.
/// While the bus is away, or where there is none, each looks by itself every two seconds for what
/// it can find cheaply: whatever is held in memory, and conversations in which something was said.
final class Neighbourhood {
    private static final Logger LOG = Logger.getLogger(Neighbourhood.class.getName());
    private static final String NEWS = "news";
    private static final String AGENT = "agent";
    private static final String HAND = "hand";
    private static final String MENDED = "mended";
    private static final String PRESENCE = "presence";
    private static final String NODE = "node";

    /// After how long without a word over the bus the way from a neighbour counts as closed.
    private static final Duration UNHEARD = Duration.ofSeconds(10);

    /// When each neighbour was last heard over the bus, or first seen in the table.
    private final Map<String, Long> heardAtNanos = new ConcurrentHashMap<>();

    private final Ground ground;
    private final NewsLines lines;
    private final Lookout lookout;
    private boolean wasUp = true;

    /// What is told of, and who hears.
    record Ground(
            Bus bus,
            Nodes nodes,
            Copies copies,
            Live live,
            Conversations conversations,
            Messages messages,
            Desk desk,
            Sessions sessions,
            PresenceLeases leases,
            Graph graph,
            Relay relay,
            Inbox inbox,
            VisitorDoor visitors,
            Clock clock) {}

    Neighbourhood(Ground ground) {
        this.ground = ground;
        this.lines = new NewsLines(ground.messages(), ground.desk().backOffice().asides());
        this.lookout =
                new Lookout(
                        ground.conversations(), ground.messages(), ground.live(), ground.clock());
    }

    /// Begins to tell and to hear.
    void start() {
        var bus = ground.bus();
        ground.live()
                .listen(
                        Topic.INBOX,
                        news -> {
                            if (ground.nodes().hasNeighbours()) {
                                lookout.hear(news);
                            }
                        });
        if (bus.isThere()) {
            ground.live()
                    .carryBy((topics, news) ->
                            NewsLines.line(topics, news).ifPresent(line -> bus.tell(NEWS, line)));
        }
        bus.hear(NEWS, this::hear);
        ground.sessions().tellBy(id -> bus.tell(AGENT, Long.toString(id)));
        bus.hear(
                AGENT,
                ids -> ids.forEach(id -> ground.sessions().changedElsewhere(Long.parseLong(id))));
        ground.relay().hands().tellBy(id -> bus.tell(HAND, Long.toString(id)));
        bus.hear(
                HAND, ids -> ids.forEach(id -> ground.relay().hands().changed(Long.parseLong(id))));
        ground.graph().tellMendedBy(number -> bus.tell(MENDED, number));
        bus.hear(MENDED, numbers -> numbers.forEach(ground.graph()::mendedElsewhere));
        ground.leases().onNews(() -> bus.tell(PRESENCE, ground.nodes().id()));
        bus.hear(PRESENCE, _ -> ground.leases().look());
        bus.hear(NODE, ids -> ids.forEach(id -> heardAtNanos.put(id, System.nanoTime())));
        bus.onGap(this::missed);
        // Whoever was killed may have had something to tell.
        ground.nodes().onGone(bus::missed);
        bus.start();
    }

    private void hear(List<String> told) {
        for (var one : lines.read(told)) {
            one.topics().forEach(topic -> ground.live().toldElsewhere(topic, one.news()));
        }
    }

    private void missed() {
        ground.leases().look();
        ground.relay().hands().look();
        ground.inbox().missed();
        ground.visitors().catchUp();
    }

    /// Looks for what others did, unless the bus tells; to be called every two seconds.
    void look() {
        ground.bus().tell(NODE, ground.nodes().id());
        ground.copies().readAgain();
        boolean areHeard = unheard().isEmpty(); // in any case: it is what counts their silence
        boolean isUp = !ground.nodes().hasNeighbours() || (ground.bus().isUp() && areHeard);
        if (isUp) {
            wasUp = true;
            return;
        }
        ground.copies().readAnew();
        ground.relay().hands().look();
        if (wasUp) {
            LOG.log(Level.FINE, "nothing is heard of others; this node looks by itself");
            lookout.begin();
            wasUp = false;
        }
        lookout.look();
    }

    /// Neighbours that are there, and that nothing is heard of: what leads to one may be closed
    /// while this node's own is open, and another Redis is no way at all.
    private List<Node> unheard() {
        long now = System.nanoTime();
        var neighbours =
                ground.nodes().living().stream()
                        .filter(node -> !node.id().equals(ground.nodes().id()))
                        .toList();
        heardAtNanos.keySet().retainAll(neighbours.stream().map(Node::id).toList());
        return neighbours.stream()
                .filter(node ->
                        now - heardAtNanos.computeIfAbsent(node.id(), _ -> now) > UNHEARD.toNanos())
                .toList();
    }

    /// Looks who of the team is connected to other gateways.
    void lookWhoIsThere() {
        if (ground.nodes().hasNeighbours() || ground.leases().knowsOthers()) {
            ground.leases().look();
        }
    }

    /// What is wrong with it, in words; empty when nothing is.
    Optional<String> trouble() {
        if (!ground.nodes().hasNeighbours()) {
            return Optional.empty();
        }
        if (ground.bus().isThere()) {
            return unheard().stream()
                    .findFirst()
                    .map(node ->
                            "Nothing is heard of the gateway at "
                                    + node.name()
                                    + " over Redis. Either Redis is away, or that gateway has"
                                    + " another one or none. Until then what happens at one shows"
                                    + " at the other seconds later.");
        }
        return Optional.of(
                "Another gateway works on this database, and nothing leads to it: without"
                        + " cluster.redis-url, the same at each, what happens at one shows at the"
                        + " other seconds later, and some of it only when a page is read anew.");
    }
}
