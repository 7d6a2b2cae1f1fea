package dev.bellhop.report;

import static dev.bellhop.report.Table.seconds;

import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Database;
import dev.bellhop.report.Table.Column;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The reports that have a row for each conversation, or each message, and may be of any length:
/// rows are written as they are read, in the order of the conversations' numbers.
final class Lists {
    /// Conversations that are read at once.
    private static final int STRETCH = 20_000;

    /// @param id where a list goes on that was broken off
    record ConversationLine(
            long id,
            String code,
            Kind kind,
            long siteId,
            long teamId,
            long assigneeId,
            long answeredBy,
            String status,
            Instant openedAt,
            Optional<Instant> closedAt,
            long visitorMessages,
            long teamMessages,
            OptionalLong firstResponse,
            OptionalLong firstResponseBusiness,
            OptionalLong resolution,
            OptionalLong resolutionBusiness,
            Optional<String> outcome,
            OptionalLong rating) {}

    record MessageLine(
            long id,
            String code,
            long seq,
            Instant at,
            String author,
            long agentId,
            String via,
            String kind,
            String status,
            long characters) {}

    /// Names of what rows tell by number.
    record Names(Map<Long, String> sites, Map<Long, String> teams, Map<Long, String> agents) {
        Names {
            sites = Map.copyOf(sites);
            teams = Map.copyOf(teams);
            agents = Map.copyOf(agents);
        }
    }

    private final Database database;

    Lists(Database database) {
        this.database = database;
    }

    static Table<ConversationLine> conversations(Names names) {
        return new Table<>(
                List.of(
                        new Column<>("conversation_id", ConversationLine::id),
                        new Column<>("code", ConversationLine::code),
                        new Column<>("channel", it -> it.kind().wireName()),
                        new Column<>("site", it -> names.sites().getOrDefault(it.siteId(), "")),
                        new Column<>("team", it -> names.teams().getOrDefault(it.teamId(), "")),
                        new Column<>(
                                "assignee", it -> names.agents().getOrDefault(it.assigneeId(), "")),
                        new Column<>(
                                "answered_by",
                                it -> names.agents().getOrDefault(it.answeredBy(), "")),
                        new Column<>("status", ConversationLine::status),
                        new Column<>("opened_at", it -> it.openedAt().toString()),
                        new Column<>(
                                "closed_at",
                                it -> it.closedAt().map(Instant::toString).orElse(null)),
                        new Column<>("visitor_messages", ConversationLine::visitorMessages),
                        new Column<>("team_messages", ConversationLine::teamMessages),
                        new Column<>("first_response_s", it -> seconds(it.firstResponse())),
                        new Column<>(
                                "first_response_business_s",
                                it -> seconds(it.firstResponseBusiness())),
                        new Column<>("resolution_s", it -> seconds(it.resolution())),
                        new Column<>(
                                "resolution_business_s", it -> seconds(it.resolutionBusiness())),
                        new Column<>("outcome", it -> it.outcome().orElse(null)),
                        new Column<>(
                                "rating",
                                it ->
                                        it.rating().isPresent()
                                                ? (Long) it.rating().getAsLong()
                                                : null)));
    }

    static Table<MessageLine> messages(Names names) {
        return new Table<>(
                List.of(
                        new Column<>("conversation_id", MessageLine::id),
                        new Column<>("code", MessageLine::code),
                        new Column<>("seq", MessageLine::seq),
                        new Column<>("at", it -> it.at().toString()),
                        new Column<>("author", MessageLine::author),
                        new Column<>("agent", it -> names.agents().getOrDefault(it.agentId(), "")),
                        new Column<>("via", MessageLine::via),
                        new Column<>("kind", MessageLine::kind),
                        new Column<>("status", MessageLine::status),
                        new Column<>("characters", MessageLine::characters)));
    }

    /// Conversations that were opened in the period, above a number.
    void conversations(
            Period period, Selection selection, long after, Consumer<ConversationLine> taker) {
        stretches(period, after, stretch -> conversations(period, selection, stretch, taker));
    }

    private void conversations(
            Period period, Selection selection, Stretch stretch, Consumer<ConversationLine> taker) {
        var values = new ArrayList<Object>();
        database.stream(
                """
                SELECT c.id, c.code, c.kind, c.site_id, c.team_id, c.assignee_id, f.answered_by,
                       c.status, c.opened_at, c.closed_at, f.visitor_messages,
                       f.team_messages, f.first_response_ms,
                       f.first_response_business_ms, f.resolution_ms, f.resolution_business_ms,
                       c.outcome, c.rating
                FROM conversation AS c
                LEFT JOIN report_conversation AS f ON f.conversation_id = c.id
                WHERE c.id > ? AND c.id <= ? AND %s
                ORDER BY c.id
                """
                        .formatted(where(period, selection, stretch, values)),
                row ->
                        taker.accept(
                                new ConversationLine(
                                        row.number(1),
                                        row.text(2),
                                        Kind.read(row.text(3)),
                                        row.number(4),
                                        row.number(5),
                                        row.number(6),
                                        row.number(7),
                                        row.text(8),
                                        row.instant(9),
                                        row.instantMaybe(10),
                                        row.number(11),
                                        row.number(12),
                                        row.numberMaybe(13),
                                        row.numberMaybe(14),
                                        row.numberMaybe(15),
                                        row.numberMaybe(16),
                                        row.textMaybe(17),
                                        row.numberMaybe(18))),
                values.toArray());
    }

    /// Messages of such conversations, without their words.
    void messages(Period period, Selection selection, long after, Consumer<MessageLine> taker) {
        stretches(period, after, stretch -> messages(period, selection, stretch, taker));
    }

    /// Messages come first, in the order in which they lie: sorted by the conversation's number,
    /// nothing of a list would be there before all of it is.
    private void messages(
            Period period, Selection selection, Stretch stretch, Consumer<MessageLine> taker) {
        var values = new ArrayList<Object>();
        database.stream(
                """
                SELECT c.id, c.code, m.seq, m.at, m.author, m.agent_id, m.via, m.kind,
                       m.status, CHAR_LENGTH(m.text)
                FROM message AS m
                STRAIGHT_JOIN conversation AS c ON c.id = m.conversation_id
                WHERE m.conversation_id > ? AND m.conversation_id <= ? AND %s
                ORDER BY m.conversation_id, m.seq
                """
                        .formatted(where(period, selection, stretch, values)),
                row ->
                        taker.accept(
                                new MessageLine(
                                        row.number(1),
                                        row.text(2),
                                        row.number(3),
                                        row.instant(4),
                                        row.text(5),
                                        row.number(6),
                                        row.text(7),
                                        row.text(8),
                                        Status.ofRank((int) row.number(9)).wireName(),
                                        row.number(10))),
                values.toArray());
    }

    /// Some conversations, by their numbers.
    ///
    /// @param after the number below the first of them
    private record Stretch(long after, long through) {}

    /// A list is read stretch by stretch, so that no question takes the longer the more there is,
    /// whatever is left out of what it reads.
    private void stretches(Period period, long after, Consumer<Stretch> reading) {
        var all = stretch(period);
        for (long from = Math.max(after, all.after()); from < all.through(); from += STRETCH) {
            reading.accept(new Stretch(from, Math.min(from + STRETCH, all.through())));
        }
    }

    /// Those that were opened in a period, and others between them: numbers are not always given in
    /// the order of time.
    private Stretch stretch(Period period) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT COALESCE(MIN(id), 1) AS first, COALESCE(MAX(id), 0) AS last
                                FROM conversation
                                WHERE opened_at >= ? AND opened_at < ?
                                """,
                                row -> new Stretch(row.number("first") - 1, row.number("last")),
                                period.begins(),
                                period.ends()))
                .orElseThrow();
    }

    /// An agent's conversations are those that are theirs now.
    private static String where(
            Period period, Selection selection, Stretch stretch, List<Object> values) {
        var where = new StringBuilder("c.opened_at >= ? AND c.opened_at < ?");
        values.add(stretch.after());
        values.add(stretch.through());
        values.add(period.begins());
        values.add(period.ends());
        selection.siteId().ifPresent(id -> and(where, values, "c.site_id", id));
        selection.kind().ifPresent(kind -> and(where, values, "c.kind", kind.wireName()));
        selection.teamId().ifPresent(id -> and(where, values, "c.team_id", id));
        selection.agentId().ifPresent(id -> and(where, values, "c.assignee_id", id));
        return where.toString();
    }

    private static void and(StringBuilder where, List<Object> values, String column, Object value) {
        where.append(" AND ").append(column).append(" = ?");
        values.add(value);
    }
}
