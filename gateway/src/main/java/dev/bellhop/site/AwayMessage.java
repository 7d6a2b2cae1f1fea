package dev.bellhop.site;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What customers are told who write while nobody is there, in one language or in several.
///
/// @param wordings at least one, each in another language; the first is for everybody who reads
///   none of the others
/// @param asksContact whether a visitor of the site is asked for an address and a number then, to
///   be answered later
public record AwayMessage(List<Wording> wordings, boolean asksContact) {
    public static final int WORDINGS_MAX = 20;
    public static final int TEXT_MAX = 1_000;

    /// What may stand in it between `{{` and `}}`, with what to say instead behind a `|`.
    public static final List<String> PLACEHOLDERS =
            List.of("next_open", "first_name", "name", "site");

    /// What is offered to whoever has none yet.
    static final String SUGGESTED =
            "We’re closed right now. Leave your question and we’ll answer {{next_open|soon}}.";

    /// The message in one language.
    public record Wording(Locale language, String text) {}

    public AwayMessage {
        wordings = List.copyOf(wordings);
        if (wordings.isEmpty()) {
            throw new IllegalArgumentException("an away message has words");
        }
    }

    /// The wording for somebody: the one whose language is nearest to theirs.
    ///
    /// @param locale what they read, such as `pt-BR`, if it is known
    public Wording forReaderOf(Optional<String> locale) {
        var languages = wordings.stream().map(Wording::language).toList();
        return locale.filter(it -> !it.isBlank())
                .map(it -> Locale.forLanguageTag(it).toLanguageTag())
                .map(tag -> nearest(tag, languages))
                .flatMap(found ->
                        wordings.stream().filter(it -> it.language().equals(found)).findFirst())
                .orElse(wordings.getFirst());
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

    /// The facts that its placeholders stand for.
    ///
    /// @param opening when somebody is there again, in words, if that is known
    public static Map<String, String> facts(
            Optional<String> opening, Optional<String> name, Optional<String> site) {
        var whole = name.map(String::strip).orElse("");
        return Map.of(
                "next_open",
                opening.orElse(""),
                "name",
                whole,
                "first_name",
                whole.split("\\s", 2)[0],
                "site",
                site.orElse(""));
    }
}
