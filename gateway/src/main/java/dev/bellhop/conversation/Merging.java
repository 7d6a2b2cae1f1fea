package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Makes one person of two, where somebody knows that they are one: a visitor of the website who
/// has also written on WhatsApp, or who has come with two browsers. All conversations are that
/// person's then, and whatever either wrote by still leads to them. It is not undone.
public final class Merging {
    /// Of so many of a person's conversations open pages show at once whose they are.
    private static final int SHOWN_MAX = 100;

    private final Pen pen;
    private final Identities identities = new Identities();
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Handovers handovers;
    private final Receipts receipts;
    private final Audit audit;

    Merging(
            Pen pen,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Handovers handovers,
            Receipts receipts,
            Audit audit) {
        this.pen = pen;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.handovers = handovers;
        this.receipts = receipts;
        this.audit = audit;
    }

    /// Who is to be merged, as far as that matters.
    ///
    /// @param vouchedFor whether their website says who they are
    record Side(Visitor visitor, boolean vouchedFor) {
        private boolean isOnWhatsApp() {
            return visitor.waId().isPresent() || visitor.userId().isPresent();
        }
    }

    /// Why two people cannot be one; empty when they can.
    static Optional<String> problem(Side one, Side other) {
        if (one.visitor().id() == other.visitor().id()) {
            return Optional.of("They are one person already.");
        }
        if (one.visitor().siteId().isPresent()
                && other.visitor().siteId().isPresent()
                && !one.visitor().siteId().equals(other.visitor().siteId())) {
            return Optional.of("They come from two websites, which tell them apart.");
        }
        if (one.isOnWhatsApp() && other.isOnWhatsApp()) {
            return Optional.of("Both write on WhatsApp, each by a number of their own.");
        }
        if (one.vouchedFor() && other.vouchedFor()) {
            return Optional.of("Your website says that they are two customers.");
        }
        return Optional.empty();
    }

    /// Whose row stays: the website's visitor, who may be connected by it just now; of two such,
    /// the elder.
    static Visitor staying(Visitor one, Visitor other) {
        if (one.siteId().isPresent() != other.siteId().isPresent()) {
            return one.siteId().isPresent() ? one : other;
        }
        return one.id() < other.id() ? one : other;
    }

    /// Makes one person of those who write in two conversations.
    ///
    /// @throws Refusal `not_found`; `conflict` when they cannot be one, with why
    public void merge(long conversationId, long otherId, Actor by) {
        boolean _ =
                pen.store((tx, after) -> {
                    merge(tx, conversationId, otherId, by, after);
                    return true;
                });
    }

    private void merge(Tx tx, long conversationId, long otherId, Actor by, Afterwards after) {
        var here = find(tx, conversationId);
        var there = find(tx, otherId);
        var rows = visitors.lockAll(tx, List.of(here.visitorId(), there.visitorId()));
        LongStream.of(conversationId, otherId).sorted().forEach(id -> conversations.hold(tx, id));
        var one = row(tx, rows, here);
        var other = row(tx, rows, there);
        problem(side(tx, one), side(tx, other))
                .or(() -> bothOpen(tx, one, other))
                .ifPresent(problem -> {
                    throw Refusal.of(Code.CONFLICT, problem);
                });
        var stays = staying(one, other);
        var goes = stays.id() == one.id() ? other : one;
        // The chat that goes on may be the other one's: whoever is connected is to see it.
        boolean changes =
                conversations.openOf(tx, stays.id(), Kind.WEB).isEmpty()
                        && conversations.openOf(tx, goes.id(), Kind.WEB).isPresent();
        identities.join(tx, goes.id(), stays.id());
        identities.inherit(tx, goes, stays.id());
        visitors.inheritTokens(tx, goes.id(), stays.id(), pen.now());
        handovers.move(tx, goes.id(), stays.id());
        receipts.move(tx, goes.id(), stays.id());
        var moved = conversations.move(tx, goes.id(), stays.id());
        moved.forEach(id -> messages.movedTo(tx, id, stays.id()));
        audit.append(
                tx,
                by,
                "visitor.merged",
                "visitor " + stays.id(),
                Json.text(Json.object().put("with", goes.id()).put("conversations", moved.size())));
        var line = by.name() + " merged " + stays.shownName() + " and " + goes.shownName();
        for (var conversation : List.of(here, there)) {
            conversations
                    .lock(tx, conversation.id())
                    .ifPresent(it -> pen.aside(tx, it, Aside.Kind.MERGED, by, line, after));
        }
        moved.forEach(id -> after.told(goes.id(), new Happening.Moved(id)));
        if (changes) {
            after.told(stays.id(), new Happening.Moved(conversationId));
        }
        conversations
                .newestIdsOf(tx, stays.id(), SHOWN_MAX)
                .forEach(id -> after.told(stays.id(), new Happening.Changed(id)));
    }

    private Conversation find(Tx tx, long id) {
        return conversations.find(tx, id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    /// Whose a conversation is, if it still is.
    private Visitor row(Tx tx, List<Visitor> rows, Conversation before) {
        long visitorId = find(tx, before.id()).visitorId();
        return rows.stream()
                .filter(it -> it.id() == visitorId && !it.over())
                .findFirst()
                .orElseThrow(() ->
                        Refusal.of(Code.CONFLICT, "It has become somebody else's. Look again."));
    }

    private static Side side(Tx tx, Visitor visitor) {
        return new Side(visitor, KnownVisitors.isKnown(tx, visitor.id()));
    }

    /// A widget shows one conversation: of two that go on, one would never be seen again.
    private Optional<String> bothOpen(Tx tx, Visitor one, Visitor other) {
        return Stream.of(one, other)
                        .allMatch(it -> conversations.openOf(tx, it.id(), Kind.WEB).isPresent())
                ? Optional.of("Both have a chat on the website that goes on. Close one first.")
                : Optional.empty();
    }
}
