package dev.bellhop.visitor;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;
import dev.bellhop.people.Tokens;
import dev.bellhop.site.Site;
import dev.bellhop.web.Code;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Refusal;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One connection of a widget, whatever the wire: this is its reading side, which is given one
/// frame after the other and calls the desk. What goes out is the [SessionWriter]'s.
final class VisitorSession {
    private static final Logger LOG = Logger.getLogger(VisitorSession.class.getName());
    private static final int NORMAL = 1000;
    private static final int POLICY_VIOLATION = 1008;

    /// After which somebody with too many connections may come again; sooner, and two of theirs
    /// would push each other out all the time.
    private static final int CROWDED_SECONDS = 60;

    private static final long HELLO_MAX_NANOS = 10_000_000_000L;
    private static final long TYPING_EVERY_NANOS = 3_000_000_000L;
    private static final long LOOK_EVERY_NANOS = 5_000_000_000L;

    private final Visiting visiting;
    private final Site site;
    private final String prefix;
    private final TimedWire wire;
    private final SessionWriter writer;
    private final AtomicBoolean inLobby = new AtomicBoolean(true);
    private final AtomicBoolean inHouse = new AtomicBoolean(true);

    /// What a session needs to know of a visitor, for as long as it lasts.
    ///
    /// @param called what they were called when they came
    /// @param isVouchedFor whether their site has said who they are
    private record Who(long id, Optional<String> called, boolean isVouchedFor) {
        static Who of(Visitor visitor) {
            return new Who(visitor.id(), visitor.called(), visitor.vouched().any());
        }

        String shownName() {
            return Visitor.shownName(id, called);
        }
    }

    /// Written by whoever takes their frames, one after the other.
    private volatile Optional<Who> visitor = Optional.empty();

    /// Of the token that their welcome names; written likewise.
    private volatile byte[] tokenHash = {};

    /// Whether the team has blocked them since; written by whoever tells it.
    private volatile boolean blocked;

    /// Whether they have said hello and wait until they are let in; written by whoever takes their
    /// frames.
    private volatile boolean arriving;

    /// Since when a hello is waited for: since it was opened, or the last one came to nothing.
    private volatile long helloSinceNanos;

    private long typedAtNanos;
    private long lookedAtNanos;

    /// Whether their site vouches for them.
    private boolean isVouchedFor;

    /// After which chat of theirs one was begun here last; 0 for the first.
    private OptionalLong begunAfter = OptionalLong.empty();

    /// Where they went so soon after another page that it was not noted yet.
    private Optional<Visitor.Page> unnoted = Optional.empty();

    /// Guards `subscription` and the change of `ended`.
    private final Object subscribing = new Object();

    private Optional<Live.Subscription> subscription = Optional.empty();
    private volatile boolean ended;

    /// @param prefix where it comes from; it has a place in the house and in the lobby
    VisitorSession(Visiting visiting, Site site, String prefix, Wire wire) {
        this.visiting = visiting;
        this.site = site;
        this.prefix = prefix;
        this.helloSinceNanos = visiting.watch().nanoTime();
        this.typedAtNanos = helloSinceNanos - TYPING_EVERY_NANOS;
        this.lookedAtNanos = helloSinceNanos - LOOK_EVERY_NANOS;
        this.wire = new TimedWire(wire, visiting.watch()::nanoTime);
        this.writer = new SessionWriter(visiting, site, this.wire, this::closed);
    }

    void open() {
        visiting.joined(this);
        visiting.watch().over(this);
        if (visiting.isLeaving()) {
            bye();
        }
    }

    /// The other side is gone, by whatever way; safe to call more than once.
    void closed() {
        synchronized (subscribing) {
            if (ended) {
                return;
            }
            ended = true;
            subscription.ifPresent(Live.Subscription::close);
        }
        leaveLobby();
        leaveSeat();
        visiting.left(this);
        writer.tellInbox();
        writer.end(SessionWriter.GOING_AWAY, "closed");
    }

    /// Whether somebody has said hello here and was let in.
    boolean isKnown() {
        return visitor.isPresent();
    }

    /// Whether this is the token of the welcome that was said here last.
    boolean isBy(byte[] hash) {
        return MessageDigest.isEqual(tokenHash, hash);
    }

    /// Whether nothing is taken any more.
    boolean isOver() {
        return ended;
    }

    /// Closes the connection in our own words.
    void end(int code, String reason) {
        writer.end(code, reason);
        closed();
    }

    /// The connection itself is no more, whoever finds that out: its place is free.
    void left() {
        if (inHouse.compareAndSet(true, false)) {
            visiting.house().leave(prefix);
        }
    }

    private void leaveLobby() {
        if (inLobby.compareAndSet(true, false)) {
            visiting.lobby().leave(prefix);
        }
    }

    private void leaveSeat() {
        visitor.ifPresent(known -> visiting.seats().leave(known.id(), this));
    }

    /// Ends what takes too long: the first hello, a send, the last word.
    ///
    /// @return whether the connection is no more
    boolean hasEndedBy(long nowNanos) {
        if (wire.isOver()) {
            closed();
            left();
            return true;
        }
        if (visitor.isEmpty() && !arriving && nowNanos - helloSinceNanos >= HELLO_MAX_NANOS) {
            end(POLICY_VIOLATION, "no hello within 10 s");
        }
        wire.cutIfLate(nowNanos);
        wire.dueBeat(nowNanos).ifPresent(beat -> writer.put(new Mail.Sign(beat)));
        return false;
    }

    /// Says that nothing of the visitor is here any more, and ends.
    void erased() {
        writer.put(new Mail.Frame(Frames.erased()));
        end(NORMAL, "erased");
    }

    /// Whoever is connected as somebody that they are not any more, because they have signed in or
    /// out, comes again as who they are.
    void signedInOrOut() {
        end(SessionWriter.GOING_AWAY, "signed in or out");
    }

    /// News of this visitor may have been missed: what they are is asked again, and what was said.
    void missed() {
        try {
            visitor.map(Who::id)
                    .map(id -> visiting.visitors().find(id))
                    .ifPresent(found -> found.ifPresentOrElse(this::missed, this::erased));
        } catch (DatabaseAway away) {
            LOG.log(Level.FINE, "a visitor comes again and catches up then", away);
            end(SessionWriter.TRY_AGAIN_LATER, "try again");
        }
    }

    private void missed(Visitor now) {
        if (now.blocked() != blocked) {
            hear(new Happening.Blocked(0, now.blocked()));
        }
        writer.put(new Mail.Missed());
    }

    /// Ends for a newer connection of the same visitor.
    private void giveWay() {
        writer.put(new Mail.Bye(CROWDED_SECONDS));
        end(SessionWriter.GOING_AWAY, "this visitor has too many connections");
    }

    boolean isSending() {
        return wire.isBusy();
    }

    /// Says good-bye before the node goes.
    void bye() {
        comeAgain("the gateway restarts");
    }

    /// Says that they are to come again soon, each in a moment of their own.
    private void comeAgain(String why) {
        writer.put(new Mail.Bye(1 + ThreadLocalRandom.current().nextInt(3)));
        writer.end(SessionWriter.GOING_AWAY, why);
    }

    /// Says how those who answer stand, when that differs from what was said before.
    void presence() {
        writer.presence(visiting.standing(site));
    }

    /// Waits until the last frame went out.
    void awaitOver(long deadlineNanos) {
        writer.awaitOver(deadlineNanos);
    }

    /// Takes one whole frame.
    void take(String text) {
        if (ended) {
            return;
        }
        try {
            visiting.limits().check(Limit.VISITOR_FRAMES, limitKey());
        } catch (Refusal tooFast) {
            refuse(tooFast, ClientFrame.cidIn(text));
            return;
        }
        Optional<String> cid = Optional.empty();
        try {
            var frame = ClientFrame.read(text);
            cid =
                    frame instanceof ClientFrame.Send send
                            ? Optional.of(send.cid())
                            : Optional.empty();
            take(frame);
        } catch (Refusal refusal) {
            refuse(refusal, cid);
        } catch (Admission.GivenUp crowded) {
            comeAgain(crowded.why());
        } catch (DatabaseAway away) {
            refuse(Refusal.of(Code.UNAVAILABLE), cid);
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "a visitor's frame failed", defect);
            refuse(Refusal.of(Code.UNAVAILABLE), cid);
        }
    }

    /// Answers a ping of the wire's own; one too many is not answered.
    ///
    /// @param pong sends the answer
    void pinged(Runnable pong) {
        if (ended) {
            return;
        }
        try {
            visiting.limits().check(Limit.VISITOR_FRAMES, limitKey());
        } catch (Refusal tooFast) {
            LOG.log(Level.FINE, "a ping too many", tooFast);
            return;
        }
        writer.put(new Mail.Sign(pong));
    }

    private void take(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Hello hello -> welcome(hello);
            case ClientFrame.Send send -> traced(() -> send(send));
            case ClientFrame.Typing(var on) -> typing(on);
            case ClientFrame.Got(var seq) -> reached(seq, 0);
            case ClientFrame.Seen(var seq) -> reached(seq, seq);
            case ClientFrame.Profile profile -> profile(profile);
            case ClientFrame.Rate rate -> rate(rate);
            case ClientFrame.End() -> endChat();
            case ClientFrame.Look(var page) -> look(page);
            case ClientFrame.Ping() -> writer.put(new Mail.Frame(Frames.pong()));
            case ClientFrame.Unknown(var type) ->
                    refuse(
                            Refusal.of(
                                    Code.UNKNOWN_TYPE,
                                    "Frames of type " + type + " are not known here."),
                            Optional.empty());
            case ClientFrame.Refused(var refusal, var cid) -> refuse(refusal, cid);
        }
    }

    private void welcome(ClientFrame.Hello hello) {
        var arrival = arrival(hello);
        if (arrival.visitor().blocked()) {
            throw Refusal.of(Code.BLOCKED);
        }
        leaveSeat(); // of whoever they were before, on the same connection
        visitor = Optional.of(Who.of(arrival.visitor()));
        blocked = false; // whatever whoever they were before was
        isVouchedFor = hello.claim().isPresent() && arrival.asClaimed();
        unnoted = Optional.empty(); // this hello says where they are
        Optional<VisitorSession> tooMany;
        tokenHash = Tokens.hash(arrival.token());
        // Listen first, then read: what is committed in between is told or read, and by its seq not
        // twice.
        synchronized (subscribing) {
            subscription.ifPresent(Live.Subscription::close);
            if (ended) {
                return; // the writer failed in the meantime: nobody would end a new interest
            }
            subscription =
                    Optional.of(
                            visiting.live()
                                    .listen(Topic.visitor(arrival.visitor().id()), this::hear));
            tooMany = visiting.seats().take(arrival.visitor().id(), this);
        }
        tooMany.ifPresent(VisitorSession::giveWay);
        if (!arrival.asClaimed()) {
            refuse(Refusal.of(Code.BAD_IDENTITY), Optional.empty());
        }
        writer.put(new Mail.Welcome(arrival.visitor().id(), arrival.token(), hello.after()));
    }

    /// Whoever is in already, and says hello once more, does not wait with those who are not.
    private Visiting.Arrival arrival(ClientFrame.Hello hello) {
        if (visitor.isPresent()) {
            return visiting.arrive(site, hello, prefix, this);
        }
        leaveLobby();
        arriving = true;
        try {
            return visiting.arrivals(hello)
                    .admit(
                            this::stillWaits,
                            () -> {
                                refuseWhoHasGone();
                                return visiting.arrive(site, hello, prefix, this);
                            });
        } finally {
            helloSinceNanos = visiting.watch().nanoTime();
            arriving = false;
        }
    }

    private void stillWaits() {
        refuseWhoHasGone();
        writer.put(new Mail.Frame(Frames.pong()));
    }

    private void refuseWhoHasGone() {
        if (ended) {
            throw new Admission.GivenUp("they have gone");
        }
    }

    /// From the frame until what it said is in line to be answered.
    private void traced(Runnable work) {
        try (var way = visiting.tracing().arrival()) {
            way.is("bellhop.site.id", site.id()).run(work);
        }
    }

    private void send(ClientFrame.Send send) {
        var who = known();
        visiting.limits().check(Limit.VISITOR_MESSAGES, Long.toString(who.id()));
        if (begins(who)) {
            visiting.limits().checkFrom(Limit.VISITOR_CHATS, prefix);
            begunAfter = OptionalLong.of(lastChat());
        }
        unnoted.ifPresent(this::note);
        writer.expect(send.cid());
        var said =
                visiting.desk()
                        .say(
                                who.id(),
                                site.id(),
                                visiting.now(site).channelId(),
                                new Desk.Draft(
                                        send.cid(),
                                        send.text(),
                                        send.replyTo(),
                                        send.attachment()));
        writer.put(new Mail.Accepted(said.message(), said.repeated()));
        if (send.text().filter(text -> !text.value().equals(said.message().text())).isPresent()) {
            // Not all of it may be kept: they see what is.
            writer.put(new Mail.Heard(new Happening.MessageChanged(said.message())));
        }
    }

    /// Whether it is a stranger's first word of a chat that goes to a phone. Which chat they have
    /// is known a moment after it was begun, and there may be more words until then.
    private boolean begins(Who who) {
        return writer.conversation().filter(Conversation::open).isEmpty()
                && !begunAfter.equals(OptionalLong.of(lastChat()))
                && !isVouchedFor
                && !who.isVouchedFor()
                && !Peers.isHere(prefix)
                && visiting.now(site).channelId().isPresent();
    }

    private long lastChat() {
        return writer.conversation().map(Conversation::id).orElse(0L);
    }

    private void typing(boolean on) {
        var who = known();
        var conversation = writer.conversation();
        long now = visiting.watch().nanoTime();
        if (conversation.isEmpty() || (on && now - typedAtNanos < TYPING_EVERY_NANOS)) {
            return;
        }
        if (on) {
            typedAtNanos = now;
        }
        visiting.desk().typing(conversation.get(), Author.VISITOR, who.shownName(), on);
    }

    private void reached(int got, int seen) {
        known();
        writer.conversation()
                .filter(c -> got > c.visitorGot() || seen > c.visitorSeen())
                .ifPresent(c -> visiting.desk().visitorReached(c.id(), got, seen));
    }

    private void profile(ClientFrame.Profile profile) {
        long id = known().id();
        visiting.visitors()
                .isCalled(id, profile.name(), profile.email(), profile.phone(), profile.zone());
        profile.keep().ifPresent(keep -> visiting.desk().mayBeKept(id, keep));
    }

    /// Who leafs through a site quickly is told of no refusal: where they end is noted with the
    /// next page that counts, or before they say something, because rules go by it.
    private void look(Visitor.Page page) {
        known();
        if (visiting.watch().nanoTime() - lookedAtNanos < LOOK_EVERY_NANOS) {
            unnoted = Optional.of(page);
        } else {
            note(page);
        }
    }

    private void note(Visitor.Page page) {
        lookedAtNanos = visiting.watch().nanoTime();
        unnoted = Optional.empty();
        visiting.visitors().looksAt(known().id(), visiting.seenFrom(site, page), Optional.empty());
        writer.tellInbox();
    }

    private void rate(ClientFrame.Rate rate) {
        known();
        var rated =
                writer.conversation()
                        .orElseThrow(() ->
                                Refusal.of(Code.BAD_FRAME, "There is no conversation to rate."));
        visiting.desk().rate(rated.id(), rate.score(), rate.comment());
    }

    private void endChat() {
        var who = known();
        var ended =
                writer.conversation()
                        .orElseThrow(() ->
                                Refusal.of(Code.BAD_FRAME, "There is no conversation to end."));
        visiting.desk().visitorEnds(ended.id(), who.shownName());
    }

    private Who known() {
        if (blocked) {
            throw Refusal.of(Code.BLOCKED);
        }
        return visitor.orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
    }

    private String limitKey() {
        return visitor.map(v -> "v" + v.id()).orElse(prefix);
    }

    private void refuse(Refusal refusal, Optional<String> cid) {
        writer.put(
                new Mail.Frame(
                        Frames.error(
                                onTheWire(refusal.code()),
                                refusal.detail(),
                                cid,
                                refusal.retryAfterSeconds())));
    }

    /// The few codes that clients of the protocol know; whatever else is wrong is wrong with the
    /// frame.
    private static Code onTheWire(Code code) {
        return switch (code) {
            case UNKNOWN_TYPE,
                    NOT_WELCOME,
                    EMPTY,
                    TOO_LONG,
                    RATE_LIMITED,
                    UNAVAILABLE,
                    BLOCKED,
                    BAD_IDENTITY ->
                    code;
            default -> Code.BAD_FRAME;
        };
    }

    private void hear(News news) {
        if (news instanceof Happening.Blocked(var _, var on)) {
            blocked = on;
        }
        if (news instanceof Farewell(var erased)) {
            if (erased) {
                erased();
            } else {
                signedInOrOut();
            }
        }
        if (news instanceof Happening.Shared happening) {
            writer.put(new Mail.Heard(happening));
        }
    }
}
