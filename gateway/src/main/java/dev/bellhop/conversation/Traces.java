package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.rule.RuleCounts;

import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `routing_trace`: why conversations are where they are.
public final class Traces {
    private static final int WORDS_MAX = 2_000;

    /// What was decided when a conversation began.
    ///
    /// @param ruleId the rule that fitted, which may be gone by now; empty when none did
    /// @param words which rule, why, and what it did
    public record Trace(OptionalLong ruleId, String words, Instant at) {}

    private final Database database;

    Traces(Database database) {
        this.database = database;
    }

    /// The trace of a conversation; those that began while there were no rules have none.
    public Optional<Trace> of(long conversationId) {
        return database.read(tx ->
                tx.one(
                        "SELECT rule_id, words, at FROM routing_trace WHERE conversation_id = ?",
                        row ->
                                new Trace(
                                        row.numberMaybe("rule_id"),
                                        row.text("words"),
                                        row.instant("at")),
                        conversationId));
    }

    /// How many conversations each rule has decided since a time.
    public RuleCounts used(Instant since) {
        record Count(OptionalLong ruleId, long conversations) {}
        var counts =
                database.read(tx ->
                        tx.query(
                                """
                                SELECT rule_id, COUNT(*) AS conversations
                                FROM routing_trace WHERE at >= ? GROUP BY rule_id
                                """,
                                row ->
                                        new Count(
                                                row.numberMaybe("rule_id"),
                                                row.number("conversations")),
                                since));
        var byRule = new HashMap<Long, Long>();
        long undecided = 0;
        for (var count : counts) {
            if (count.ruleId().isPresent()) {
                byRule.put(count.ruleId().getAsLong(), count.conversations());
            } else {
                undecided = count.conversations();
            }
        }
        return new RuleCounts(byRule, undecided);
    }

    void put(Tx tx, long conversationId, OptionalLong ruleId, String words, Instant at) {
        tx.change(
                """
                INSERT INTO routing_trace (conversation_id, rule_id, words, at) VALUES (?, ?, ?, ?)
                """,
                conversationId,
                ruleId,
                Text.cut(words, WORDS_MAX),
                at);
    }
}
