package dev.bellhop.conversation;

import dev.bellhop.conversation.Conversations.Listing;
import dev.bellhop.conversation.Conversations.Tally;
import dev.bellhop.conversation.Conversations.View;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Reads many conversations at once: pages, views, and how many there are.
final class ConversationLists {
    private static final String IN_SIGHT = "status = 'open' AND snoozed_until IS NULL";

    /// Conversations that are read in one order.
    ///
    /// @param such which they are
    /// @param behind what holds for those behind a mark
    /// @param marks what the question marks of that stand for
    private record Slice(
            String such, String order, String behind, Function<ListMark, List<Object>> marks) {}

    private static final Slice WAITING =
            new Slice(
                    IN_SIGHT + " AND waiting_since IS NOT NULL",
                    "waiting_since, last_at, id",
                    """
                    waiting_since >= ?
                    AND (waiting_since > ? OR last_at > ? OR (last_at = ? AND id > ?))
                    """,
                    it -> List.of(it.at(), it.at(), it.lastAt(), it.lastAt(), it.id()));

    private static final Slice ANSWERED = newestFirst(IN_SIGHT + " AND waiting_since IS NULL");

    private static final Slice SNOOZED =
            new Slice(
                    "status = 'open' AND snoozed_until IS NOT NULL",
                    "snoozed_until, id",
                    "snoozed_until >= ? AND (snoozed_until > ? OR id > ?)",
                    it -> List.of(it.at(), it.at(), it.id()));

    private static final Slice CLOSED = newestFirst("status = 'closed' AND cleared_at IS NULL");

    private static Slice newestFirst(String such) {
        return new Slice(
                such,
                "last_at DESC, id DESC",
                "last_at <= ? AND (last_at < ? OR id < ?)",
                it -> List.of(it.at(), it.at(), it.id()));
    }

    private final Database database;

    ConversationLists(Database database) {
        this.database = database;
    }

    /// A visitor's other conversations, newest first.
    List<Conversation> othersOf(long visitorId, long exceptId, int count) {
        return database.read(tx ->
                tx.query(
                        ConversationRow.SELECT
                                + "WHERE visitor_id = ? AND id <> ?"
                                + " AND cleared_at IS NULL ORDER BY id DESC LIMIT ?",
                        ConversationRow::read,
                        visitorId,
                        exceptId,
                        count));
    }

    /// A part of a list: who has waited longest first, then by the newest message.
    ///
    /// Of what is open those who wait and those who do not are read apart, each in the order of its
    /// key, so that the database sorts nothing however many there are.
    ///
    /// @param after where it begins; left out, at the top
    List<Conversation> list(Listing listing, Optional<ListMark> after, int count) {
        return database.read(tx ->
                switch (listing.view()) {
                    case MINE, UNASSIGNED, OPEN -> {
                        var all = new ArrayList<Conversation>();
                        if (after.isEmpty() || after.get().waiting()) {
                            all.addAll(read(tx, listing, WAITING, after, count));
                        }
                        if (all.size() < count) {
                            var behind = after.filter(mark -> !mark.waiting());
                            all.addAll(read(tx, listing, ANSWERED, behind, count - all.size()));
                        }
                        yield all;
                    }
                    case WAITING -> read(tx, listing, WAITING, after, count);
                    case SNOOZED -> read(tx, listing, SNOOZED, after, count);
                    case CLOSED -> read(tx, listing, CLOSED, after, count);
                });
    }

    /// How many a list holds, as far as that goes; nobody counts those that are closed.
    int count(Listing listing, int atMost) {
        var such =
                switch (listing.view()) {
                    case MINE, UNASSIGNED, OPEN -> IN_SIGHT;
                    case WAITING -> WAITING.such();
                    case SNOOZED -> SNOOZED.such();
                    case CLOSED -> "FALSE";
                };
        var where = new StringBuilder(such);
        var parameters = filter(where, listing);
        parameters.add(atMost);
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS found FROM (SELECT 1 FROM conversation WHERE "
                                        + where
                                        + " LIMIT ?) AS some",
                                row -> row.integer("found"),
                                parameters.toArray()))
                .orElseThrow();
    }

    private static List<Conversation> read(
            Tx tx, Listing listing, Slice part, Optional<ListMark> after, int count) {
        var where = new StringBuilder(part.such());
        var parameters = filter(where, listing);
        after.ifPresent(mark -> {
            where.append(" AND ").append(part.behind());
            parameters.addAll(part.marks().apply(mark));
        });
        parameters.add(count);
        return tx.query(
                ConversationRow.SELECT
                        + "WHERE "
                        + where
                        + " ORDER BY "
                        + part.order()
                        + " LIMIT ?",
                ConversationRow::read,
                parameters.toArray());
    }

    /// Adds what a list leaves out of its view.
    ///
    /// @return what the marks stand for
    private static List<@Nullable Object> filter(StringBuilder where, Listing listing) {
        var parameters = new ArrayList<@Nullable Object>();
        if (listing.view() == View.MINE) {
            where.append(" AND assignee_id = ?");
            parameters.add(listing.agentId());
        } else if (listing.view() == View.UNASSIGNED) {
            where.append(" AND assignee_id IS NULL");
        }
        listing.kind()
                .ifPresent(kind -> {
                    where.append(" AND kind = ?");
                    parameters.add(kind.wireName());
                });
        listing.siteId()
                .ifPresent(siteId -> {
                    where.append(" AND site_id = ?");
                    parameters.add(siteId);
                });
        listing.labelId()
                .ifPresent(labelId -> {
                    where.append(
                            " AND id IN (SELECT conversation_id FROM conversation_label WHERE"
                                    + " label_id = ?)");
                    parameters.add(labelId);
                });
        listing.teamId()
                .ifPresent(teamId -> {
                    where.append(" AND team_id = ?");
                    parameters.add(teamId);
                });
        return parameters;
    }

    /// Some of those that were to be out of sight until now, longest ago first.
    List<Long> dueToWake(Instant now) {
        return database.read(tx ->
                tx.query(
                        "SELECT id FROM conversation WHERE status = 'open' AND snoozed_until <= ?"
                                + " ORDER BY snoozed_until LIMIT 100",
                        row -> row.number("id"),
                        now));
    }

    /// The key is named because the database may read all that is closed instead, to group it.
    Tally tally() {
        record Part(OptionalLong assigneeId, long open, long waiting) {}
        var parts =
                database.read(tx ->
                        tx.query(
                                """
                                SELECT assignee_id, COUNT(*) AS open,
                                       COUNT(waiting_since) AS waiting
                                FROM conversation FORCE INDEX (conversation_list_of)
                                WHERE status = 'open' AND snoozed_until IS NULL
                                GROUP BY assignee_id
                                """,
                                row ->
                                        new Part(
                                                row.numberMaybe("assignee_id"),
                                                row.number("open"),
                                                row.number("waiting"))));
        var byAssignee = new HashMap<Long, Long>();
        var waitingOf = new HashMap<Long, Long>();
        long waitingForAnybody = 0;
        long unassigned = 0;
        long open = 0;
        long waiting = 0;
        for (var part : parts) {
            if (part.assigneeId().isPresent()) {
                byAssignee.put(part.assigneeId().getAsLong(), part.open());
                waitingOf.put(part.assigneeId().getAsLong(), part.waiting());
            } else {
                unassigned = part.open();
                waitingForAnybody = part.waiting();
            }
            open += part.open();
            waiting += part.waiting();
        }
        return new Tally(
                byAssignee, waitingOf, waitingForAnybody, unassigned, open, waiting, snoozed());
    }

    private long snoozed() {
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS snoozed FROM conversation WHERE status = 'open'"
                                        + " AND snoozed_until IS NOT NULL",
                                row -> row.number("snoozed")))
                .orElseThrow();
    }

    /// Those of these ids that there are, in no certain order.
    List<Conversation> findAll(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.read(tx ->
                tx.query(
                        ConversationRow.SELECT
                                + "WHERE id IN ("
                                + Tx.marks(ids.size())
                                + ") AND cleared_at IS NULL",
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
                        ConversationRow.SELECT
                                + "WHERE id < ? AND cleared_at IS NULL"
                                + status.orElse("")
                                + " ORDER BY id DESC LIMIT ?",
                        ConversationRow::read,
                        beforeId.orElse(Long.MAX_VALUE),
                        count));
    }

    List<Conversation> openOfChannel(Tx tx, long channelId, OptionalLong siteId, int count) {
        return tx.query(
                ConversationRow.SELECT
                        + """
                        WHERE channel_id = ? AND kind = 'web' AND status = 'open'
                          AND (? IS NULL OR site_id = ?)
                        ORDER BY last_at DESC
                        LIMIT ?
                        """,
                ConversationRow::read,
                channelId,
                siteId,
                siteId,
                count);
    }
}
