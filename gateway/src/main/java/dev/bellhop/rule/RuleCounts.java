package dev.bellhop.rule;

import java.util.Locale;
import java.util.Map;

/// How many conversations rules have decided lately.
///
/// @param byRule by the rule's id; a rule that decided none is missing
/// @param undecided how many no rule fitted
public record RuleCounts(Map<Long, Long> byRule, long undecided) {
    public RuleCounts {
        byRule = Map.copyOf(byRule);
    }

    /// In words, such as `18 this week`; empty when there were none.
    String words(long ruleId) {
        return inWords(byRule.getOrDefault(ruleId, 0L));
    }

    /// The same for conversations that no rule fitted.
    String undecidedWords() {
        return inWords(undecided);
    }

    private static String inWords(long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, "%,d this week", count);
    }
}
