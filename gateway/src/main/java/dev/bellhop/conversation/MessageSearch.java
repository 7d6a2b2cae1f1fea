package dev.bellhop.conversation;

import dev.bellhop.db.Row;
import dev.bellhop.db.TookTooLong;
import dev.bellhop.db.Tx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds conversations by what was said in them, the newest conversation first, of each its newest
/// message that fits; who talks much does not hide others.
///
/// There are two ways, and neither is quick for every word. The full-text index knows at once the
/// messages of a word that few have; of one that many have it gathers all first, which takes
/// seconds in ten million messages, and no limit of time stops it. Reading the table from its end
/// soon meets a word that many messages have, and goes on for minutes for one that few have. So the
/// newest messages are read first: they say how frequent the words are, and often they are all that
/// is wanted.
final class MessageSearch {
    /// So many of the newest messages are read first, which takes some 10 ms.
    private static final int NEWEST = 10_000;

    /// If the newest have one of so many that are wanted, the others are not far away.
    private static final int NEAR = 10;

    /// A word that so many conversations of the newest messages have is not looked up in the index.
    private static final int FREQUENT = 50;

    /// Of so many messages in the index it is not known any more which are the newest.
    private static final int MANY = 4_000;

    private static final String SAID =
            "author <> 'system' AND (amended IS NULL OR amended <> 'revoked')";

    /// A conversation, and the message in it.
    record Hit(long conversationId, String text) {}

    private record Counted(Spot spot, long all) {}

    private MessageSearch() {}

    /// Those that fit.
    ///
    /// @param before only conversations older than this one
    /// @throws TookTooLong when none of the ways came to an end
    static List<Hit> find(Tx tx, SearchWords words, long before, int count) {
        var spots = spots(tx, words, before, count);
        return spots.isEmpty() ? List.of() : texts(tx, spots);
    }

    private static List<Spot> spots(Tx tx, SearchWords words, long before, int count) {
        var newest = whereNewestBegin(tx, before);
        if (newest.isEmpty()) {
            return inIndex(tx, words, words, before, count)
                    .or(() -> fromTheEnd(tx, words, 0, before, count, "1"))
                    .orElseThrow(TookTooLong::new);
        }
        var near = fromTheEnd(tx, words, newest.getAsLong(), before, count, "0.5");
        if (near.filter(found -> found.size() >= count).isPresent()) {
            return near.get();
        }
        var rare = rare(tx, words, newest.getAsLong(), before);
        if (rare.isEmpty() || near.filter(found -> found.size() * NEAR < count).isEmpty()) {
            return fromTheEnd(tx, words, 0, before, count, "1")
                    .or(() ->
                            rare.isEmpty()
                                    ? Optional.empty()
                                    : inIndex(tx, rare, words, before, count))
                    .orElseThrow(TookTooLong::new);
        }
        return inIndex(tx, rare, words, before, count)
                .or(() -> fromTheEnd(tx, words, 0, before, count, "1"))
                .orElseThrow(TookTooLong::new);
    }

    /// The conversation from which on there are [#NEWEST] messages; empty when there are fewer.
    private static OptionalLong whereNewestBegin(Tx tx, long before) {
        return tx.one(
                        """
                        SELECT conversation_id FROM message
                        WHERE conversation_id < ?
                        ORDER BY conversation_id DESC, seq DESC
                        LIMIT 1 OFFSET ?
                        """,
                        row -> OptionalLong.of(row.number("conversation_id")),
                        before,
                        NEWEST)
                .orElseGet(OptionalLong::empty);
    }

    /// Those of the words that few of the newest messages have. None, when reading those takes long
    /// already.
    private static SearchWords rare(Tx tx, SearchWords words, long newest, long before) {
        var all = words.all();
        var counts =
                IntStream.range(0, all.size())
                        .mapToObj(i ->
                                "COUNT(DISTINCT IF(text LIKE ?, conversation_id, NULL)) AS n" + i)
                        .collect(Collectors.joining(", "));
        var parameters = new ArrayList<Object>(words.patterns());
        parameters.add(newest);
        parameters.add(before);
        try {
            return tx.one(
                            "SET STATEMENT max_statement_time = 1 FOR SELECT "
                                    + counts
                                    + " FROM message WHERE conversation_id >= ?"
                                    + " AND conversation_id < ?",
                            row ->
                                    new SearchWords(
                                            IntStream.range(0, all.size())
                                                    .filter(i -> row.number("n" + i) < FREQUENT)
                                                    .mapToObj(all::get)
                                                    .toList()),
                            parameters.toArray())
                    .orElse(words);
        } catch (TookTooLong e) {
            return new SearchWords(List.of());
        }
    }

    /// Empty when it takes too long, or so many fit that the newest are not known.
    ///
    /// @param looked the words that are looked up
    /// @param words all that have to be there
    private static Optional<List<Spot>> inIndex(
            Tx tx, SearchWords looked, SearchWords words, long before, int count) {
        var others = new ArrayList<>(words.all());
        others.removeAll(looked.all());
        var rest = new SearchWords(others);
        var parameters = new ArrayList<Object>();
        parameters.add(looked.expression());
        parameters.add(before);
        parameters.addAll(rest.patterns());
        parameters.add(count);
        try {
            var found =
                    tx.query(
                            """
                            SET STATEMENT max_statement_time = 2 FOR
                            SELECT conversation_id, MAX(seq) AS seq, SUM(COUNT(*)) OVER () AS hits
                            FROM (SELECT conversation_id, seq FROM message
                                  WHERE MATCH (text) AGAINST (? IN BOOLEAN MODE)
                                    AND conversation_id < ? AND %s%s
                                  LIMIT %d) AS said
                            GROUP BY conversation_id
                            ORDER BY conversation_id DESC
                            LIMIT ?
                            """
                                    .formatted(
                                            SAID, " AND text LIKE ?".repeat(others.size()), MANY),
                            row -> new Counted(spot(row), row.number("hits")),
                            parameters.toArray());
            return found.isEmpty() || found.getFirst().all() < MANY
                    ? Optional.of(found.stream().map(Counted::spot).toList())
                    : Optional.empty();
        } catch (TookTooLong e) {
            return Optional.empty();
        }
    }

    /// Words are met within others, too. Empty when it takes too long.
    ///
    /// @param from the oldest conversation that is looked at
    /// @param before older ones than this alone
    private static Optional<List<Spot>> fromTheEnd(
            Tx tx, SearchWords words, long from, long before, int count, String seconds) {
        var parameters = new ArrayList<Object>();
        parameters.add(from);
        parameters.add(before);
        parameters.addAll(words.patterns());
        parameters.add(count);
        try {
            // A statement by itself: within another one MariaDB sorts all of it first.
            return Optional.of(
                    tx.query(
                            """
                            SET STATEMENT max_statement_time = %s FOR
                            SELECT conversation_id, MAX(seq) AS seq FROM message
                            WHERE conversation_id >= ? AND conversation_id < ? AND %s%s
                            GROUP BY conversation_id
                            ORDER BY conversation_id DESC
                            LIMIT ?
                            """
                                    .formatted(
                                            seconds,
                                            SAID,
                                            " AND text LIKE ?".repeat(words.all().size())),
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
