package dev.bellhop.conversation;

import dev.bellhop.conversation.Conversations.Counts;
import dev.bellhop.conversation.Conversations.Tally;
import dev.bellhop.conversation.Conversations.View;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads many conversations at once: pages, views, and how many there are.
final class ConversationLists {
    private final Database database;

    ConversationLists(Database database) {
        this.database = database;
    }

    /// A visitor's other conversations, newest first.
    List<Conversation> othersOf(long visitorId, long exceptId, int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + ConversationRow.COLUMNS
                                + " FROM conversation WHERE visitor_id = ? AND id <> ?"
                                + " ORDER BY id DESC LIMIT ?",
                        ConversationRow::read,
                        visitorId,
                        exceptId,
                        count));
    }

    /// A page of a view, the one waiting longest first, then by the newest message.
    ///
    /// @param agentId whose `MINE` is meant
    List<Conversation> list(View view, long agentId, int count) {
        var order =
                view == View.CLOSED
                        ? " ORDER BY last_at DESC LIMIT ?"
                        : " ORDER BY waiting_since IS NULL, waiting_since, last_at DESC LIMIT ?";
        var select =
                "SELECT "
                        + ConversationRow.COLUMNS
                        + " FROM conversation WHERE "
                        + condition(view)
                        + order;
        return database.read(tx ->
                view == View.MINE
                        ? tx.query(select, ConversationRow::read, agentId, count)
                        : tx.query(select, ConversationRow::read, count));
    }

    private static String condition(View view) {
        return switch (view) {
            case MINE -> "status = 'open' AND assignee_id = ?";
            case UNASSIGNED -> "status = 'open' AND assignee_id IS NULL";
            case OPEN -> "status = 'open'";
            case CLOSED -> "status = 'closed'";
        };
    }

    Counts counts(long agentId) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT COALESCE(SUM(assignee_id = ?), 0) AS mine,
                                       COALESCE(SUM(assignee_id IS NULL), 0) AS unassigned,
                                       COUNT(*) AS open,
                                       COALESCE(SUM(waiting_since IS NOT NULL), 0) AS waiting,
                                       (SELECT COUNT(*) FROM conversation WHERE status = 'closed') AS closed
                                FROM conversation
                                WHERE status = 'open'
                                """,
                                row ->
                                        new Counts(
                                                row.number("mine"),
                                                row.number("unassigned"),
                                                row.number("open"),
                                                row.number("closed"),
                                                row.number("waiting")),
                                agentId))
                .orElseThrow();
    }

    Tally tally() {
        record Part(OptionalLong assigneeId, long open, long waiting) {}
        var parts =
                database.read(tx ->
                        tx.query(
                                """
                                SELECT assignee_id, COUNT(*) AS open,
                                       COUNT(waiting_since) AS waiting
                                FROM conversation
                                WHERE status = 'open'
                                GROUP BY assignee_id
                                """,
                                row ->
                                        new Part(
                                                row.numberMaybe("assignee_id"),
                                                row.number("open"),
                                                row.number("waiting"))));
        var byAssignee = new HashMap<Long, Long>();
        long unassigned = 0;
        long open = 0;
        long waiting = 0;
        for (var part : parts) {
            if (part.assigneeId().isPresent()) {
                byAssignee.put(part.assigneeId().getAsLong(), part.open());
            } else {
                unassigned = part.open();
            }
            open += part.open();
            waiting += part.waiting();
        }
        return new Tally(byAssignee, unassigned, open, waiting);
    }

    /// Those of these ids that there are, in no certain order.
    List<Conversation> findAll(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + ConversationRow.COLUMNS
                                + " FROM conversation WHERE id IN ("
                                + Tx.marks(ids.size())
                                + ")",
                        ConversationRow::read,
                        ids.toArray()));
    }

    /// A page of all conversations, newest first.
    ///
    /// @param open only open ones, or only closed ones
    /// @param beforeId only those older than this one
    List<Conversation> page(Optional<Boolean> open, OptionalLong beforeId, int count) {
        var status = open.map(is -> is ? " AND status = 'open'" : " AND status = 'closed'");
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + ConversationRow.COLUMNS
                                + " FROM conversation WHERE id < ?"
                                + status.orElse("")
                                + " ORDER BY id DESC LIMIT ?",
                        ConversationRow::read,
                        beforeId.orElse(Long.MAX_VALUE),
                        count));
    }

    List<Conversation> openOfChannel(Tx tx, long channelId, OptionalLong siteId, int count) {
        @Nullable Long site = siteId.isPresent() ? (Long) siteId.getAsLong() : null;
        return tx.query(
                "SELECT "
                        + ConversationRow.COLUMNS
                        + " FROM conversation WHERE channel_id = ? AND kind = 'web' AND status ="
                        + " 'open' AND (? IS NULL OR site_id = ?) ORDER BY last_at DESC LIMIT ?",
                ConversationRow::read,
                channelId,
                site,
                site,
                count);
    }
}
