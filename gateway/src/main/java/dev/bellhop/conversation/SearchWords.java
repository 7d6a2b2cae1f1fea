package dev.bellhop.conversation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What somebody looks for, as words. Nothing in it is an operator: whatever is no letter and no
/// digit only parts words.
///
/// @param all each of which has to be there, if only as a beginning
public record SearchWords(List<String> all) {
    private static final int WORDS_MAX = 8;
    private static final int WORD_MAX = 84; // InnoDB keeps no longer ones
    private static final int WORD_MIN = 3; // nor shorter ones
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_]+");

    /// InnoDB's own list: it keeps none of these, and would find nothing for them.
    private static final Set<String> NOT_KEPT =
            Set.of(
                    "about", "are", "com", "for", "from", "how", "that", "the", "this", "was",
                    "what", "when", "where", "who", "will", "with", "und", "www");

    public SearchWords {
        all = List.copyOf(all);
    }

    /// The words of what was typed, the first few of them.
    public static SearchWords of(String typed) {
        return new SearchWords(
                Arrays.stream(BETWEEN.split(typed.toLowerCase(Locale.ROOT)))
                        .filter(word -> word.length() >= WORD_MIN && word.length() <= WORD_MAX)
                        .filter(word -> !NOT_KEPT.contains(word))
                        .distinct()
                        .limit(WORDS_MAX)
                        .toList());
    }

    /// Where a word stands that begins with one of them.
    public record Hit(int from, int to) {}

    /// Where they stand in a text, from left to right.
    public List<Hit> in(String text) {
        if (all.isEmpty()) {
            return List.of();
        }
        var any =
                all.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|", "(?<![\\p{L}\\p{M}\\p{N}_])(?:", ")"));
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .results()
                .map(found -> new Hit(found.start(), found.end()))
                .toList();
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /// For `MATCH … AGAINST (? IN BOOLEAN MODE)`.
    String expression() {
        return all.stream().map(word -> "+" + word + "*").collect(Collectors.joining(" "));
    }

    /// For `LIKE ?`, one for each word. Of what LIKE takes for an operator a word has `_` alone,
    /// which then fits itself, too.
    List<String> patterns() {
        return all.stream().map(word -> "%" + word + "%").toList();
    }
}
