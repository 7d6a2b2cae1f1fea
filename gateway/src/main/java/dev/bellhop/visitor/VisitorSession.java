package dev.bellhop.visitor;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;
import dev.bellhop.site.Site;
import dev.bellhop.web.Code;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Refusal;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One connection of a widget, whatever the wire. The connection's thread reads and calls the desk;
/// one writer thread owns what was sent so far and is the only one that sends.
///
/// Join, resume, slow reader and lost news are one path: the writer knows the last `seq` it sent,
/// and whatever does not follow it is read from the table.
final class VisitorSession {
    private static final Logger LOG = Logger.getLogger(VisitorSession.class.getName());
    private static final int QUEUE_MAX = 256;
    private static final int PAGE = 200;
    private static final int OWN_CIDS_MAX = 200;
    private static final int GOING_AWAY = 1001;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final long TYPING_EVERY_NANOS = 3_000_000_000L;

    /// What the writer is asked to do.
    private sealed interface Mail {
        record Frame(String text) implements Mail {}

        record Welcome(ClientFrame.Hello hello, String token) implements Mail {}

        record Heard(Happening happening) implements Mail {}

        record Accepted(Message message, boolean repeated) implements Mail {}

        record Bye(int seconds) implements Mail {}

        record End(int code, String reason) implements Mail {}
    }

    private final Visiting visiting;
    private final Site site;
    private final String address;
    private final Wire wire;
    private final BlockingQueue<Mail> mail = new ArrayBlockingQueue<>(QUEUE_MAX);

    /// Written by the reading thread alone.
    private volatile Optional<Visitor> visitor = Optional.empty();

    private Optional<Live.Subscription> subscription = Optional.empty();
    private long typedAtNanos = System.nanoTime() - TYPING_EVERY_NANOS;

    /// Written by the writer alone; read by the reading thread for got, seen and typing.
    private volatile Optional<Conversation> conversation = Optional.empty();

    /// Owned by the writer: the last message sent, and this connection's own messages that were
    /// answered.
    private boolean welcomed;

    private int sent;
    private final Set<String> answered = new LinkedHashSet<>();

    /// Cids that this connection sends; added by the reading thread before the desk is asked.
    private final Set<String> own = java.util.concurrent.ConcurrentHashMap.newKeySet();

    /// Guards `subscription` and the change of `ended`.
    private final Object subscribing = new Object();

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean ended;
    private volatile boolean toldOnline;

    VisitorSession(Visiting visiting, Site site, String address, Wire wire) {
        this.visiting = visiting;
        this.site = site;
        this.address = address;
        this.wire = wire;
    }

    void open() {
        visiting.joined(this);
        Thread.ofVirtual().name("visitor-writer").start(this::write);
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
        visiting.left(this);
        tellPresence();
        if (!mail.offer(new Mail.End(GOING_AWAY, "closed"))) {
            mail.clear();
            boolean _ = mail.offer(new Mail.End(GOING_AWAY, "closed"));
        }
    }

    /// Says good-bye before the node goes.
    void bye() {
        put(new Mail.Bye(1 + ThreadLocalRandom.current().nextInt(3)));
        put(new Mail.End(GOING_AWAY, "the gateway restarts"));
    }

    /// Says whether somebody is likely to answer, when that differs from what was said before.
    void presence() {
        boolean online = visiting.online(site);
        if (visitor.isPresent() && online != toldOnline) {
            toldOnline = online;
            put(new Mail.Frame(Frames.presence(online)));
        }
    }

    /// Waits until the last frame went out; a reader that is too slow for that is not waited for
    /// any longer.
    void awaitOver(long deadlineNanos) {
        try {
            boolean _ = over.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Reading side

    /// Takes one whole frame.
    void take(String text) {
        if (ended) {
            return;
        }
        Optional<String> cid = Optional.empty();
        try {
            var frame = ClientFrame.read(text);
            cid =
                    frame instanceof ClientFrame.Send send
                            ? Optional.of(send.cid())
                            : Optional.empty();
            visiting.limits().check(Limit.VISITOR_FRAMES, limitKey());
            take(frame);
        } catch (Refusal refusal) {
            refuse(refusal, cid);
        } catch (DatabaseAway away) {
            refuse(Refusal.of(Code.UNAVAILABLE), cid);
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "a visitor's frame failed", defect);
            refuse(Refusal.of(Code.UNAVAILABLE), cid);
        }
    }

    private void take(ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Hello hello -> welcome(hello);
            case ClientFrame.Send send -> send(send);
            case ClientFrame.Typing(var on) -> typing(on);
            case ClientFrame.Got(var seq) -> reached(seq, 0);
            case ClientFrame.Seen(var seq) -> reached(seq, seq);
            case ClientFrame.Profile profile -> profile(profile);
            case ClientFrame.Rate rate -> rate(rate);
            case ClientFrame.Ping() -> put(new Mail.Frame(Frames.pong()));
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
        var arrival = visiting.arrive(site, hello, address);
        if (arrival.visitor().blocked()) {
            throw Refusal.of(Code.BLOCKED);
        }
        visitor = Optional.of(arrival.visitor());
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
        }
        put(new Mail.Welcome(hello, arrival.token()));
    }

    private void send(ClientFrame.Send send) {
        var who = known();
        visiting.limits().check(Limit.VISITOR_MESSAGES, Long.toString(who.id()));
        if (own.size() > OWN_CIDS_MAX) {
            own.clear(); // only the newest matter: those whose news have not been heard yet
        }
        own.add(send.cid());
        var said =
                visiting.desk()
                        .say(
                                who.id(),
                                site.id(),
                                site.channelId(),
                                new Desk.Draft(send.cid(), send.text(), send.replyTo()));
        put(new Mail.Accepted(said.message(), said.repeated()));
    }

    private void typing(boolean on) {
        var who = known();
        long now = System.nanoTime();
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
        conversation
                .filter(c -> got > c.visitorGot() || seen > c.visitorSeen())
                .ifPresent(c -> visiting.desk().visitorReached(c.id(), got, seen));
    }

    private void profile(ClientFrame.Profile profile) {
        visiting.visitors()
                .isCalled(known().id(), profile.name(), profile.email(), profile.phone());
    }

    private void rate(ClientFrame.Rate rate) {
        known();
        var rated =
                conversation.orElseThrow(
                        () -> Refusal.of(Code.BAD_FRAME, "There is no conversation to rate."));
        visiting.desk().rate(rated.id(), rate.score(), rate.comment());
    }

    private Visitor known() {
        return visitor.orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
    }

    private String limitKey() {
        return visitor.map(v -> "v" + v.id()).orElse(address);
    }

    private void refuse(Refusal refusal, Optional<String> cid) {
        put(
                new Mail.Frame(
                        Frames.error(
                                refusal.code(),
                                refusal.detail(),
                                cid,
                                refusal.retryAfterSeconds())));
    }

    private void hear(News news) {
        if (news instanceof Happening happening) {
            put(new Mail.Heard(happening));
        }
    }

    /// A reader that is this far behind is cut off; it comes back and resumes by `after`.
    private void put(Mail item) {
        if (!mail.offer(item) && !ended) {
            mail.clear();
            boolean _ = mail.offer(new Mail.End(TRY_AGAIN_LATER, "too slow"));
        }
    }

    // Writing side

    private void write() {
        try {
            while (true) {
                var next = mail.take();
                if (next instanceof Mail.End(var code, var reason)) {
                    wire.close(code, reason);
                    return;
                }
                deliver(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DatabaseAway away) {
            wire.close(TRY_AGAIN_LATER, "try again");
        } catch (RuntimeException gone) {
            LOG.log(Level.FINE, "a visitor's connection ended", gone);
            wire.close(GOING_AWAY, "closed");
        } finally {
            closed();
            over.countDown();
        }
    }

    private void deliver(Mail item) {
        switch (item) {
            case Mail.Frame(var text) -> wire.send(text);
            case Mail.Bye(var seconds) -> wire.send(Frames.bye(seconds));
            case Mail.Welcome(var hello, var token) -> join(hello, token);
            case Mail.Accepted(var message, var repeated) -> answer(message, repeated);
            case Mail.Heard(var happening) -> tell(happening);
            case Mail.End _ -> throw new IllegalStateException("handled by the loop");
        }
    }

    private void join(ClientFrame.Hello hello, String token) {
        conversation = visiting.newestOf(visitor.orElseThrow().id());
        sent = Math.min(hello.after(), conversation.map(Conversation::lastSeq).orElse(0));
        welcomed = true;
        toldOnline = visiting.online(site);
        wire.send(Frames.welcome(token, conversation, toldOnline, visiting.heartbeatSeconds()));
        catchUp();
        tellPresence();
    }

    /// The panel shows who is there and which page they look at.
    private void tellPresence() {
        conversation.ifPresent(
                c -> visiting.live().tell(Topic.INBOX, new Happening.Changed(c.id())));
    }

    /// Sends every message after the last one sent, a page at a time.
    private void catchUp() {
        if (conversation.isEmpty()) {
            return;
        }
        while (true) {
            var page = visiting.messages().after(conversation.get().id(), sent, PAGE);
            for (Message message : page) {
                wire.send(Frames.message(message));
                sent = message.seq();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    /// Answers a send of this connection, once, whether its news or the desk's answer comes first;
    /// a send that was repeated is answered again.
    private void answer(Message message, boolean repeated) {
        follow(message.conversationId());
        var cid = message.cid().orElse("");
        if (answered.add(cid) || repeated) {
            wire.send(Frames.accepted(message));
        }
        if (answered.size() > OWN_CIDS_MAX) {
            answered.remove(answered.iterator().next());
        }
        own.remove(cid);
        if (message.conversationId() == conversation.map(Conversation::id).orElse(0L)
                && message.seq() == sent + 1) {
            sent = message.seq();
        }
    }

    private void tell(Happening happening) {
        if (!welcomed) {
            return; // the welcome reads it from the table
        }
        switch (happening) {
            case Happening.MessageAdded(var message) -> added(message);
            case Happening.StatusAdvanced status -> {
                if (isCurrent(status) && status.author() == Author.VISITOR) {
                    wire.send(Frames.status(status.seq(), status.status(), status.at()));
                }
            }
            case Happening.Typing typing -> {
                if (isCurrent(typing) && typing.author() == Author.AGENT) {
                    wire.send(Frames.typing(typing.name(), typing.on()));
                }
            }
            case Happening.Changed changed -> {
                if (isCurrent(changed)) {
                    reread(changed.conversationId());
                }
            }
        }
    }

    private void added(Message message) {
        follow(message.conversationId());
        boolean ofAnother =
                conversation
                        .map(Conversation::id)
                        .filter(id -> id == message.conversationId())
                        .isEmpty();
        if (ofAnother || message.seq() <= sent) {
            return;
        }
        if (message.seq() != sent + 1) {
            catchUp();
            return;
        }
        var cid = message.cid().orElse("");
        if (message.author() == Author.VISITOR && own.contains(cid)) {
            answer(message, false);
        } else {
            wire.send(Frames.message(message));
        }
        sent = message.seq();
    }

    /// The first message of a new conversation: its numbers begin again.
    private void follow(long conversationId) {
        if (conversation.map(Conversation::id).filter(id -> id >= conversationId).isPresent()) {
            return;
        }
        conversation = visiting.conversations().find(conversationId);
        sent = 0;
        conversation.ifPresent(c -> wire.send(Frames.conversation(c)));
    }

    private void reread(long conversationId) {
        boolean wasOpen = conversation.map(Conversation::open).orElse(false);
        conversation = visiting.conversations().find(conversationId);
        conversation
                .filter(c -> c.open() != wasOpen)
                .ifPresent(c -> wire.send(Frames.conversation(c)));
    }

    private boolean isCurrent(Happening happening) {
        return conversation
                .map(Conversation::id)
                .filter(id -> id == happening.conversationId())
                .isPresent();
    }
}
