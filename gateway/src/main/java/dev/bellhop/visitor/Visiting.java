package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.KnownVisitors;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.media.AttachmentJson;
import dev.bellhop.people.Tokens;
import dev.bellhop.site.Identity;
import dev.bellhop.site.IdentitySecrets;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Places;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// What all visitors' sessions share, and who is connected.
final class Visiting {
    private static final int AT_ONCE = 50;
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// Somebody who said hello, with the token that brings them back.
    ///
    /// @param asClaimed whether they are who they claim to be, if they claim anything
    record Arrival(Visitor visitor, String token, boolean asClaimed) {
        Arrival as(boolean claimed) {
            return new Arrival(visitor, token, claimed);
        }
    }

    private final Sites sites;
    private final Visitors visitors;
    private final KnownVisitors customers;
    private final IdentitySecrets identities;
    private final Conversations conversations;
    private final Messages messages;
    private final Desk desk;
    private final Live live;
    private final Limits limits;
    private final Predicate<Site> online;
    private final IntSupplier agents;
    private final Tracing tracing;
    private final Clock clock;
    private final int heartbeatSeconds;
    private final AttachmentJson files;
    private final Places lobby = Lobby.places();
    private final Places house;
    private final Seats seats = new Seats();
    private final Admission returns = new Admission(Admission.SHARING);
    private final Admission newcomers = new Admission(Admission.ALONE);
    private final Admission joins = new Admission(Admission.SHARING);
    private final Watch watch;
    private final Set<VisitorSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean catchingUp = new AtomicBoolean();
    private final AtomicBoolean catchUpAgain = new AtomicBoolean();
    private volatile boolean leaving;

    Visiting(VisitorDoor.Ground ground, int heartbeatSeconds, LongSupplier nanoTime) {
        this.sites = ground.sites();
        this.visitors = ground.visitors();
        this.customers = ground.customers();
        this.identities = ground.identities();
        this.conversations = ground.conversations();
        this.messages = ground.messages();
        this.desk = ground.desk();
        this.live = ground.live();
        this.limits = ground.limits();
        this.online = ground.online();
        this.agents = ground.agents();
        this.tracing = ground.tracing();
        this.clock = ground.clock();
        this.files = ground.media().json();
        this.house = Lobby.house(ground.connectionsOfAddress());
        this.heartbeatSeconds = heartbeatSeconds;
        this.watch = new Watch(nanoTime);
    }

    /// Finds the visitor of a token, or begins with a new one: a token that is not known any more,
    /// because the visitor was erased, is no error. Somebody for whom the site vouches is that
    /// customer, whatever token they hold.
    ///
    /// @param at where the hello was said
    Arrival arrive(Site site, ClientFrame.Hello hello, String prefix, VisitorSession at) {
        if (hello.claim().isPresent()) {
            return claimed(site, hello, hello.claim().get(), prefix, at);
        }
        return hello.token()
                .flatMap(token -> comesBack(site, token, hello))
                .orElseGet(() -> seen(site, newcomer(site, prefix), hello));
    }

    private Optional<Arrival> comesBack(Site site, String token, ClientFrame.Hello hello) {
        return visitors.comesBack(
                        site.id(), Tokens.hash(token), seenFrom(site, hello.page()), hello.locale())
                .map(visitor -> new Arrival(visitor, token, true));
    }

    private Arrival claimed(
            Site site,
            ClientFrame.Hello hello,
            ClientFrame.Claim claim,
            String prefix,
            VisitorSession at) {
        var known =
                hello.token()
                        .flatMap(token ->
                                visitors.byToken(site.id(), Tokens.hash(token))
                                        .map(visitor -> new Arrival(visitor, token, true)));
        boolean vouchedFor = vouchesFor(site, claim, prefix);
        var arrival =
                vouchedFor
                        ? customer(site, claim.identity(), known, prefix, at)
                        : known.orElseGet(() -> newcomer(site, prefix));
        return seen(site, arrival, hello).as(vouchedFor);
    }

    private Arrival seen(Site site, Arrival arrival, ClientFrame.Hello hello) {
        visitors.looksAt(arrival.visitor().id(), seenFrom(site, hello.page()), hello.locale());
        return arrival;
    }

    /// A page as it is noted: that somebody came from a page of the site's own says nothing of
    /// where they came from.
    Visitor.Page seenFrom(Site before, Visitor.Page page) {
        return page.referrer().filter(now(before)::isOwn).isPresent() ? page.inside() : page;
    }

    private boolean vouchesFor(Site site, ClientFrame.Claim claim, String prefix) {
        if (identities.vouchesFor(site.id(), claim.identity(), claim.signature())) {
            return true;
        }
        limits.checkFrom(Limit.BAD_IDENTITIES, prefix);
        return false;
    }

    private Arrival customer(
            Site site,
            Identity identity,
            Optional<Arrival> known,
            String prefix,
            VisitorSession at) {
        var met = customers.meet(site.id(), identity.id(), known.map(Arrival::visitor));
        var visitor = met.visitor();
        visitors.noteVouched(visitor.id(), identity.name(), identity.email(), identity.phone());
        met.movedFrom().ifPresent(stranger -> sendAway(stranger, at));
        if (known.filter(it -> it.visitor().id() == visitor.id()).isPresent()) {
            return known.get();
        }
        limits.checkFrom(Limit.VISITOR_SESSIONS, site.id() + " ", prefix);
        var token = Tokens.make();
        customers.addDevice(visitor.id(), Tokens.hash(token));
        return new Arrival(visitors.find(visitor.id()).orElse(visitor), token, true);
    }

    /// Whoever is connected as a customer who has signed out on one device comes again, by what
    /// their device holds.
    void signedOut(long visitorId) {
        of(visitorId).forEach(VisitorSession::signedInOrOut);
        live.tellElsewhere(Topic.visitor(visitorId), new Farewell(false));
    }

    /// Whoever is still connected as the stranger that somebody was comes again, and sees what is
    /// theirs now.
    private void sendAway(long strangerId, VisitorSession at) {
        of(strangerId).stream()
                .filter(session -> session != at)
                .forEach(VisitorSession::signedInOrOut);
        live.tellElsewhere(Topic.visitor(strangerId), new Farewell(false));
    }

    /// A visitor's rows are gone; whoever is connected as them hears it.
    void erased(long visitorId) {
        of(visitorId).forEach(VisitorSession::erased);
        live.tellElsewhere(Topic.visitor(visitorId), new Farewell(true));
    }

    /// News may have been missed: every session reads what it does not have. Not all at once, or
    /// the database would have nothing else to do for a moment.
    void catchUp() {
        if (!catchingUp.compareAndSet(false, true)) {
            catchUpAgain.set(true);
            return;
        }
        Thread.ofVirtual().name("visitors-catch-up").start(this::walk);
    }

    private void walk() {
        try {
            do {
                catchUpAgain.set(false);
                int asked = 0;
                for (var session : sessions) {
                    session.missed();
                    if (++asked % AT_ONCE == 0) {
                        Thread.sleep(PAUSE);
                    }
                }
            } while (catchUpAgain.get());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            catchingUp.set(false);
        }
    }

    boolean isConnected(long visitorId) {
        return !of(visitorId).isEmpty();
    }

    /// The sessions of one visitor.
    List<VisitorSession> of(long visitorId) {
        return seats.of(visitorId);
    }

    private Arrival newcomer(Site site, String prefix) {
        limits.checkFrom(Limit.VISITOR_SESSIONS, site.id() + " ", prefix);
        var token = Tokens.make();
        return new Arrival(visitors.arrive(site.id(), Tokens.hash(token)), token, true);
    }

    /// The conversation that the widget shows.
    Optional<Conversation> currentOf(long visitorId) {
        return conversations.shownTo(visitorId);
    }

    /// The files of messages of one conversation, by their numbers, as they are on the wire.
    Map<Integer, ObjectNode> attachments(List<Message> page) {
        var nodes = new HashMap<Integer, ObjectNode>();
        desk.enclosures().of(page).forEach((seq, file) -> nodes.put(seq, files.of(file)));
        return nodes;
    }

    /// A site as it is now: it may have got another number since a session began, or other hours.
    Site now(Site site) {
        return sites.find(site.id()).orElse(site);
    }

    /// How those who answer stand now.
    Standing standing(Site before) {
        var now = now(before);
        var presence = Presence.of(now.hours(), agents.getAsInt(), clock.instant());
        return new Standing(presence != Presence.CLOSED && online.test(now), presence);
    }

    void joined(VisitorSession session) {
        sessions.add(session);
    }

    void left(VisitorSession session) {
        sessions.remove(session);
    }

    /// Says good-bye to everybody, and to whoever still comes; returns when they were told, or the
    /// time is over.
    void leave(Duration limit) {
        leaving = true;
        long deadline = System.nanoTime() + limit.toNanos();
        var present = List.copyOf(sessions);
        present.forEach(VisitorSession::bye);
        present.forEach(session -> session.awaitOver(deadline));
    }

    boolean isLeaving() {
        return leaving;
    }

    Set<VisitorSession> sessions() {
        return sessions;
    }

    /// Takes a place for a connection, if there is one: among all, and among those that have not
    /// said hello.
    ///
    /// @param prefix where it comes from
    boolean enter(String prefix) {
        if (!house.enter(prefix)) {
            return false;
        }
        boolean waits = lobby.enter(prefix);
        if (!waits) {
            house.leave(prefix);
        }
        return waits;
    }

    Places lobby() {
        return lobby;
    }

    /// Where all are who are connected, whether they have said hello or not.
    Places house() {
        return house;
    }

    /// Who has which connections.
    Seats seats() {
        return seats;
    }

    /// Where those wait who have said hello, until it is looked up who they are: those who come
    /// back with a token, who are looked up together, and those of whom more is to be found out, or
    /// made.
    Admission arrivals(ClientFrame.Hello hello) {
        return hello.token().isPresent() && hello.claim().isEmpty() ? returns : newcomers;
    }

    Admission newcomers() {
        return newcomers;
    }

    /// Where they wait then, until what was said is looked up; a queue of its own, or the first to
    /// arrive would wait for the last.
    Admission joins() {
        return joins;
    }

    Watch watch() {
        return watch;
    }

    Visitors visitors() {
        return visitors;
    }

    Conversations conversations() {
        return conversations;
    }

    Messages messages() {
        return messages;
    }

    Desk desk() {
        return desk;
    }

    Live live() {
        return live;
    }

    Tracing tracing() {
        return tracing;
    }

    Limits limits() {
        return limits;
    }

    int heartbeatSeconds() {
        return heartbeatSeconds;
    }
}
