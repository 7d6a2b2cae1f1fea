package dev.bellhop.conversation;

import dev.bellhop.db.Row;
import dev.bellhop.db.TookTooLong;
import dev.bellhop.db.Tx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds conversations by what was said in them, the newest conversation first, of each its newest
/// message that fits; who talks much does not hide others.
///
/// The full-text index answers at once for words that few messages have, and must look at each of
/// them for a word that many have. Such a word stands in the newest conversations, too, where
/// reading from the end meets it soon. So the index gets a moment, then the end of the table a
/// second, and then the index again, which may have had to come from the disk.
final class MessageSearch {
    /// From here on a word is one that many messages have.
    private static final int MANY = 2_000;

    private static final String SAID =
            "author <> 'system' AND (amended IS NULL OR amended <> 'revoked')";

    /// A conversation, and the message in it.
    record Hit(long conversationId, String text) {}

    private record Counted(Spot spot, long all) {}

    private MessageSearch() {}

    /// Those that fit.
    ///
    /// @throws TookTooLong when none of the ways came to an end
    static List<Hit> find(Tx tx, SearchWords words, int count) {
        var spots =
                inIndex(tx, words, count, "0.15")
                        .or(() -> fromTheEnd(tx, words, count, "1"))
                        .or(() -> inIndex(tx, words, count, "2"))
                        .orElseThrow(TookTooLong::new);
        return spots.isEmpty() ? List.of() : texts(tx, spots);
    }

    /// Empty when it takes too long, or so many fit that the newest are not known.
    private static Optional<List<Spot>> inIndex(
            Tx tx, SearchWords words, int count, String seconds) {
        try {
            var found =
                    tx.query(
                            """
                            SET STATEMENT max_statement_time = %s FOR
                            SELECT conversation_id, MAX(seq) AS seq, SUM(COUNT(*)) OVER () AS hits
                            FROM (SELECT conversation_id, seq FROM message
                                  WHERE MATCH (text) AGAINST (? IN BOOLEAN MODE) AND %s
                                  LIMIT %d) AS said
                            GROUP BY conversation_id
                            ORDER BY conversation_id DESC
                            LIMIT ?
                            """
                                    .formatted(seconds, SAID, MANY),
                            row -> new Counted(spot(row), row.number("hits")),
                            words.expression(),
                            count);
            return found.isEmpty() || found.getFirst().all() < MANY
                    ? Optional.of(found.stream().map(Counted::spot).toList())
                    : Optional.empty();
        } catch (TookTooLong e) {
            return Optional.empty();
        }
    }

    /// Words are met within others, too. Empty when it takes too long.
    private static Optional<List<Spot>> fromTheEnd(
            Tx tx, SearchWords words, int count, String seconds) {
        var fits = String.join(" AND ", Collections.nCopies(words.all().size(), "text LIKE ?"));
        var parameters = new ArrayList<Object>(words.patterns());
        parameters.add(count);
        try {
            // A statement by itself: within another one MariaDB sorts all of it first.
            return Optional.of(
                    tx.query(
                            """
                            SET STATEMENT max_statement_time = %s FOR
                            SELECT conversation_id, MAX(seq) AS seq FROM message
                            WHERE %s AND %s
                            GROUP BY conversation_id
                            ORDER BY conversation_id DESC
                            LIMIT ?
                            """
                                    .formatted(seconds, SAID, fits),
                            MessageSearch::spot,
                            parameters.toArray()));
        } catch (TookTooLong e) {
            return Optional.empty();
        }
    }

    private static Spot spot(Row row) {
        return new Spot(row.number("conversation_id"), row.integer("seq"));
    }

    private static List<Hit> texts(Tx tx, List<Spot> spots) {
        return tx.query(
                """
                SELECT conversation_id, text FROM message
                WHERE (conversation_id, seq) IN (%s)
                ORDER BY conversation_id DESC
                """
                        .formatted(String.join(", ", Collections.nCopies(spots.size(), "(?, ?)"))),
                row -> new Hit(row.number("conversation_id"), row.text("text")),
                spots.stream()
                        .flatMap(spot -> Stream.<Object>of(spot.conversationId(), spot.seq()))
                        .toArray());
    }
}
