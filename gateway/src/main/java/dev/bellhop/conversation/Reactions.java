package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keeper of `reaction`: what people put on messages.
public final class Reactions {

    /// A reaction that stands.
    ///
    /// @param who a name of ours for whoever it is: `visitor`, `business`, `phone:3`
    /// @param name what to call them
    public record Reaction(String who, Optional<String> name, String emoji, Instant at) {}

    /// What is on one message.
    ///
    /// @param standing oldest first
    /// @param version grows with each reaction, and with each that is taken away
    public record On(List<Reaction> standing, long version) {
        public static final On NONE = new On(List.of(), 0);

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

    private final Database database;

    public Reactions(Database database) {
        this.database = database;
    }

    /// The reactions on the messages from one number to another, by number.
    public Map<Integer, On> of(long conversationId, int fromSeq, int toSeq) {
        return database.read(tx -> latest(tx, conversationId, fromSeq, toSeq)).stream()
                .collect(
                        Collectors.groupingBy(
                                Latest::seq,
                                Collectors.collectingAndThen(Collectors.toList(), Reactions::on)));
    }

    private static On on(List<Latest> rows) {
        return new On(
                rows.stream().flatMap(row -> row.standing().stream()).toList(),
                rows.stream().mapToLong(Latest::id).max().orElse(0));
    }

    /// What stands on one message.
    On on(Tx tx, Spot spot) {
        return on(latest(tx, spot.conversationId(), spot.seq(), spot.seq()));
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
        return tx.change(
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
    }
}
