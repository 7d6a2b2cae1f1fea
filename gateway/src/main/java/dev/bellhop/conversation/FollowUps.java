package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Tx;
import dev.bellhop.site.FollowUp;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.site.Wordings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Sees to conversations in which nothing happens, as each site wants it and only while it is open:
/// calls the team when a customer has waited for too long, tells them that everybody is busy, and
/// closes what nobody goes on with. What is done is noted in the conversation's row in the same
/// commit, so that it is done once, however many gateways look.
public final class FollowUps {
    private static final Logger LOG = Logger.getLogger(FollowUps.class.getName());

    /// How many of a kind are seen to at a time.
    private static final int MOST = 200;

    private static final Ending SILENCE =
            new Ending(Optional.empty(), "Nobody wrote any more, so it was closed by itself");

    private final Pen pen;
    private final Conversations conversations;
    private final Unattended unattended;
    private final Visitors visitors;
    private final Receipts receipts;
    private final Sites sites;
    private final AutoReply autoReply;
    private final Closing closing;

    /// Closes a conversation that still is as it should be.
    interface Closing {
        void close(long conversationId, Predicate<Conversation> still, String by, Ending ending);
    }

    FollowUps(
            Pen pen,
            Conversations conversations,
            Unattended unattended,
            Visitors visitors,
            Receipts receipts,
            Sites sites,
            AutoReply autoReply,
            Closing closing) {
        this.pen = pen;
        this.conversations = conversations;
        this.unattended = unattended;
        this.visitors = visitors;
        this.receipts = receipts;
        this.sites = sites;
        this.autoReply = autoReply;
        this.closing = closing;
    }

    /// A site, and whose conversations go by it.
    private record Scope(Site site, Unattended.Scope rows) {
        FollowUp followUp() {
            return site.followUp();
        }

        boolean isOpen(Instant now) {
            return site.hours().map(hours -> hours.isOpenAt(now)).orElse(true);
        }

        /// The latest moment such that it has been open for so long since.
        Optional<Instant> openedFor(OptionalInt minutes, Instant now) {
            if (minutes.isEmpty()) {
                return Optional.empty();
            }
            var wanted = Duration.ofMinutes(minutes.getAsInt());
            return site.hours().isEmpty()
                    ? Optional.of(now.minus(wanted))
                    : site.hours().get().openedFor(wanted, now);
        }
    }

    private List<Scope> scopes() {
        var channels = new HashSet<Long>();
        var scopes = new ArrayList<Scope>();
        for (var site : sites.all()) {
            // A number's conversations go by the first site that it relays.
            boolean first =
                    site.channelId().isPresent() && channels.add(site.channelId().getAsLong());
            var own = first ? site.channelId() : OptionalLong.empty();
            scopes.add(new Scope(site, new Unattended.Scope(site.id(), own)));
        }
        return scopes;
    }

    /// Looks for customers who wait, at all sites that are open.
    public void turn() {
        var now = pen.now();
        for (var scope : scopes()) {
            if (!scope.followUp().isNone() && scope.isOpen(now)) {
                callForLate(scope, now);
                sayBusy(scope, now);
            }
        }
    }

    /// Looks for conversations that nobody goes on with. At a site that closes none any more what
    /// was to be closed stays open.
    public void close() {
        var now = pen.now();
        for (var scope : scopes()) {
            var end = scope.followUp().closing();
            if (end.isEmpty()) {
                boolean _ =
                        pen.store((tx, _) ->
                                conversations.stayOpen(
                                        tx, scope.rows().siteId(), scope.rows().channel()));
            } else if (scope.isOpen(now)) {
                announceEnd(scope, end.get(), now);
                close(scope, now);
            }
        }
    }

    /// One that cannot be seen to must not keep the others waiting.
    private static void each(List<Long> ids, LongConsumer deed) {
        for (long id : ids) {
            try {
                deed.accept(id);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, e, () -> "conversation " + id + " is followed up later");
            }
        }
    }

    private void callForLate(Scope scope, Instant now) {
        var first = scope.openedFor(scope.followUp().firstAnswerMinutes(), now);
        var next = scope.openedFor(scope.followUp().nextAnswerMinutes(), now);
        var late = unattended.late(scope.rows(), first, next, MOST);
        call(late, false, scope.followUp().firstAnswerMinutes(), first, now);
        call(late, true, scope.followUp().nextAnswerMinutes(), next, now);
    }

    private void call(
            List<Unattended.Late> late,
            boolean answered,
            OptionalInt minutes,
            Optional<Instant> since,
            Instant now) {
        var ids =
                late.stream()
                        .filter(it -> it.answered() == answered)
                        .map(Unattended.Late::id)
                        .toList();
        each(
                ids,
                id ->
                        pen.sort(
                                id,
                                it ->
                                        waitsSince(it, since.orElseThrow())
                                                && it.overdueAt().isEmpty(),
                                (tx, conversation, after) -> {
                                    conversations.markOverdue(tx, id, now);
                                    pen.aside(
                                            tx,
                                            conversation,
                                            Aside.Kind.OVERDUE,
                                            Actor.SYSTEM,
                                            "Waits for longer than " + words(minutes.orElseThrow()),
                                            after);
                                }));
    }

    private static String words(int minutes) {
        return minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
    }

    private static boolean waitsSince(Conversation conversation, Instant since) {
        return conversation.open()
                && conversation.waitingSince().filter(it -> !it.isAfter(since)).isPresent()
                && conversation.snoozedUntil().isEmpty();
    }

    private void sayBusy(Scope scope, Instant now) {
        var busy = scope.followUp().busy();
        if (busy.isEmpty()) {
            return;
        }
        // On WhatsApp a business may answer for a day.
        var window = now.minus(Window.LASTS);
        scope.openedFor(OptionalInt.of(busy.get().afterMinutes()), now)
                .ifPresent(since ->
                        each(
                                unattended.toldNothing(scope.rows(), since, window, MOST),
                                id -> {
                                    boolean _ =
                                            pen.store((tx, after) ->
                                                    sayBusy(
                                                            tx,
                                                            id,
                                                            since,
                                                            scope,
                                                            busy.get(),
                                                            after));
                                }));
    }

    private boolean sayBusy(
            Tx tx, long id, Instant since, Scope scope, FollowUp.Busy busy, Afterwards after) {
        var conversation = conversations.lock(tx, id).filter(it -> waitsSince(it, since));
        if (conversation.isEmpty() || !conversations.markBusy(tx, id, pen.now())) {
            return false;
        }
        say(tx, conversation.get(), scope.site(), busy.words(), after);
        return true;
    }

    /// Says something in the widget, and on WhatsApp to whom the window is open for.
    private void say(
            Tx tx, Conversation conversation, Site site, Wordings words, Afterwards after) {
        if (conversation.kind() == Kind.WHATSAPP && !isOpen(tx, conversation.visitorId())) {
            return;
        }
        visitors.find(tx, conversation.visitorId())
                .filter(visitor -> !visitor.blocked())
                .flatMap(visitor -> SelfSaid.to(visitor, site, words))
                .ifPresent(text ->
                        autoReply.give(
                                tx,
                                conversation,
                                text,
                                Optional.of(site.name()),
                                person -> isOpen(tx, person),
                                after));
    }

    private boolean isOpen(Tx tx, long personId) {
        return new Window(receipts.newestBy(tx, personId).map(Receipts.Receipt::at))
                .isOpen(pen.now());
    }

    /// From here on it is closed at a moment, unless somebody writes.
    private void announceEnd(Scope scope, FollowUp.Closing end, Instant now) {
        var warn = Duration.ofHours(end.warnHours());
        var silentSince = now.minus(Duration.ofHours(end.afterHours())).plus(warn);
        each(
                unattended.silent(scope.rows(), silentSince, MOST),
                id -> {
                    boolean _ =
                            pen.store((tx, after) ->
                                    announceEnd(tx, id, scope.site(), end, silentSince, after));
                });
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
        conversations.closeAt(tx, id, pen.now().plus(Duration.ofHours(end.warnHours())));
        end.warning().ifPresent(words -> say(tx, locked.get(), site, words, after));
        return true;
    }

    private static boolean isLeft(Conversation conversation) {
        return conversation.open()
                && conversation.waitingSince().isEmpty()
                && conversation.snoozedUntil().isEmpty()
                && conversation.lastAuthor() == Author.AGENT;
    }

    private void close(Scope scope, Instant now) {
        each(
                unattended.toClose(scope.rows(), now, MOST),
                id ->
                        closing.close(
                                id,
                                it ->
                                        isLeft(it)
                                                && it.closesAt()
                                                        .filter(at -> !at.isAfter(now))
                                                        .isPresent(),
                                scope.site().name(),
                                SILENCE));
    }
}
