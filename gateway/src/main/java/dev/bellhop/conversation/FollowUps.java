package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Tx;
import dev.bellhop.site.FollowUp;
import dev.bellhop.site.Hours;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.site.Wordings;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Sees to conversations in which nothing happens, as each site wants it and only while it is open:
/// calls the team when a customer has waited for too long, tells them that everybody is busy, and
/// closes what nobody goes on with. What is done is noted in the conversation's row in the same
/// commit, so that it is done once, however many gateways look.
public final class FollowUps {
    /// How many of a kind are seen to at a time.
    private static final int MOST = 200;

    private static final Ending SILENCE =
            new Ending(Optional.empty(), "Nobody wrote any more, so it was closed by itself");

    private final Pen pen;
    private final Conversations conversations;
    private final Visitors visitors;
    private final Sites sites;
    private final AutoReply autoReply;
    private final Unattended unattended;
    private final Closing closing;
    private final Predicate<Conversation> mayBeTold;

    /// Closes a conversation that still is as it should be.
    interface Closing {
        void close(long conversationId, Predicate<Conversation> still, String by, Ending ending);
    }

    /// @param mayBeTold whether something may be said in a conversation by itself now: on WhatsApp
    ///   only while the window is open
    FollowUps(
            Pen pen,
            Conversations conversations,
            Unattended unattended,
            Visitors visitors,
            Sites sites,
            AutoReply autoReply,
            Predicate<Conversation> mayBeTold,
            Closing closing) {
        this.pen = pen;
        this.conversations = conversations;
        this.unattended = unattended;
        this.mayBeTold = mayBeTold;
        this.visitors = visitors;
        this.sites = sites;
        this.autoReply = autoReply;
        this.closing = closing;
    }

    /// A site, and whose conversations go by it.
    private record Scope(Site site, Unattended.Scope rows) {}

    /// Looks at all sites.
    public void turn() {
        var now = pen.now();
        var channels = new HashSet<Long>();
        for (var site : sites.all()) {
            // A number's conversations go by the first site that it relays.
            boolean first =
                    site.channelId().isPresent() && channels.add(site.channelId().getAsLong());
            var own = first ? site.channelId() : OptionalLong.empty();
            var scope = new Scope(site, new Unattended.Scope(site.id(), own));
            if (!site.followUp().isNone() && isOpen(site, now)) {
                callForLate(scope, now);
                sayBusy(scope, now);
                announceEnd(scope, now);
                close(scope, now);
            }
        }
    }

    private static boolean isOpen(Site site, Instant now) {
        return site.hours().map(hours -> hours.isOpenAt(now)).orElse(true);
    }

    /// The latest moment such that it has been open for so long since.
    private static Optional<Instant> openedFor(Site site, int minutes, Instant now) {
        var wanted = Duration.ofMinutes(minutes);
        return site.hours().isEmpty()
                ? Optional.of(now.minus(wanted))
                : site.hours().flatMap((Hours hours) -> hours.openedFor(wanted, now));
    }

    private static Optional<Instant> openedFor(Site site, OptionalInt minutes, Instant now) {
        return minutes.isEmpty() ? Optional.empty() : openedFor(site, minutes.getAsInt(), now);
    }

    private void callForLate(Scope scope, Instant now) {
        var followUp = scope.site().followUp();
        var first = openedFor(scope.site(), followUp.firstAnswerMinutes(), now);
        var next = openedFor(scope.site(), followUp.nextAnswerMinutes(), now);
        for (var late : unattended.late(scope.rows(), first, next, MOST)) {
            var limit =
                    late.answered() ? followUp.nextAnswerMinutes() : followUp.firstAnswerMinutes();
            pen.sort(
                    late.id(),
                    conversation -> waits(conversation) && conversation.overdueAt().isEmpty(),
                    (tx, conversation, after) -> {
                        conversations.isOverdue(tx, conversation.id(), now);
                        pen.aside(
                                tx,
                                conversation,
                                Aside.Kind.OVERDUE,
                                Actor.SYSTEM,
                                "Waits for longer than " + words(limit.orElse(0)),
                                after);
                    });
        }
    }

    private static String words(int minutes) {
        return minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
    }

    private static boolean waits(Conversation conversation) {
        return conversation.open()
                && conversation.waitingSince().isPresent()
                && conversation.snoozedUntil().isEmpty();
    }

    private void sayBusy(Scope scope, Instant now) {
        var busy = scope.site().followUp().busy();
        var since = busy.flatMap(it -> openedFor(scope.site(), it.afterMinutes(), now));
        if (since.isEmpty()) {
            return;
        }
        // On WhatsApp a business may answer for a day.
        var window = now.minus(Window.LASTS);
        for (long id : unattended.toldNothing(scope.rows(), since.get(), window, MOST)) {
            boolean _ = pen.store((tx, after) -> sayBusy(tx, id, scope.site(), busy.get(), after));
        }
    }

    private boolean sayBusy(Tx tx, long id, Site site, FollowUp.Busy busy, Afterwards after) {
        var conversation = conversations.lock(tx, id).filter(FollowUps::waits);
        if (conversation.isEmpty() || !conversations.isBusy(tx, id, pen.now())) {
            return false;
        }
        say(tx, conversation.get(), site, busy.words(), after);
        return true;
    }

    private boolean say(
            Tx tx, Conversation conversation, Site site, Wordings words, Afterwards after) {
        var text =
                visitors.find(tx, conversation.visitorId())
                        .filter(visitor -> !visitor.blocked())
                        .flatMap(visitor -> SelfSaid.to(visitor, site, words));
        text.ifPresent(it -> autoReply.give(tx, conversation, it, Optional.of(site.name()), after));
        return text.isPresent();
    }

    /// From here on it is closed at a moment, unless somebody writes.
    private void announceEnd(Scope scope, Instant now) {
        var end = scope.site().followUp().closing();
        if (end.isEmpty()) {
            return;
        }
        var warn = Duration.ofHours(end.get().warnHours());
        var silentSince = now.minus(Duration.ofHours(end.get().afterHours())).plus(warn);
        for (long id : unattended.silent(scope.rows(), silentSince, MOST)) {
            boolean _ =
                    pen.store((tx, after) ->
                            announceEnd(tx, id, scope.site(), end.get(), silentSince, after));
        }
    }

    private boolean announceEnd(
            Tx tx,
            long id,
            Site site,
            FollowUp.Closing end,
            Instant silentSince,
            Afterwards after) {
        var locked =
                conversations
                        .lock(tx, id)
                        .filter(it ->
                                isLeft(it)
                                        && it.closesAt().isEmpty()
                                        && !it.lastAt().isAfter(silentSince));
        if (locked.isEmpty()) {
            return false;
        }
        var closesAt = pen.now().plus(Duration.ofHours(end.warnHours()));
        conversations.closesAt(tx, id, closesAt);
        if (end.warning().isPresent() && mayBeTold.test(locked.get())) {
            boolean _ = say(tx, locked.get(), site, end.warning().get(), after);
        }
        return true;
    }

    private static boolean isLeft(Conversation conversation) {
        return conversation.open()
                && conversation.waitingSince().isEmpty()
                && conversation.snoozedUntil().isEmpty()
                && conversation.lastAuthor() == Author.AGENT;
    }

    private void close(Scope scope, Instant now) {
        for (long id : unattended.toClose(scope.rows(), now, MOST)) {
            closing.close(
                    id,
                    it -> isLeft(it) && it.closesAt().filter(at -> !at.isAfter(now)).isPresent(),
                    scope.site().name(),
                    SILENCE);
        }
    }
}
