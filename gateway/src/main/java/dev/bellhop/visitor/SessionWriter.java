package dev.bellhop.visitor;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.live.Topic;
import dev.bellhop.site.Site;
import dev.bellhop.trace.Span;
import dev.bellhop.web.Code;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The writing side of a session: one thread at a time owns what was sent so far, and is the only
/// one that sends. Others put mail into its queue and never wait. The thread is there only while
/// there is mail: most connections are silent most of the time, and a thread that waits is memory.
///
/// Join, resume, slow reader and lost news are one path: the writer knows the last `seq` it sent,
/// and whatever does not follow it is read from the table.
final class SessionWriter {
    static final int GOING_AWAY = 1001;
    static final int TRY_AGAIN_LATER = 1013;

    private static final Logger LOG = Logger.getLogger(SessionWriter.class.getName());
    private static final int QUEUE_MAX = 256;
    private static final int QUEUE_FIRST = 2;
    private static final int PAGE = 200;
    private static final int TICKS_MAX = 200;

    private final Visiting visiting;
    private final Site site;
    private final TimedWire wire;
    private final Runnable whenOver;

    /// Whoever touches it holds its monitor, which hands over from one thread to the next what the
    /// writer owns.
    private final ArrayDeque<Mail> mail = new ArrayDeque<>(QUEUE_FIRST);

    /// Whether a thread writes, or nothing is written any more; guarded like the mail.
    private boolean isTaken;

    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /// Written by the writer alone; read by others for got, seen and typing, and before they put a
    /// presence.
    private volatile Optional<Conversation> conversation = Optional.empty();

    private volatile boolean welcomed;
    private volatile Optional<Standing> toldStanding = Optional.empty();

    /// Owned by the writer: the last message sent.
    private int sent;

    private long visitorId;

    private final OwnWords own = new OwnWords();

    /// How far the visitor's latest messages are, as was last said here: news that were on their
    /// way while the table was read say less than the table did.
    private Map<Integer, Status> ticks = Map.of();

    /// @param whenOver run once, by the writer, when nothing can be sent any more
    SessionWriter(Visiting visiting, Site site, TimedWire wire, Runnable whenOver) {
        this.visiting = visiting;
        this.site = site;
        this.wire = wire;
        this.whenOver = whenOver;
    }

    /// A reader that is this far behind is cut off; it comes back and resumes by `after`.
    void put(Mail item) {
        if (!ending.get() && !offer(item)) {
            end(TRY_AGAIN_LATER, "too slow");
        }
    }

    /// @return false when there is too much already
    private boolean offer(Mail item) {
        synchronized (mail) {
            if (mail.size() == QUEUE_MAX) {
                return false;
            }
            mail.add(item);
            if (isTaken) {
                return true;
            }
            isTaken = true;
        }
        Thread.ofVirtual().name("visitor-writer").start(this::write);
        return true;
    }

    /// What is next; when there is nothing, the thread ends.
    private Optional<Mail> next() {
        synchronized (mail) {
            isTaken = !mail.isEmpty();
            return Optional.ofNullable(mail.poll());
        }
    }

    private void clear() {
        synchronized (mail) {
            mail.clear();
        }
    }

    /// Closes the connection after what is in the queue, or at once if the queue is full; the first
    /// reason given is the one that the other side hears.
    void end(int code, String reason) {
        if (ending.compareAndSet(false, true)) {
            while (!offer(new Mail.End(code, reason))) {
                clear();
            }
        }
    }

    /// Says how those who answer stand, when that differs from what was said before.
    void presence(Standing standing) {
        if (welcomed && isNews(standing)) {
            put(new Mail.Stands(standing));
        }
    }

    private boolean isNews(Standing standing) {
        return !toldStanding.equals(Optional.of(standing));
    }

    /// The desk is going to be asked to take a message of this connection.
    void expect(String cid) {
        own.expect(cid);
    }

    /// The conversation that the widget shows.
    Optional<Conversation> conversation() {
        return conversation;
    }

    /// The panel shows who is there and which page they look at.
    void tellInbox() {
        conversation.ifPresent(
                c -> visiting.live().tell(Topic.INBOX, new Happening.Changed(c.id())));
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

    private void write() {
        boolean isOver = true;
        try {
            for (var next = next(); next.isPresent(); next = next()) {
                if (next.get() instanceof Mail.End(var code, var reason)) {
                    wire.close(code, reason);
                    return;
                }
                deliver(next.get());
            }
            isOver = false; // the next one goes on
        } catch (DatabaseAway away) {
            wire.close(TRY_AGAIN_LATER, "try again");
        } catch (TimedWire.Gone gone) {
            LOG.log(Level.FINE, "a visitor's connection ended", gone);
            wire.close(GOING_AWAY, "closed");
        } catch (RuntimeException | Error defect) {
            LOG.log(Level.SEVERE, "a visitor could not be written to", defect);
            wire.close(GOING_AWAY, "closed");
        } finally {
            if (isOver) {
                whenOver.run();
                over.countDown();
            }
        }
    }

    private void deliver(Mail item) {
        switch (item) {
            case Mail.Frame(var text) -> wire.send(text);
            case Mail.Sign(var sends) -> wire.sends(sends);
            case Mail.Bye(var seconds) -> wire.send(Frames.bye(seconds));
            case Mail.Welcome welcome -> join(welcome);
            case Mail.Accepted(var message, var repeated) -> answer(message, repeated);
            case Mail.Heard(var happening) -> tell(happening);
            case Mail.Stands(var standing) -> tellPresence(standing);
            case Mail.Missed() -> readAnew();
            case Mail.End _ -> throw new IllegalStateException("handled by the loop");
        }
    }

    private void join(Mail.Welcome welcome) {
        visitorId = welcome.visitorId();
        try {
            conversation = current(welcome);
        } catch (Admission.GivenUp crowded) {
            wire.send(Frames.bye(1 + ThreadLocalRandom.current().nextInt(3)));
            end(TRY_AGAIN_LATER, crowded.why());
            return;
        }
        ticks = Map.of();
        sent = Math.min(welcome.after(), conversation.map(Conversation::lastSeq).orElse(0));
        var standing = visiting.standing(site);
        toldStanding = Optional.of(standing);
        welcomed = true;
        wire.send(
                Frames.welcome(
                        welcome.token(), conversation, standing, visiting.heartbeatSeconds()));
        tellAmended();
        catchUp();
        tellInbox();
    }

    private Optional<Conversation> current(Mail.Welcome welcome) {
        if (welcomed) {
            return visiting.currentOf(welcome.visitorId());
        }
        return visiting.joins()
                .admit(
                        () -> {
                            if (ending.get()) {
                                throw new Admission.GivenUp("they have gone");
                            }
                            wire.send(Frames.pong());
                        },
                        () -> visiting.currentOf(welcome.visitorId()));
    }

    /// What the page holds may have been edited or deleted while it was away.
    private void tellAmended() {
        if (sent == 0 || conversation.isEmpty()) {
            return;
        }
        visiting.messages().amended(conversation.get().id(), sent, PAGE).forEach(this::send);
    }

    /// What may have been missed is read: another conversation, whether it is over, what was said,
    /// edited or deleted, and how far what the visitor said has come.
    private void readAnew() {
        if (!welcomed) {
            return; // the welcome reads it
        }
        visiting.currentOf(visitorId).map(Conversation::id).ifPresent(this::follow);
        if (conversation.isEmpty()) {
            return;
        }
        long id = conversation.get().id();
        reread(id);
        tellAmended();
        visiting.messages().before(id, sent + 1, PAGE).stream()
                .filter(it -> it.author() == Author.VISITOR && it.status() != Status.ACCEPTED)
                .forEach(it -> wire.send(Frames.status(it.seq(), it.status(), it.statusAt())));
        catchUp();
    }

    private void tellPresence(Standing standing) {
        if (isNews(standing)) {
            toldStanding = Optional.of(standing);
            wire.send(Frames.presence(standing));
        }
    }

    /// Sends every message after the last one sent, a page at a time; a connection that ends does
    /// not have to hear them all.
    private void catchUp() {
        if (conversation.isEmpty()) {
            return;
        }
        while (true) {
            var page = visiting.messages().after(conversation.get().id(), sent, PAGE);
            var files = visiting.attachments(page);
            for (Message message : page) {
                if (ending.get()) {
                    return;
                }
                wire.send(
                        Frames.message(
                                asTold(message), Optional.ofNullable(files.get(message.seq()))));
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
        if (own.answers(cid) || repeated) {
            wire.send(Frames.accepted(message));
            if (!message.kind().equals("text")) {
                send(message); // the widget knows its words, and not what became of its file
            }
        }
        if (message.conversationId() == conversation.map(Conversation::id).orElse(0L)
                && message.seq() == sent + 1) {
            sent = message.seq();
        }
    }

    private void tell(Happening.Shared happening) {
        if (happening instanceof Happening.Moved) {
            // By the same token they are met again, as whoever they turned out to be.
            wire.send(Frames.bye(1));
            end(GOING_AWAY, "this visitor is another now");
            return;
        }
        if (!welcomed) {
            return; // the welcome reads it from the table
        }
        switch (happening) {
            case Happening.MessageAdded(var message) -> traced(message);
            case Happening.MessageChanged(var message) -> {
                if (isCurrent(happening) && message.seq() <= sent) {
                    send(message);
                }
            }
            case Happening.StatusAdvanced status -> {
                if (isCurrent(status)
                        && status.author() == Author.VISITOR
                        && isNews(status.seq(), status.status())) {
                    wire.send(Frames.status(status.seq(), status.status(), status.at()));
                }
            }
            case Happening.EnclosureChanged(var message) -> {
                // One that was not sent yet is sent with its file as it is then.
                if (isCurrent(happening) && message.seq() <= sent) {
                    send(message);
                }
            }
            case Happening.Typing typing -> {
                if (isCurrent(typing) && typing.author() == Author.AGENT) {
                    wire.send(Frames.typing(typing.name(), typing.on()));
                }
            }
            case Happening.Blocked(var _, var on) -> {
                if (on) {
                    wire.send(
                            Frames.error(
                                    Code.BLOCKED,
                                    Code.BLOCKED.sentence(),
                                    Optional.empty(),
                                    Optional.empty()));
                }
            }
            case Happening.Moved _ -> {} // said above
            case Happening.Changed changed -> {
                if (isCurrent(changed)) {
                    reread(changed.conversationId());
                }
            }
        }
    }

    /// What somebody else has said, from when it was stored until it is with the browser's wire.
    private void traced(Message message) {
        if (message.author() == Author.VISITOR) {
            added(message);
            return;
        }
        try (var span =
                visiting.tracing()
                        .about(
                                "to widget",
                                message.conversationId(),
                                message.seq(),
                                message.at())) {
            span.run(() -> added(message));
            conversation.ifPresent(it -> span.is(Span.CODE, it.code()));
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
        if (message.author() == Author.VISITOR && own.isExpected(cid)) {
            answer(message, false);
        } else {
            send(message);
        }
        sent = message.seq();
    }

    /// Whether a tick says more than what was said of it before; from now on it was said.
    private boolean isNews(int seq, Status status) {
        var before = ticks.get(seq);
        if (before != null && before.rank() >= status.rank()) {
            return false;
        }
        if (ticks.isEmpty()) {
            ticks = new LinkedHashMap<>();
        }
        ticks.put(seq, status);
        if (ticks.size() > TICKS_MAX) {
            ticks.remove(ticks.keySet().iterator().next());
        }
        return true;
    }

    private void send(Message message) {
        var file = visiting.attachments(List.of(message)).get(message.seq());
        wire.send(Frames.message(asTold(message), Optional.ofNullable(file)));
    }

    /// What is told of a message may be older than what was told of how far it is.
    private Message asTold(Message message) {
        if (message.author() != Author.VISITOR || isNews(message.seq(), message.status())) {
            return message;
        }
        return message.with(ticks.getOrDefault(message.seq(), message.status()));
    }

    /// The first message of a new conversation: its numbers begin again. So they do when an earlier
    /// one goes on that somebody merged with this visitor had begun. What they say on WhatsApp is
    /// not shown here.
    private void follow(long conversationId) {
        long shown = conversation.map(Conversation::id).orElse(0L);
        boolean goesOn = conversation.filter(Conversation::open).isPresent();
        if (conversationId == shown || (conversationId < shown && goesOn)) {
            return;
        }
        visiting.conversations()
                .find(conversationId)
                .filter(found -> found.kind() == Kind.WEB)
                .filter(found -> found.open() || (!goesOn && found.id() > shown))
                .ifPresent(found -> {
                    conversation = Optional.of(found);
                    sent = 0;
                    ticks = Map.of();
                    wire.send(Frames.conversation(found));
                });
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
