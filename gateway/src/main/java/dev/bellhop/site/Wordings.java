package dev.bellhop.site;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is said to customers by itself, in one language or in several.
///
/// @param all at least one, each in another language; the first is for everybody who reads none of
///   the others
public record Wordings(List<Wording> all) {
    public static final int MOST = 20;
    public static final int TEXT_MAX = 1_000;

    /// The words in one language.
    public record Wording(Locale language, String text) {}

    public Wordings {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("what is said has words");
        }
    }

    /// The wording for somebody: the one whose language is nearest to theirs.
    ///
    /// @param locale what they read, such as `pt-BR`, if it is known
    public Wording forReaderOf(Optional<String> locale) {
        var languages = all.stream().map(Wording::language).toList();
        return locale.filter(it -> !it.isBlank())
                .map(it -> Locale.forLanguageTag(it).toLanguageTag())
                .map(tag -> nearest(tag, languages))
                .flatMap(
                        found -> all.stream().filter(it -> it.language().equals(found)).findFirst())
                .orElse(all.getFirst());
    }

    /// Their own, with fewer and fewer details, or else the same language as it is spoken
    /// elsewhere.
    private static @Nullable Locale nearest(String tag, List<Locale> languages) {
        var found = Locale.lookup(List.of(new Locale.LanguageRange(tag)), languages);
        var spoken = Locale.forLanguageTag(tag).getLanguage();
        return found != null
                ? found
                : languages.stream()
                        .filter(it -> it.getLanguage().equals(spoken))
                        .findFirst()
                        .orElse(null);
    }
}
