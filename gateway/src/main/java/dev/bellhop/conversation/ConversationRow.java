package dev.bellhop.conversation;

import dev.bellhop.db.Row;

/// How a row of `conversation` becomes a [Conversation].
final class ConversationRow {
    /// What [#read] needs of a row.
    private static final String COLUMNS =
            """
            id, code, kind, site_id, channel_id, visitor_id, status, assignee_id, team_id, last_seq,
            last_at, last_author, last_text, waiting_since, unread, visitor_got, visitor_seen, agent_seen, opened_at,
            snoozed_until, away_until, overdue_at, closes_at, outcome, outcome_note, priority, unkept
            """;

    /// Rows that [#read] reads; what stands behind it says which.
    static final String SELECT = "SELECT " + COLUMNS + " FROM conversation ";

    private ConversationRow() {}

    static Conversation read(Row row) {
        return new Conversation(
                row.number("id"),
                row.text("code"),
                Kind.read(row.text("kind")),
                row.numberMaybe("site_id"),
                row.numberMaybe("channel_id"),
                row.number("visitor_id"),
                row.text("status").equals("open"),
                row.numberMaybe("assignee_id"),
                row.numberMaybe("team_id"),
                row.integer("last_seq"),
                row.instant("last_at"),
                Author.read(row.text("last_author")),
                row.text("last_text"),
                row.instantMaybe("waiting_since"),
                row.integer("unread"),
                row.integer("visitor_got"),
                row.integer("visitor_seen"),
                row.integer("agent_seen"),
                row.instant("opened_at"),
                row.instantMaybe("snoozed_until"),
                row.instantMaybe("away_until"),
                row.instantMaybe("overdue_at"),
                row.instantMaybe("closes_at"),
                new Ending(
                        row.textMaybe("outcome").flatMap(Outcome::named),
                        row.textMaybe("outcome_note").orElse("")),
                Priority.ofRank(row.integer("priority")),
                row.flag("unkept"));
    }
}
