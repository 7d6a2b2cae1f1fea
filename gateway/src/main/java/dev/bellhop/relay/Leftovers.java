package dev.bellhop.relay;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.media.Attachments;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ends what nobody placed: held replies that are old go with their files, and whoever wrote them
/// hears of it. What was placed goes with them; its message is in its thread.
final class Leftovers {
    private static final int AT_ONCE = 200;

    private final Database database;
    private final InboxPhones phones;
    private final Attachments attachments;
    private final HeldReplies held = new HeldReplies();
    private final Questions questions;
    private final Audit audit;
    private final Clock clock;

    Leftovers(
            Database database,
            InboxPhones phones,
            Attachments attachments,
            Questions questions,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.phones = phones;
        this.attachments = attachments;
        this.questions = questions;
        this.audit = audit;
        this.clock = clock;
    }

    /// Ends what is older than this.
    void forget(Duration age) {
        var before = clock.instant().minus(age);
        int count;
        do {
            var told = new ArrayList<InboxPhone>();
            count =
                    database.inTransaction(tx -> {
                        told.clear();
                        var old = held.forget(tx, before, AT_ONCE);
                        lost(old).forEach((phoneId, lost) -> end(tx, phoneId, lost, told));
                        return old.size();
                    });
            told.forEach(questions::wake);
        } while (count == AT_ONCE);
    }

    private static Map<Long, List<HeldReplies.Old>> lost(List<HeldReplies.Old> old) {
        var lost = new LinkedHashMap<Long, List<HeldReplies.Old>>();
        old.stream()
                .filter(HeldReplies.Old::isLost)
                .forEach(each ->
                        lost.computeIfAbsent(each.phoneId(), _ -> new ArrayList<>()).add(each));
        return lost;
    }

    private void end(Tx tx, long phoneId, List<HeldReplies.Old> lost, List<InboxPhone> told) {
        attachments.giveUp(
                tx, lost.stream().flatMap(each -> each.attachmentId().stream().boxed()).toList());
        audit.append(
                tx,
                Actor.SYSTEM,
                "held_reply.expired",
                "inbox phone " + phoneId,
                Json.text(Json.object().put("replies", lost.size())));
        open(tx, phoneId)
                .ifPresent(phone -> {
                    questions.say(tx, phone, words(lost.size()), lost.getFirst().wamid());
                    told.add(phone);
                });
    }

    /// Only a phone that writes now and then can be told: a template would say something else.
    private Optional<InboxPhone> open(Tx tx, long phoneId) {
        return phones.find(tx, phoneId).filter(phone -> phone.isOpen(clock.instant()));
    }

    private static Question words(int count) {
        return new Question(
                count == 1
                        ? "A message of yours was kept for long, and nobody said which chat it is"
                                + " for. It was not passed on, and is not kept any more."
                        : count
                                + " messages of yours were kept for long, and nobody said which"
                                + " chat they are for. They were not passed on, and are not kept"
                                + " any more.");
    }
}
