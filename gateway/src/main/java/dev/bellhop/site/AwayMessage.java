package dev.bellhop.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What customers are told who write while nobody is there.
///
/// @param words in one language or in several
/// @param asksContact whether a visitor of the site is asked for an address and a number then, to
///   be answered later
public record AwayMessage(Wordings words, boolean asksContact) {
    /// What may stand in it between `{{` and `}}`, with what to say instead behind a `|`.
    public static final List<String> PLACEHOLDERS =
            List.of("next_open", "first_name", "name", "site");

    /// Of these nothing is known of whoever has not said their name.
    static final Set<String> OFTEN_UNKNOWN = Set.of("first_name", "name");

    /// What is offered to whoever has none yet.
    static final String SUGGESTED =
            "We’re closed right now. Leave your question and we’ll answer {{next_open|soon}}.";

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
