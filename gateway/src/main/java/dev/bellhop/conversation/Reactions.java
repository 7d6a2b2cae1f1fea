package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The keeper of `reaction`, what people put on messages, and of `reaction_failure`, whether what
/// the team put there reached WhatsApp.
public final class Reactions {

    /// A reaction that stands.
    ///
    /// @param who a name of ours for whoever it is: `visitor`, `business`, `phone:3`
    /// @param name what to call them
    public record Reaction(String who, Optional<String> name, String emoji, Instant at) {}

    /// What is on one message.
    ///
    /// @param standing oldest first
    /// @param failure why the team's newest, or that it was taken away, did not reach WhatsApp
    /// @param version grows with each reaction, with each that is taken away, and with each that
    ///   fails
    public record On(List<Reaction> standing, Optional<String> failure, long version) {
        public static final On NONE = new On(List.of(), Optional.empty(), 0);

        public On {
            standing = List.copyOf(standing);
        }
    }

    /// Each person's newest row, which may say that there is no reaction any more.
    private record Latest(
            int seq,
            long id,
            String who,
            Optional<String> name,
            Optional<String> emoji,
            Instant at) {
        Optional<Reaction> standing() {
            return emoji.map(it -> new Reaction(who, name, it, at));
        }
    }

    private static final int FAILURE_MAX = 300;

    private final Database database;

    public Reactions(Database database) {
        this.database = database;
    }

    /// Whether the team's reaction on a message got there.
    private record Fate(int seq, long id, Optional<String> words) {
        private static final Fate WELL = new Fate(0, 0, Optional.empty());
    }

    /// The reactions on the messages from one number to another, by number.
    public Map<Integer, On> of(long conversationId, int fromSeq, int toSeq) {
        return database.read(tx -> of(tx, conversationId, fromSeq, toSeq));
    }

    private static Map<Integer, On> of(Tx tx, long conversationId, int fromSeq, int toSeq) {
        var rows =
                latest(tx, conversationId, fromSeq, toSeq).stream()
                        .collect(Collectors.groupingBy(Latest::seq));
        var fates =
                fates(tx, conversationId, fromSeq, toSeq).stream()
                        .collect(Collectors.toMap(Fate::seq, Function.identity()));
        var found = new HashMap<Integer, On>();
        rows.forEach((seq, latest) -> found.put(seq, on(latest, fates.get(seq))));
        return found;
    }

    private static On on(List<Latest> rows, @Nullable Fate known) {
        var fate = known == null ? Fate.WELL : known;
        return new On(
                rows.stream().flatMap(row -> row.standing().stream()).toList(),
                fate.words(),
                rows.stream().mapToLong(Latest::id).max().orElse(0) + fate.id());
    }

    /// What stands on one message.
    On on(Tx tx, Spot spot) {
        return of(tx, spot.conversationId(), spot.seq(), spot.seq())
                .getOrDefault(spot.seq(), On.NONE);
    }

    private static List<Fate> fates(Tx tx, long conversationId, int fromSeq, int toSeq) {
        return tx.query(
                """
                SELECT id, seq, words FROM reaction_failure
                WHERE id IN (SELECT MAX(id) FROM reaction_failure
                             WHERE conversation_id = ? AND seq BETWEEN ? AND ?
                             GROUP BY seq)
                """,
                row -> new Fate(row.integer("seq"), row.number("id"), row.textMaybe("words")),
                conversationId,
                fromSeq,
                toSeq);
    }

    /// Notes why the team's reaction did not reach WhatsApp, or that it did.
    ///
    /// @return whether that is news
    boolean went(Tx tx, Spot spot, Optional<String> failure, Instant at) {
        var words = failure.map(why -> Text.cut(why, FAILURE_MAX));
        if (on(tx, spot).failure().equals(words)) {
            return false;
        }
        tx.change(
                "INSERT INTO reaction_failure (conversation_id, seq, words, at) VALUES (?, ?, ?,"
                        + " ?)",
                spot.conversationId(),
                spot.seq(),
                words,
                at);
        tx.note(new Noted.MessageChanged(spot.conversationId(), spot.seq()));
        return true;
    }

    private static List<Latest> latest(Tx tx, long conversationId, int fromSeq, int toSeq) {
        return tx.query(
                """
                SELECT id, seq, who, name, emoji, at
                FROM (
                  SELECT id, seq, who, name, emoji, at,
                         ROW_NUMBER() OVER (
                           PARTITION BY seq, who ORDER BY at DESC, id DESC) AS newest
                  FROM reaction
                  WHERE conversation_id = ? AND seq BETWEEN ? AND ?
                ) AS latest
                WHERE newest = 1
                ORDER BY seq, at, id
                """,
                row ->
                        new Latest(
                                row.integer("seq"),
                                row.number("id"),
                                row.text("who"),
                                row.textMaybe("name"),
                                row.textMaybe("emoji"),
                                row.instant("at")),
                conversationId,
                fromSeq,
                toSeq);
    }

    /// Whether a reaction, or that one was taken away, was noted before.
    boolean knows(Tx tx, byte[] onceKey) {
        return tx.one(
                        "SELECT id FROM reaction WHERE once_key = ?",
                        row -> row.number("id"),
                        onceKey)
                .isPresent();
    }

    /// Notes a reaction, or that one was taken away.
    ///
    /// @return whether it was new
    boolean add(
            Tx tx,
            Spot spot,
            byte[] onceKey,
            String who,
            Optional<String> name,
            Optional<String> emoji,
            Instant at) {
        boolean added =
                tx.change(
                                """
                                INSERT IGNORE INTO reaction
                                  (once_key, conversation_id, seq, who, name, emoji, at)
                                VALUES (?, ?, ?, ?, ?, ?, ?)
                                """,
                                onceKey,
                                spot.conversationId(),
                                spot.seq(),
                                who,
                                name.map(it -> Text.cut(it, 120)),
                                emoji.map(it -> Text.cut(it, 32)).filter(it -> !it.isEmpty()),
                                at)
                        > 0;
        if (added) {
            tx.note(new Noted.MessageChanged(spot.conversationId(), spot.seq()));
        }
        return added;
    }
}
