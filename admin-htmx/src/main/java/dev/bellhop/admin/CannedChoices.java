package dev.bellhop.admin;

import java.util.List;

/// The canned responses that fit what an agent types after a slash, filled for the conversation.
///
/// @param query what was typed
/// @param left how many more fit
public record CannedChoices(String code, String query, List<Choice> choices, int left)
        implements Fragment {
    public CannedChoices {
        choices = List.copyOf(choices);
    }

    @Override
    public String template() {
        return "inbox/canned-choices.jte";
    }

    /// One of them.
    ///
    /// @param text with everything filled that is known
    /// @param missing placeholders that stand in it still
    public record Choice(
            long id, String shortcut, String title, String text, List<String> missing) {
        public Choice {
            missing = List.copyOf(missing);
        }
    }
}
