package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One tab: what it says stays in its queue until the gateway has accepted it, and goes again under
/// its `cid` on the next connection. One thread does all of it.
final class Tab implements Runnable {
    private static final long ACCEPTED_MILLIS_MAX = 10_000;
    private static final long PING_MILLIS = 8_000;
    private static final long HEARD_MILLIS_MAX = 20_000;
    private static final int LONG = 9_000;
    private static final int TEXT_MAX = 4_000;
    private static final int CAPTION_MAX = 700;

    private record Saying(String cid, String mark, String text, int replyTo, boolean hasFile) {}

    /// Something that a connection brought; no frame says that it has ended.
    private record News(int connection, Optional<String> frame) {}

    private final Visitor visitor;
    private final int number;
    private final boolean streams;
    private final int port;
    private final int every;
    private final Journal journal;
    private final Shift shift;

    /// What is done, and apart from it what only answers to circumstances, so that these do not
    /// change what is done.
    private final Dice plan;

    private final Dice chance;

    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Deque<Saying> queue = new ArrayDeque<>();
    private final Held held = new Held();
    private Optional<Wire> wire = Optional.empty();

    /// The file of what is first in the queue, where the gateway has it.
    private Optional<String> upload = Optional.empty();

    private int connection;
    private boolean welcomed;
    private boolean inFlight;
    private int said;
    private long sentAt;
    private long heardAt;
    private long pingedAt;
    private long comesAt;
    private long pausedUntil;
    private int failures;
    private volatile boolean settled;
    private volatile At at = new At("", 0);
    private volatile boolean reloads;
    private volatile String tellsWhen = "";

    /// How much of which conversation is held.
    record At(String code, int through) {}

    Tab(
            Visitor visitor,
            int number,
            boolean streams,
            int port,
            Options options,
            Journal journal,
            Shift shift) {
        this.visitor = visitor;
        this.number = number;
        this.streams = streams;
        this.port = port;
        this.every = options.every() * 2;
        this.journal = journal;
        this.shift = shift;
        this.plan = Dice.of(options.seed(), "plan of " + this);
        this.chance = Dice.of(options.seed(), "chance of " + this);
    }

    @Override
    public String toString() {
        return "V" + visitor.number() + "." + number;
    }

    /// Whether all that it said is accepted, and it holds its thread without a hole.
    boolean isSettled() {
        return settled;
    }

    /// What keeps it from being settled.
    String state() {
        return "%d in the queue, connection %d, %s, %s"
                .formatted(queue.size(), connection, welcomed ? "welcome" : "not welcome", at);
    }

    At at() {
        return at;
    }

    /// Has it forget what it holds and come anew.
    void reload() {
        settled = false;
        reloads = true;
    }

    /// Has what it holds written down.
    void tellThread(String when) {
        tellsWhen = when;
        boolean _ = Shift.await(Duration.ofSeconds(30), () -> tellsWhen.isEmpty());
    }

    @Override
    public void run() {
        long next = now() + plan.pause(every);
        try {
            while (shift.isOn()) {
                if (shift.isBusy() && now() >= next) {
                    act();
                    next = now() + plan.pause(every);
                }
                if (wire.isEmpty() && now() >= comesAt) {
                    connect();
                }
                flush();
                var item = news.poll(50, TimeUnit.MILLISECONDS);
                if (item != null) {
                    take(item);
                }
                look();
                obey();
                at = new At(held.code().orElse(""), held.through());
                settled =
                        !reloads
                                && queue.isEmpty()
                                && welcomed
                                && !held.hasHole()
                                && news.isEmpty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut(0);
        }
    }

    private void obey() {
        if (reloads) {
            held.forget();
            cut(0);
            reloads = false;
        }
        if (!tellsWhen.isEmpty()) {
            journal.note(
                    "tab.thread",
                    "tab",
                    this,
                    "when",
                    tellsWhen,
                    "code",
                    held.code().orElse(""),
                    "queue",
                    queue.size(),
                    "thread",
                    held.shown());
            tellsWhen = "";
        }
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void act() {
        int deed = plan.between(1, 100);
        if (deed <= 78) {
            say();
        } else if (deed <= 84) {
            for (int i = plan.between(2, 6); i > 0; i--) {
                say();
            }
        } else if (deed <= 88) {
            tell("typing", "on", true);
        } else if (deed <= 94) {
            tell("seen", "seq", held.through());
        } else if (deed <= 97) {
            journal.note("tab.reload", "tab", this);
            held.forget();
            cut(plan.between(0, 1_000));
        } else {
            journal.note("tab.vanish", "tab", this);
            cut(plan.between(500, 8_000));
        }
    }

    private void say() {
        var mark = this + "." + ++said;
        int length = plan.chance(0.03) ? Math.min(LONG, TEXT_MAX) : plan.between(20, 300);
        var text = Marks.text(mark, length, plan);
        boolean hasFile = text.length() < CAPTION_MAX && plan.chance(0.06);
        int quoted = plan.chance(0.1) && !hasFile ? held.through() : 0;
        if (hasFile) {
            journal.note("file", "mark", mark);
        }
        queue.add(new Saying(plan.cid(), mark, text, quoted, hasFile));
    }

    private void tell(String type, String member, Object value) {
        if (welcomed && wire.isPresent()) {
            var frame = Json.object().put("t", type);
            if (value instanceof Boolean yes) {
                frame.put(member, yes);
            } else {
                frame.put(member, (Integer) value);
            }
            wire.get().send(Json.text(frame));
        }
    }

    private void connect() {
        int mine = ++connection;
        heardAt = now();
        pingedAt = now();
        welcomed = false;
        inFlight = false;
        journal.note("tab.connect", "tab", this, "connection", mine, "streams", streams);
        var ear =
                new Wire.Ear() {
                    @Override
                    public void hears(String frame) {
                        news.add(new News(mine, Optional.of(frame)));
                    }

                    @Override
                    public void ended() {
                        news.add(new News(mine, Optional.empty()));
                    }
                };
        wire =
                Optional.of(
                        streams
                                ? new StreamWire(port, visitor.site(), ear)
                                : new SocketWire(port, visitor.site(), ear));
        hello(held.through());
    }

    private void hello(int from) {
        // A widget asks again for its latest words, whose ticks may have moved.
        int after = chance.chance(0.5) ? from : Math.max(0, from - chance.between(0, 5));
        journal.note("tab.hello", "tab", this, "connection", connection, "after", after);
        var hello =
                Json.object()
                        .put("t", "hello")
                        .put("token", visitor.token().orElse(null))
                        .put("after", after);
        hello.putObject("page")
                .put("url", visitor.site().origin() + "/lamps")
                .put("title", "Lamps");
        wire.ifPresent(it -> it.send(Json.text(hello.put("locale", "en"))));
    }

    private void cut(long awayMillis) {
        wire.ifPresent(Wire::cut);
        wire = Optional.empty();
        welcomed = false;
        inFlight = false;
        comesAt = now() + awayMillis;
    }

    /// As a widget does: soon at first, then with growing pauses, each a little different.
    private void comeAgain() {
        failures = Math.min(failures + 1, 5);
        cut(chance.between(50, 100 << failures));
    }

    private void flush() {
        var next = queue.peek();
        if (next == null || !welcomed || inFlight || now() < pausedUntil) {
            return;
        }
        if (next.hasFile() && upload.isEmpty()) {
            upload(next);
            return;
        }
        journal.note(
                "visitor.say",
                "tab",
                this,
                "connection",
                connection,
                "cid",
                next.cid(),
                "mark",
                next.mark());
        var frame = Json.object().put("t", "send").put("cid", next.cid()).put("text", next.text());
        if (next.replyTo() > 0) {
            frame.put("reply_to", next.replyTo());
        }
        upload.filter(_ -> next.hasFile()).ifPresent(handle -> frame.put("attachment", handle));
        inFlight = true;
        sentAt = now();
        wire.ifPresent(it -> it.send(Json.text(frame)));
    }

    /// The bytes go first, and are kept under the handle that comes back.
    private void upload(Saying saying) {
        var answer =
                Rest.of(port, visitor.token().orElseThrow())
                        .sendFile(
                                "/widget/v1/attachments?name=note.txt",
                                new Blob(saying.mark()).bytes());
        journal.note(
                "visitor.uploads",
                "tab",
                this,
                "mark",
                saying.mark(),
                "status",
                answer.map(Rest.Answer::status).orElse(0));
        upload = answer.filter(Rest.Answer::isDone).map(it -> it.json().path("id").asText());
        if (upload.isEmpty()) {
            pausedUntil = now() + chance.between(200, 1_500);
        }
    }

    /// A connection that is silent is no good.
    private void look() {
        if (wire.isEmpty()) {
            return;
        }
        if (now() - heardAt > HEARD_MILLIS_MAX
                || (inFlight && now() - sentAt > ACCEPTED_MILLIS_MAX)) {
            comeAgain();
        } else if (welcomed && now() - pingedAt > PING_MILLIS) {
            pingedAt = now();
            wire.get().send("{\"t\":\"ping\"}");
        }
    }

    private void take(News item) {
        if (item.connection() != connection || wire.isEmpty()) {
            return; // of a line that was given up
        }
        if (item.frame().isEmpty()) {
            comeAgain();
            return;
        }
        heardAt = now();
        var frame = Json.parse(item.frame().get());
        switch (frame.path("t").asText()) {
            case "welcome" -> welcome(frame);
            case "message" -> message(frame);
            case "accepted" -> accepted(frame);
            case "status" ->
                    journal.note(
                            "tab.status",
                            "tab",
                            this,
                            "connection",
                            connection,
                            "code",
                            held.code().orElse(""),
                            "seq",
                            frame.path("seq").asInt(),
                            "status",
                            frame.path("status").asText());
            case "conversation" -> {
                boolean _ = held.isOf(code(frame), Integer.MAX_VALUE);
            }
            case "error" -> refused(frame);
            case "bye" -> cut(frame.path("reconnect_in").asInt() * 1_000L);
            default -> {}
        }
    }

    private static Optional<String> code(JsonNode conversation) {
        return Json.string(conversation, "code");
    }

    private void welcome(JsonNode frame) {
        if (!visitor.isMet(frame.path("token").asText())) {
            held.forget();
            hello(0); // another tab was met in the meantime
            return;
        }
        var conversation = frame.path("conversation");
        int last = conversation.path("last_seq").asInt();
        journal.note(
                "tab.welcome",
                "tab",
                this,
                "connection",
                connection,
                "code",
                code(conversation).orElse(""),
                "last",
                last);
        if (held.isOf(code(conversation), last) && last > 0) {
            hello(0);
            return;
        }
        failures = 0;
        welcomed = true;
    }

    private void message(JsonNode frame) {
        int seq = frame.path("seq").asInt();
        var mark = Marks.first(frame.path("text").asText()).orElse("");
        journal.note(
                "tab.message",
                "tab",
                this,
                "connection",
                connection,
                "code",
                held.code().orElse(""),
                "seq",
                seq,
                "from",
                frame.path("from").asText(),
                "mark",
                mark,
                "status",
                frame.path("status").asText());
        held.put(seq, frame.path("from").asText(), mark);
        var first = queue.peek();
        if (first != null && first.cid().equals(frame.path("cid").asText())) {
            settle(first, seq, "message"); // it came back before its answer
        }
    }

    private void accepted(JsonNode frame) {
        int seq = frame.path("seq").asInt();
        var first = queue.peek();
        if (first != null && first.cid().equals(frame.path("cid").asText())) {
            held.put(seq, "visitor", first.mark());
            settle(first, seq, "accepted");
        }
    }

    private void settle(Saying saying, int seq, String by) {
        journal.note(
                "visitor.accepted",
                "tab",
                this,
                "connection",
                connection,
                "cid",
                saying.cid(),
                "mark",
                saying.mark(),
                "code",
                held.code().orElse(""),
                "seq",
                seq,
                "by",
                by);
        var _ = queue.remove();
        upload = Optional.empty();
        inFlight = false;
    }

    private void refused(JsonNode frame) {
        var code = frame.path("code").asText();
        journal.note(
                "tab.refused",
                "tab",
                this,
                "connection",
                connection,
                "code",
                code,
                "cid",
                frame.path("cid").asText());
        inFlight = false;
        pausedUntil = now() + Math.max(200, frame.path("retry_after").asInt() * 1_000L);
        if (!welcomed || code.equals("not_welcome")) {
            comeAgain();
        }
    }
}
