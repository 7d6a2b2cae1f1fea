package dev.bellhop.rule;

import java.util.Optional;
import java.util.OptionalLong;

/// What a rule does with a conversation; what is empty stays as it is.
///
/// @param team the team that it is for
/// @param agent who gets it
/// @param label that is put on it
/// @param priority `high` or `urgent`
/// @param canned the canned response that answers at once
public record Then(
        OptionalLong team,
        OptionalLong agent,
        OptionalLong label,
        Optional<String> priority,
        OptionalLong canned) {

    /// Nothing.
    public static final Then NOTHING =
            new Then(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    OptionalLong.empty());

    public boolean isNothing() {
        return equals(NOTHING);
    }
}
