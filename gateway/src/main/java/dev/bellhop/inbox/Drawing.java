package dev.bellhop.inbox;

import dev.bellhop.admin.Bubble;
import dev.bellhop.admin.Channel;
import dev.bellhop.admin.Day;
import dev.bellhop.admin.Entry;
import dev.bellhop.admin.EventLine;
import dev.bellhop.admin.PrivateNote;
import dev.bellhop.admin.Row;
import dev.bellhop.admin.Slot;
import dev.bellhop.admin.Stamp;
import dev.bellhop.admin.Text;
import dev.bellhop.admin.Tick;
import dev.bellhop.admin.TickMark;
import dev.bellhop.conversation.Aside;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Reactions.On;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Turns what the tables say into what the panel draws. It decides how things read and nothing
/// else.
///
/// @param zone whose clock the times are read from
record Drawing(ZoneId zone) {
    private static final DateTimeFormatter WEEKDAY =
            DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);

    /// A row of the list; the one that waits longest comes first, the others by their newest
    /// message.
    Row row(Scene scene, Instant now) {
        var conversation = scene.conversation();
        var waiting = conversation.waitingSince();
        return new Row(
                conversation.code(),
                scene.customer(),
                scene.onWhatsApp() ? Channel.WHATSAPP : Channel.WEB,
                Stamp.recent(conversation.lastAt(), now, zone),
                scene.lastBy(),
                conversation.lastText(),
                conversation.unread(),
                scene.assigneeFace(),
                scene.assigneeId(),
                scene.teamChoice(),
                conversation.open(),
                conversation.siteId().isPresent()
                        ? Long.toString(conversation.siteId().getAsLong())
                        : "",
                waiting.map(since -> new Stamp(since, Spans.words(Duration.between(since, now)))),
                conversation.overdueAt().isPresent(),
                snoozed(conversation, now),
                scene.tags(),
                scene.priority(),
                scene.visitor().blocked(),
                order(conversation));
    }

    private static long order(Conversation conversation) {
        return conversation
                .snoozedUntil()
                .or(conversation::waitingSince)
                .map(Instant::toEpochMilli)
                .orElse(-conversation.lastAt().toEpochMilli());
    }

    /// Until when it is out of sight: "16:00", "Mon 09:00", "12 Sep 2026 09:00".
    String snoozed(Conversation conversation, Instant now) {
        return conversation.snoozedUntil().map(until -> moment(until, now)).orElse("");
    }

    /// A moment ahead, as short as it stays clear.
    String moment(Instant at, Instant now) {
        var clock = Stamp.clock(at, zone).words();
        var day = date(at);
        var today = date(now);
        if (day.equals(today)) {
            return clock;
        }
        var format = day.isBefore(today.plusDays(7)) ? WEEKDAY : DATE;
        return format.format(day) + " " + clock;
    }

    /// A moment for a line that is read later.
    String inFull(Instant at) {
        return DAY.format(date(at)) + ", " + Stamp.clock(at, zone).words();
    }

    /// A page of messages, oldest first, each day and each run of one author opened by its first
    /// message.
    ///
    /// @param above when that happened which stands above them, and has the chip of its day
    /// @param waits what messages wait for before they reach WhatsApp, by number
    /// @param asides what stands behind these messages, and before the first of the conversation
    List<Entry> entries(
            Optional<Instant> above,
            List<Message> page,
            Map<Integer, On> reactions,
            Map<Integer, String> waits,
            List<Aside> asides,
            Instant now) {
        var entries = new ArrayList<Entry>();
        var day = above.map(this::date);
        var before = Optional.<Message>empty();
        var rest = new ArrayDeque<>(asides);
        for (Message message : page) {
            while (!rest.isEmpty() && rest.peek().afterSeq() < message.seq()) {
                var aside = rest.remove();
                entries.add(entry(aside, !day.equals(Optional.of(date(aside.at()))), now));
                day = Optional.of(date(aside.at()));
                before = Optional.empty();
            }
            boolean newDay = !day.equals(Optional.of(day(message)));
            boolean run = !newDay && before.filter(it -> isSame(it, message)).isPresent();
            var entry = entry(message, of(reactions, message), !run, newDay, now);
            entries.add(waiting(entry, waits.get(message.seq())));
            day = Optional.of(day(message));
            before = Optional.of(message);
        }
        for (var aside : rest) {
            entries.add(entry(aside, !day.equals(Optional.of(date(aside.at()))), now));
            day = Optional.of(date(aside.at()));
        }
        return entries;
    }

    /// A note or line by itself, as if it opened a day.
    Entry alone(Aside aside, Instant now) {
        return entry(aside, true, now);
    }

    private Entry entry(Aside aside, boolean newDay, Instant now) {
        var slot = Slot.aside(aside.afterSeq(), aside.id());
        var at = Stamp.clock(aside.at(), zone);
        var day = newDay ? Optional.of(Day.of(date(aside.at()), date(now))) : Optional.<Day>empty();
        return switch (aside.kind()) {
            case NOTE ->
                    new PrivateNote(
                            slot,
                            day,
                            Names.first(aside.by()),
                            words(aside),
                            at,
                            aside.cid().orElse(""));
            case ASSIGNED -> line(slot, day, EventLine.Kind.ASSIGNED, aside, at);
            case SNOOZED, WOKEN -> line(slot, day, EventLine.Kind.TIME, aside, at);
            case CLOSED -> line(slot, day, EventLine.Kind.CLOSED, aside, at);
            case REOPENED -> line(slot, day, EventLine.Kind.REOPENED, aside, at);
            case HANDED_OVER, MERGED -> line(slot, day, EventLine.Kind.ASSIGNED, aside, at);
            case LABELLED -> line(slot, day, EventLine.Kind.LABELLED, aside, at);
            case ROUTED -> line(slot, day, EventLine.Kind.ROUTED, aside, at);
            case RATED -> line(slot, day, EventLine.Kind.RATED, aside, at);
            case OVERDUE -> line(slot, day, EventLine.Kind.OVERDUE, aside, at);
            case BLOCKED -> line(slot, day, EventLine.Kind.TROUBLE, aside, at);
        };
    }

    private static Text words(Aside note) {
        var marks = note.mentions().stream().map(Aside.Mention::words).toList();
        return Text.of(note.text()).marking(marks);
    }

    private static EventLine line(
            Slot slot, Optional<Day> day, EventLine.Kind kind, Aside aside, Stamp at) {
        return new EventLine(slot, day, kind, Text.plain(aside.text() + " · " + at.words()));
    }

    private static Entry waiting(Entry entry, @Nullable String why) {
        return why != null && entry instanceof Bubble bubble && !bubble.out()
                ? bubble.waiting(why)
                : entry;
    }

    /// One message by itself, as if it opened a run and a day: the page takes back what its
    /// neighbours make untrue.
    Entry alone(Message message, On reactions, Instant now) {
        return entry(message, reactions, true, true, now);
    }

    private static On of(Map<Integer, On> reactions, Message message) {
        return reactions.getOrDefault(message.seq(), On.NONE);
    }

    /// What stands before the first message.
    EventLine beginning(Scene scene, Instant now) {
        var at = scene.conversation().openedAt();
        var words = scene.onWhatsApp() ? "Wrote to the business number" : "Chat started";
        return new EventLine(
                Slot.behind(0, "started"),
                Optional.of(Day.of(date(at), date(now))),
                scene.onWhatsApp() ? EventLine.Kind.WHATSAPP : EventLine.Kind.STARTED,
                Text.plain(words + " · " + Stamp.clock(at, zone).words()));
    }

    private Entry entry(Message message, On reactions, boolean first, boolean newDay, Instant now) {
        var slot = Slot.of(message.seq());
        var today = date(now);
        var day = newDay ? Optional.of(Day.of(day(message), today)) : Optional.<Day>empty();
        var at = Stamp.clock(message.at(), zone);
        var words = Text.of(message.text());
        var margin = Margins.of(message, reactions);
        return switch (message.author()) {
            case VISITOR -> {
                var bubble = Bubble.in(slot, day, first, words, at, margin);
                yield reactions
                        .failure()
                        .map(why -> bubble.waiting("Your emoji is not on WhatsApp: " + why))
                        .orElse(bubble);
            }
            case AGENT ->
                    new Bubble(
                            slot,
                            day,
                            true,
                            first,
                            message.via() == Via.BELLHOP
                                    ? message.authorName().orElse("Bellhop")
                                    : message.authorName().map(Names::first).orElse("Team"),
                            message.via() == Via.WHATSAPP,
                            words,
                            at,
                            message.cid(),
                            Optional.of(tick(message.status())),
                            reason(message.status(), message.failure()),
                            Optional.empty(),
                            margin);
            case SYSTEM ->
                    new EventLine(
                            slot,
                            day,
                            message.via() == Via.WHATSAPP
                                    ? EventLine.Kind.WHATSAPP
                                    : EventLine.Kind.CLOSED,
                            words.then(Text.plain(" · " + at.words())));
        };
    }

    /// How far an answer has come; nothing for what the customer wrote, which has come all the way.
    Optional<TickMark> mark(String code, Message message) {
        if (message.author() != Author.AGENT) {
            return Optional.empty();
        }
        var reason = reason(message.status(), message.failure());
        return Optional.of(mark(code, message.seq(), message.status(), reason));
    }

    TickMark mark(String code, int seq, Status status, String reason) {
        return new TickMark(code, Integer.toString(seq), tick(status), reason);
    }

    private static String reason(Status status, Optional<String> failure) {
        return status == Status.FAILED ? failure.orElse("WhatsApp didn’t take it.") : "";
    }

    private static Tick tick(Status status) {
        return switch (status) {
            case ACCEPTED -> Tick.WAITING;
            case SENT -> Tick.SENT;
            case DELIVERED -> Tick.DELIVERED;
            case READ -> Tick.READ;
            case FAILED -> Tick.FAILED;
        };
    }

    private static boolean isSame(Message one, Message other) {
        return one.author() == other.author()
                && one.author() != Author.SYSTEM
                && one.authorName().equals(other.authorName())
                && one.via() == other.via();
    }

    private LocalDate day(Message message) {
        return date(message.at());
    }

    private LocalDate date(Instant at) {
        return at.atZone(zone).toLocalDate();
    }
}
