package dev.bellhop.conversation;

import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How far many messages got, written by statements about all of them. [Messages] does the same for
/// one, and for what failed.
final class StatusSteps {
    private StatusSteps() {}

    /// How far one got.
    record Step(Spot spot, Status status, Instant at) {}

    /// Advances messages, each forward only, and none of them to a failure.
    ///
    /// @param steps at most one of each message
    /// @return whose messages they are that had been less far
    static Map<Step, Owner> advance(Tx tx, List<Step> steps) {
        record Found(Spot spot, int rank, Owner owner) {}
        var asked = Tx.padded(steps.stream().map(Step::spot).toList());
        var found =
                tx
                        .query(
                                """
                                SELECT conversation_id, seq, message.status, visitor_id, author
                                FROM message JOIN conversation ON conversation.id = conversation_id
                                WHERE %s
                                FOR UPDATE
                                """
                                        .formatted(
                                                Tx.pairs("conversation_id", "seq", asked.size())),
                                row ->
                                        new Found(
                                                new Spot(
                                                        row.number("conversation_id"),
                                                        row.integer("seq")),
                                                row.integer("status"),
                                                new Owner(
                                                        row.number("visitor_id"),
                                                        Author.read(row.text("author")))),
                                Messages.values(asked))
                        .stream()
                        .collect(Collectors.toMap(Found::spot, Function.identity()));
        var advanced = new LinkedHashMap<Step, Owner>();
        for (var step : steps) {
            var one = found.get(step.spot());
            if (one != null && one.rank() < step.status().rank()) {
                advanced.put(step, one.owner());
            }
        }
        for (var portion : Tx.portions(List.copyOf(advanced.keySet()))) {
            write(tx, portion);
        }
        return advanced;
    }

    /// Whose message it is.
    record Owner(long visitorId, Author author) {}

    private static void write(Tx tx, List<Step> steps) {
        var told =
                "SELECT CAST(? AS UNSIGNED) AS c, CAST(? AS UNSIGNED) AS s, CAST(? AS UNSIGNED) AS"
                        + " rank, CAST(? AS DATETIME(3)) AS told_at";
        tx.change(
                """
                UPDATE message JOIN (%s) AS told ON conversation_id = c AND seq = s
                SET status = rank, status_at = told_at, failure = NULL
                """
                        .formatted(
                                String.join(
                                        " UNION ALL ", Collections.nCopies(steps.size(), told))),
                steps.stream()
                        .flatMap(it ->
                                Stream.of(
                                        it.spot().conversationId(),
                                        it.spot().seq(),
                                        it.status().rank(),
                                        it.at()))
                        .toArray());
        steps.forEach(it ->
                tx.note(new Noted.StatusAdvanced(it.spot().conversationId(), it.spot().seq())));
    }

    /// Whose message stands there.
    static Owner owner(Tx tx, long conversationId, int seq) {
        return tx.one(
                        """
                        SELECT visitor_id, author
                        FROM message JOIN conversation ON conversation.id = conversation_id
                        WHERE conversation_id = ? AND seq = ?
                        """,
                        row -> new Owner(row.number("visitor_id"), Author.read(row.text("author"))),
                        conversationId,
                        seq)
                .orElseThrow();
    }
}
