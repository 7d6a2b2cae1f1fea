package dev.bellhop.inbox;

import dev.bellhop.admin.NewEntries;
import dev.bellhop.admin.Pip;
import dev.bellhop.admin.Replying;
import dev.bellhop.admin.Row;
import dev.bellhop.admin.Rows;
import dev.bellhop.admin.TickMark;
import dev.bellhop.admin.Ticks;
import dev.bellhop.admin.Typing;
import dev.bellhop.channel.WarningChanged;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;
import dev.bellhop.panel.Panel;
import dev.bellhop.people.PresenceChanged;
import dev.bellhop.people.WorkChoices;
import dev.bellhop.trace.Span;
import dev.bellhop.trace.Tracing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Hears what happens, draws it once, and hands the bytes to every open stream. Hearing only
/// enqueues; when more happens than can be drawn, or the database is away, all pages are told to
/// read again.
final class Broadcast implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Broadcast.class.getName());
    private static final int QUEUE_MAX = 10_000;
    private static final int BATCH_MAX = 500;

    /// The numbers in the tabs follow at most this often.
    private static final Duration COUNTS_EVERY = Duration.ofMillis(250);

    /// An answer of the database that takes longer is not waited for at the end.
    private static final Duration END_WAIT = Duration.ofSeconds(5);

    private static final Duration DATABASE_WAIT = Duration.ofSeconds(2);

    private final Panel panel;
    private final Panes panes;
    private final Scenes scenes;
    private final Drawing drawing;
    private final Messages messages;
    private final Windows windows;
    private final Streams streams;
    private final WorkChoices choices;
    private final Tracing tracing;
    private final BlockingQueue<News> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicBoolean lost = new AtomicBoolean();
    private final List<Live.Subscription> subscriptions;
    private final Thread thread;
    private volatile boolean closed;
    private boolean countsDue;
    private long countsAtNanos;

    Broadcast(
            Panel panel,
            Panes panes,
            Scenes scenes,
            Drawing drawing,
            Messages messages,
            Windows windows,
            Streams streams,
            WorkChoices choices,
            Tracing tracing,
            Live live) {
        this.panel = panel;
        this.panes = panes;
        this.scenes = scenes;
        this.drawing = drawing;
        this.messages = messages;
        this.windows = windows;
        this.streams = streams;
        this.choices = choices;
        this.tracing = tracing;
        this.countsAtNanos = System.nanoTime();
        this.subscriptions =
                List.of(
                        live.listen(Topic.INBOX, this::hear),
                        live.listen(Topic.TEAM, this::hear),
                        live.listen(Topic.CHANNELS, this::hear));
        streams.onOpen(stream -> hear(new Arrived(stream)));
        this.thread = Thread.ofVirtual().name("inbox-broadcast").start(this::run);
    }

    /// A page has come, and may have missed what changed while it was on its way or away.
    private record Arrived(Stream stream) implements News {}

    /// Wakes whoever waits for the next news, because there are none.
    private record End() implements News {}

    /// News may have been missed: every page reads again.
    void missed() {
        streams.heard();
        streams.lose();
    }

    private void hear(News news) {
        if (!queue.offer(news)) {
            lost.set(true);
        }
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    tell(next());
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "what happened could not be drawn", e);
                    streams.lose();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /// What has happened since; nothing when only the counts are due.
    private List<News> next() throws InterruptedException {
        var happenings = new ArrayList<News>();
        var first = countsDue ? queue.poll(countsWaitNanos(), TimeUnit.NANOSECONDS) : queue.take();
        if (first != null) {
            happenings.add(first);
            queue.drainTo(happenings, BATCH_MAX - 1);
        }
        return happenings;
    }

    private long countsWaitNanos() {
        return Math.max(0, countsAtNanos - System.nanoTime());
    }

    private void tell(List<News> news) {
        var happenings =
                news.stream()
                        .filter(Happening.class::isInstance)
                        .map(Happening.class::cast)
                        .toList();
        if (!happenings.isEmpty() || news.stream().anyMatch(WarningChanged.class::isInstance)) {
            streams.heard();
        }
        if (streams.isEmpty()) {
            countsDue = false;
            return;
        }
        tellPeople(news);
        if (lost.getAndSet(false)) {
            streams.lose();
        }
        var batch = new Batch(happenings);
        var rows = new ArrayList<Row>();
        var all = scenes.ofIds(batch.conversationIds());
        if (all.size() < batch.conversationIds().size()) {
            // What was erased has no name any more by which a page could be told to drop it.
            streams.lose();
        }
        for (var scene : all) {
            var part = batch.of(scene.conversation().id());
            tellThread(scene, part);
            ring(scene, part);
            if (part.movesRow()) {
                rows.add(panes.row(scene));
            }
        }
        if (!rows.isEmpty()) {
            streams.offer(Event.of("rows", panel.draw(new Rows(rows))));
        }
        countsDue |= batch.movesCounts();
        if (countsDue && countsWaitNanos() == 0) {
            tellCounts();
        }
    }

    /// Whoever has come sees the numbers and themselves as they are; the rest their page reads.
    private void tellPeople(List<News> news) {
        for (var one : news) {
            switch (one) {
                case Arrived(var stream) -> {
                    countsDue = true;
                    tellMyself(stream);
                }
                case PresenceChanged(var agentId) ->
                        streams.each(stream -> {
                            if (stream.agent().id() == agentId) {
                                tellMyself(stream);
                            }
                        });
                // What stands is read by the pages that show it.
                case WarningChanged(var channelId, _, _) ->
                        streams.offer(Event.of("warnings", Long.toString(channelId)));
                default -> {}
            }
        }
    }

    private void tellMyself(Stream stream) {
        try {
            stream.offer(Event.of("me", panel.draw(panes.myself(stream.agent()))));
        } catch (DatabaseAway away) {
            // Each page has come with it, and is told again when it changes.
            LOG.log(Level.FINE, "a page is not told of its agent", away);
        }
    }

    private void ring(Scene scene, Batch.Part part) {
        for (var bell : Bell.of(scene, part)) {
            streams.each(stream -> {
                long agentId = stream.agent().id();
                if (bell.isFor(agentId)) {
                    var choice = choices.of(agentId);
                    if (choice.alerts().contains(bell.alert())) {
                        stream.offer(bell.event(scene, choice.sound()));
                    }
                }
            });
        }
    }

    private void tellThread(Scene scene, Batch.Part part) {
        var name = "c-" + scene.code();
        if (!part.added().isEmpty()) {
            var entries = part.added().stream().map(panes::entry).toList();
            streams.offer(Event.of(name, panel.draw(new NewEntries(scene.code(), entries))));
            part.added().forEach(message -> traced(scene, message));
        }
        if (!part.altered().isEmpty()) {
            var entries = panes.entries(List.copyOf(part.altered()));
            streams.offer(Event.of(name, panel.draw(new NewEntries(scene.code(), entries))));
        }
        for (var message : part.files()) {
            panes.file(scene.code(), message)
                    .ifPresent(it -> streams.offer(Event.of(name, panel.draw(it))));
        }
        if (!part.advanced().isEmpty()) {
            var marks = part.advanced().stream().map(it -> mark(scene, it)).toList();
            streams.offer(Event.of(name, panel.draw(new Ticks(marks))));
        }
        if (!part.asides().isEmpty()) {
            var entries = part.asides().stream().map(panes::entry).toList();
            streams.offer(Event.of(name, panel.draw(new NewEntries(scene.code(), entries))));
        }
        part.replying().forEach(it -> tellReplying(name, scene, it));
        part.typing()
                .map(it -> new Typing(scene.code(), scene.customer().firstName(), it.on()))
                .ifPresent(it -> streams.offer(Event.of(name, panel.draw(it))));
        if (part.movesHead()) {
            tellHead(name, scene);
        } else if (part.customerWrote() && scene.onWhatsApp()) {
            streams.offer(Event.of(name, panel.draw(windows.of(scene))));
        }
    }

    /// From when it was stored until it is in line for every open page.
    private void traced(Scene scene, Message message) {
        tracing.about("to panel", message.conversationId(), message.seq(), message.at())
                .is(Span.CODE, scene.code())
                .close();
    }

    /// Everybody but the agent who writes.
    private void tellReplying(String name, Scene scene, Happening.Replying replying) {
        var shown = new Replying(scene.code(), Names.first(replying.name()));
        var event = Event.of(name, panel.draw(shown));
        streams.each(stream -> {
            if (stream.agent().id() != replying.agentId()) {
                stream.offer(event);
            }
        });
    }

    /// The head offers the conversation to everybody but the agent who has it.
    private void tellHead(String name, Scene scene) {
        var others = Event.of(name, panel.draw(panes.head(scene, false)));
        var assignee = scene.conversation().assigneeId();
        if (assignee.isEmpty() || !streams.isOpenFor(assignee.getAsLong())) {
            streams.offer(others);
            return;
        }
        var own = Event.of(name, panel.draw(panes.head(scene, true)));
        streams.offerEach(stream -> scene.isOf(stream.agent().id()) ? own : others);
    }

    private TickMark mark(Scene scene, Happening.StatusAdvanced advanced) {
        if (advanced.status() == Status.FAILED) {
            var failed =
                    messages.find(advanced.conversationId(), advanced.seq())
                            .flatMap(message -> drawing.mark(scene.code(), message));
            if (failed.isPresent()) {
                return failed.get();
            }
        }
        return drawing.mark(scene.code(), advanced.seq(), advanced.status(), "");
    }

    private void tellCounts() {
        countsDue = false;
        countsAtNanos = System.nanoTime() + COUNTS_EVERY.toNanos();
        try {
            tellNumbers(panes.tally());
        } catch (DatabaseAway away) {
            // Whoever was told to read again now would ask the same database.
            LOG.log(Level.FINE, "the numbers are told later", away);
            countsDue = true;
            countsAtNanos = System.nanoTime() + DATABASE_WAIT.toNanos();
        }
    }

    private void tellNumbers(Conversations.Tally tally) {
        var pips = new HashMap<Pip, Event>();
        streams.each(stream -> {
            long agentId = stream.agent().id();
            var now =
                    new Stream.Numbers(ListPanes.counts(agentId, tally), Panes.pip(agentId, tally));
            if (stream.isNews(now)) {
                stream.offer(
                        pips.computeIfAbsent(now.pip(), pip -> Event.of("pip", panel.draw(pip))));
                stream.offer(Event.of("counts", panel.draw(now.counts())));
            }
        });
    }

    /// Ends after what is being told. It is not interrupted: that would tear the connection to the
    /// database on which it may be asking.
    @Override
    public void close() {
        subscriptions.forEach(Live.Subscription::close);
        closed = true;
        do {
            // Nothing that is still queued would be read.
            queue.clear();
        } while (!queue.offer(new End()));
        try {
            var _ = thread.join(END_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
