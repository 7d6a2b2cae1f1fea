package dev.bellhop.inbox;

import dev.bellhop.admin.Bulk;
import dev.bellhop.admin.Choice;
import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.BackOffice.Assignment;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Ending;
import dev.bellhop.conversation.Label;
import dev.bellhop.conversation.Priority;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What can be done with several conversations at once, by the words of the form: `close`,
/// `assign:7`, `priority:high`. Each is the same deed as with one.
final class BulkDeeds {
    private final Desk desk;
    private final Roster roster;
    private final Drawing drawing;
    private final SnoozeTimes snoozing;
    private final Clock clock;

    BulkDeeds(Desk desk, Roster roster, Drawing drawing, Clock clock) {
        this.desk = desk;
        this.roster = roster;
        this.drawing = drawing;
        this.snoozing = new SnoozeTimes(drawing.zone());
        this.clock = clock;
    }

    /// What is offered.
    Bulk offers() {
        var now = clock.instant();
        return new Bulk(
                roster.answering().stream()
                        .map(it -> new Choice(Long.toString(it.id()), it.name()))
                        .toList(),
                snoozing.offers(now).stream()
                        .map(it ->
                                new Choice(
                                        it.name(), it.name() + ", " + drawing.moment(it.at(), now)))
                        .toList(),
                "");
    }

    /// The deed that a form names.
    ///
    /// @throws Refusal `invalid`
    BulkDeed named(String word, Caller agent) {
        var by = Actor.of(agent);
        int colon = word.indexOf(':');
        var what = colon < 0 ? "" : word.substring(colon + 1);
        return switch (colon < 0 ? word : word.substring(0, colon)) {
            case "close" ->
                    new BulkDeed(
                            "closed",
                            it -> !it.open(),
                            it -> desk.close(it.id(), by, Ending.UNSAID));
            case "reopen" ->
                    new BulkDeed("open", Conversation::open, it -> desk.reopen(it.id(), by));
            case "assign" -> assign(what, agent);
            case "snooze" -> snooze(what, by);
            case "priority" -> prioritise(what, by);
            case "label" -> label(what, true, by);
            case "unlabel" -> label(what, false, by);
            default -> throw Refusal.of(Code.INVALID, "Choose what to do with them.");
        };
    }

    private BulkDeed assign(String to, Caller agent) {
        var by = Actor.of(agent);
        if (to.equals("nobody")) {
            return new BulkDeed(
                    "unassigned",
                    it -> it.assigneeId().isEmpty(),
                    it -> assign(it, OptionalLong.empty(), by));
        }
        var taker =
                (to.equals("me") ? Optional.of(agent.id()) : Ids.read(to))
                        .flatMap(roster::answering)
                        .orElseThrow(() ->
                                Refusal.of(Code.INVALID, "There is nobody like that who answers."));
        var id = OptionalLong.of(taker.id());
        var name = taker.id() == agent.id() ? "you" : taker.name();
        return new BulkDeed(
                "assigned to " + name, it -> it.assigneeId().equals(id), it -> assign(it, id, by));
    }

    private void assign(Conversation conversation, OptionalLong to, Actor by) {
        desk.backOffice().assign(conversation.id(), Assignment.to(to), by);
    }

    private BulkDeed snooze(String name, Actor by) {
        var until =
                snoozing.offers(clock.instant()).stream()
                        .filter(it -> it.name().equals(name))
                        .map(SnoozeTimes.Offer::at)
                        .findFirst()
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "That time is over."));
        var words = drawing.inFull(until);
        return new BulkDeed(
                "snoozed until " + words,
                it -> it.snoozedUntil().equals(Optional.of(until)),
                it -> desk.backOffice().snooze(it.id(), until, words, by));
    }

    private BulkDeed prioritise(String name, Actor by) {
        var priority =
                Priority.named(name)
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "There is no such priority."));
        return new BulkDeed(
                "of " + priority.wireName() + " priority",
                it -> it.priority() == priority,
                it -> desk.backOffice().prioritise(it.id(), priority, by));
    }

    private BulkDeed label(String word, boolean on, Actor by) {
        var label =
                Ids.read(word)
                        .flatMap(this::label)
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "There is no such label."));
        var ids = List.of(label.id());
        return new BulkDeed(
                (on ? "labelled “" : "without “") + label.name() + "”",
                it -> has(it, label) == on,
                it ->
                        desk.backOffice()
                                .label(it.id(), on ? ids : List.of(), on ? List.of() : ids, by));
    }

    private Optional<Label> label(long id) {
        return desk.backOffice().labels().all().stream().filter(it -> it.id() == id).findFirst();
    }

    private boolean has(Conversation conversation, Label label) {
        return desk.backOffice()
                .labels()
                .of(List.of(conversation.id()))
                .getOrDefault(conversation.id(), List.of())
                .contains(label);
    }
}
