package dev.bellhop.conversation;

import dev.bellhop.conversation.MessageSearch.Hit;
import dev.bellhop.db.Database;
import dev.bellhop.db.TookTooLong;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds conversations by what was said in them, by who it was, by number and by their code.
public final class Search {
    private static final String TOO_MUCH_FITS =
            "So much fits that looking takes too long. Add a word, or write one in full.";

    /// How far is looked where only some of those that fit are wanted.
    ///
    /// @param together how many are looked at by one question, at least
    /// @param looksMax how many questions are asked
    /// @param time after which none is asked any more
    record Bounds(int together, int looksMax, Duration time) {
        static final Bounds USUAL = new Bounds(201, 10, Duration.ofSeconds(4));
    }

    private final Database database;
    private final ConversationLists lists;
    private final Bounds bounds;

    Search(Database database, ConversationLists lists) {
        this(database, lists, Bounds.USUAL);
    }

    Search(Database database, ConversationLists lists, Bounds bounds) {
        this.database = database;
        this.lists = lists;
        this.bounds = bounds;
    }

    /// A conversation that was found.
    ///
    /// @param text what was said with the words that were looked for; empty when it was found by
    ///   who it is
    public record Found(Conversation conversation, String text) {}

    /// Those that fit: by code, then by number, by person, and by what was said, of each the newest
    /// first.
    ///
    /// @throws Refusal `invalid` when so much fits that looking would take too long
    public List<Found> find(String typed, int count) {
        var hits = hits(typed, Long.MAX_VALUE, count);
        var conversations =
                lists.findAll(hits.keySet()).stream()
                        .collect(Collectors.toMap(Conversation::id, Function.identity()));
        return hits.values().stream()
                .flatMap(hit ->
                        Optional.ofNullable(conversations.get(hit.conversationId())).stream()
                                .map(conversation -> new Found(conversation, hit.text())))
                .limit(count)
                .toList();
    }

    /// A part of what fits, the newest conversations first.
    ///
    /// @param next the id before which it goes on; empty at the end
    public record Page(List<Conversation> conversations, OptionalLong next) {}

    /// Those that fit by whatever it is, the newest first.
    ///
    /// @param open only those that are open, or only those that are closed
    /// @param before only those older than this one
    /// @return as many as are wanted or all that are left; fewer, or none, where so many fit that
    ///   are not open, or not closed, as is wanted, that looking at all would take too long
    /// @throws Refusal `invalid` when so much fits that looking would take too long
    public Page page(String typed, Optional<Boolean> open, long before, int count) {
        var found = new ArrayList<Conversation>();
        int looked = open.isPresent() ? Math.max(count + 1, bounds.together()) : count + 1;
        long from = before;
        long begun = System.nanoTime();
        for (int look = 0; look < bounds.looksMax(); look++) {
            if (look > 0 && System.nanoTime() - begun > bounds.time().toNanos()) {
                break;
            }
            var ids = newest(typed, from, looked);
            for (var one : newestFirst(lists.findAll(ids))) {
                if (open.isPresent() && open.get() != one.open()) {
                    continue;
                }
                if (found.size() == count) {
                    return new Page(found, OptionalLong.of(found.getLast().id()));
                }
                found.add(one);
            }
            if (ids.size() < looked) {
                return new Page(found, OptionalLong.empty());
            }
            from = ids.getLast();
        }
        return new Page(found, OptionalLong.of(from));
    }

    private static List<Conversation> newestFirst(List<Conversation> conversations) {
        return conversations.stream()
                .sorted(Comparator.comparingLong(Conversation::id).reversed())
                .toList();
    }

    private List<Long> newest(String typed, long before, int count) {
        return hits(typed, before, count).keySet().stream()
                .sorted(Comparator.reverseOrder())
                .limit(count)
                .toList();
    }

    /// The people who fit by a conversation's code, by number, and by name or address, whether or
    /// not anything is left of what they said.
    ///
    /// @throws Refusal `invalid` when so much fits that looking would take too long
    public List<Long> people(String typed, int count) {
        var code = Codes.read(typed);
        var digits = typed.replaceAll("[\\s()+./-]", "");
        var words = SearchWords.of(typed);
        try {
            return database.read(tx -> {
                var ids = new LinkedHashSet<Long>();
                if (code.isPresent()) {
                    ids.addAll(
                            tx.query(
                                    "SELECT visitor_id FROM conversation WHERE code = ?",
                                    row -> row.number("visitor_id"),
                                    code.get()));
                }
                if (digits.matches("[0-9]{4,20}")) {
                    ids.addAll(
                            tx.query(
                                    """
                                    SELECT visitor.id
                                    FROM channel
                                    JOIN visitor ON visitor.channel_id = channel.id
                                      AND visitor.wa_id LIKE ?
                                    LIMIT ?
                                    """,
                                    row -> row.number("id"),
                                    digits + "%",
                                    count));
                }
                if (!words.isEmpty()) {
                    ids.addAll(
                            tx.query(
                                    """
                                    SET STATEMENT max_statement_time = 2 FOR
                                    SELECT id FROM visitor
                                    WHERE MATCH (name, email) AGAINST (? IN BOOLEAN MODE)
                                      AND joined_into IS NULL
                                    LIMIT ?
                                    """,
                                    row -> row.number("id"),
                                    words.expression(),
                                    count));
                }
                return ids.stream().limit(count).toList();
            });
        } catch (TookTooLong e) {
            throw Refusal.of(Code.INVALID, TOO_MUCH_FITS);
        }
    }

    /// Of each way in which something fits so many at most; of those before an id these are the
    /// newest.
    private Map<Long, Hit> hits(String typed, long before, int count) {
        var words = SearchWords.of(typed);
        try {
            return database.read(tx -> {
                var hits = new LinkedHashMap<Long, Hit>();
                Stream.of(
                                byCode(tx, typed, before).stream(),
                                byNumber(tx, typed, before, count),
                                byPerson(tx, words, before, count),
                                byWords(tx, words, before, count))
                        .flatMap(Function.identity())
                        .forEach(hit -> hits.putIfAbsent(hit.conversationId(), hit));
                return hits;
            });
        } catch (TookTooLong e) {
            throw Refusal.of(Code.INVALID, TOO_MUCH_FITS);
        }
    }

    private static Optional<Hit> byCode(Tx tx, String typed, long before) {
        return Codes.read(typed)
                .flatMap(code ->
                        tx.one(
                                "SELECT id FROM conversation WHERE code = ? AND cleared_at IS NULL"
                                        + " AND id < ?",
                                row -> new Hit(row.number("id"), ""),
                                code,
                                before));
    }

    /// Whose number on WhatsApp begins so.
    private static Stream<Hit> byNumber(Tx tx, String typed, long before, int count) {
        var digits = typed.replaceAll("[\\s()+./-]", "");
        return digits.matches("[0-9]{4,20}")
                ? tx
                        .query(
                                """
                                SELECT conversation.id
                                FROM channel
                                JOIN visitor ON visitor.channel_id = channel.id AND visitor.wa_id LIKE ?
                                JOIN conversation ON conversation.visitor_id = visitor.id
                                  AND conversation.cleared_at IS NULL
                                WHERE conversation.id < ?
                                ORDER BY conversation.id DESC
                                LIMIT ?
                                """,
                                row -> new Hit(row.number("id"), ""),
                                digits + "%",
                                before,
                                count)
                        .stream()
                : Stream.empty();
    }

    /// By name or address, the newest conversation first. Nothing of a conversation is read here
    /// but its key: a name such as Maria has thousands. Those whose words were erased are left out
    /// by whoever reads the rows.
    private static Stream<Hit> byPerson(Tx tx, SearchWords words, long before, int count) {
        return words.isEmpty()
                ? Stream.empty()
                : tx
                        .query(
                                """
                                SET STATEMENT max_statement_time = 2 FOR
                                SELECT conversation.id
                                FROM visitor
                                JOIN conversation ON conversation.visitor_id = visitor.id
                                WHERE MATCH (visitor.name, visitor.email) AGAINST (? IN BOOLEAN MODE)
                                  AND conversation.id < ?
                                ORDER BY conversation.id DESC
                                LIMIT ?
                                """,
                                row -> new Hit(row.number("id"), ""),
                                words.expression(),
                                before,
                                2 * count)
                        .stream();
    }

    private static Stream<Hit> byWords(Tx tx, SearchWords words, long before, int count) {
        return words.isEmpty()
                ? Stream.empty()
                : MessageSearch.find(tx, words, before, count).stream();
    }
}
