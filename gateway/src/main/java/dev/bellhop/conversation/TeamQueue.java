package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads what waits in a team, for an agent or because of one, and how much an agent has to see to.
final class TeamQueue {
    private static final int WAITING_MAX = 500;
    private static final int PASSED_OVER_MAX = 10;

    private final Database database;

    TeamQueue(Database database) {
        this.database = database;
    }

    /// Of what waits in a team for an agent, the most urgent that has waited longest, locked. What
    /// somebody else has in hand just now is passed over.
    Optional<Conversation> lockNextOf(Tx tx, long teamId) {
        // Looked for without a lock, or all that waits would be held until the end.
        var first =
                tx.query(
                        """
                        SELECT id FROM conversation
                        WHERE team_id = ? AND status = 'open' AND assignee_id IS NULL
                          AND waiting_since IS NOT NULL AND snoozed_until IS NULL
                          AND NOT EXISTS (SELECT 1 FROM visitor
                                          WHERE visitor.id = visitor_id AND blocked_at IS NOT NULL)
                        ORDER BY priority DESC, waiting_since, id LIMIT ?
                        """,
                        row -> row.number("id"),
                        teamId,
                        PASSED_OVER_MAX);
        return first.stream().flatMap(id -> lockWaitingIn(tx, teamId, id).stream()).findFirst();
    }

    private static Optional<Conversation> lockWaitingIn(Tx tx, long teamId, long id) {
        return tx.one(
                ConversationRow.SELECT
                        + """
                        WHERE id = ? AND team_id = ? AND status = 'open' AND assignee_id IS NULL
                          AND waiting_since IS NOT NULL AND snoozed_until IS NULL
                        FOR UPDATE SKIP LOCKED
                        """,
                ConversationRow::read,
                id,
                teamId);
    }

    /// What waits in a team for an agent who has not been there since a moment, longest first. Who
    /// answers on a phone of their own need not have the panel open.
    List<Long> waitingForWhoIsGone(long teamId, Instant since) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id FROM conversation
                        WHERE team_id = ? AND status = 'open' AND assignee_id IS NOT NULL
                          AND waiting_since IS NOT NULL AND snoozed_until IS NULL
                          AND NOT EXISTS (SELECT 1 FROM agent_presence
                                          WHERE agent_id = assignee_id AND until_at > ?)
                          AND NOT EXISTS (SELECT 1 FROM inbox_phone
                                          WHERE inbox_phone.agent_id = assignee_id)
                        ORDER BY waiting_since, id LIMIT ?
                        """,
                        row -> row.number("id"),
                        teamId,
                        since,
                        WAITING_MAX));
    }

    /// How many open conversations an agent has to see to.
    int load(Tx tx, long agentId) {
        return tx.one(
                        """
                        SELECT COUNT(*) AS n FROM conversation
                        WHERE status = 'open' AND assignee_id = ? AND snoozed_until IS NULL
                        """,
                        row -> row.integer("n"),
                        agentId)
                .orElseThrow();
    }
}
