package dev.bellhop.cli;

/// What a report's table shows of it by itself: what people look for first, in the width of a
/// terminal.
final class ReportColumns {
    private static final Columns MESSAGES =
            Columns.of(
                    "Day", "day",
                    "Visitors", "visitor_messages",
                    "Team", "team_messages",
                    "Failed", "failed_messages",
                    "Opened", "opened",
                    "Resolved", "resolved",
                    "Unanswered", "unanswered",
                    "First reply s", "first_response_average_s",
                    "Rating", "rating_average");
    private static final Columns AGENTS =
            Columns.of(
                    "Id", "agent_id",
                    "Agent", "agent",
                    "Handled", "handled",
                    "Messages", "messages",
                    "Resolved", "resolved",
                    "First reply s", "first_response_average_s",
                    "Rating", "rating_average",
                    "Online s", "online_s");
    private static final Columns OUTCOMES =
            Columns.of("Outcome", "outcome", "Conversations", "conversations", "Share", "share");
    private static final Columns NUMBERS =
            Columns.of(
                            "Day", "day",
                            "Number", "number",
                            "Quality", "quality",
                            "Category", "category",
                            "Type", "type",
                            "Charged", "billable_messages",
                            "Free", "free_messages")
                    .badly("quality", "RED");
    private static final Columns CONVERSATIONS =
            Columns.of(
                    "Code", "code",
                    "Channel", "channel",
                    "Assignee", "assignee",
                    "Status", "status",
                    "Opened", "opened_at",
                    "Visitor", "visitor_messages",
                    "Team", "team_messages",
                    "Outcome", "outcome",
                    "Rating", "rating");
    private static final Columns MESSAGE_LOG =
            Columns.of(
                            "Code", "code",
                            "No.", "seq",
                            "At", "at",
                            "Author", "author",
                            "Agent", "agent",
                            "Via", "via",
                            "Kind", "kind",
                            "Status", "status")
                    .badly("status", "failed");

    private ReportColumns() {}

    static Columns of(ReportCommand.Name report) {
        return switch (report) {
            case MESSAGES -> MESSAGES;
            case AGENTS -> AGENTS;
            case OUTCOMES -> OUTCOMES;
            case NUMBERS -> NUMBERS;
            case CONVERSATIONS -> CONVERSATIONS;
            case MESSAGE_LOG -> MESSAGE_LOG;
        };
    }
}
