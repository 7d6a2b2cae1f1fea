package dev.bellhop.site;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a site does by itself for the conversations of its customers while it is open: says hello,
/// says that everybody is busy, calls the team when somebody has waited for too long, and closes
/// what nobody goes on with.
///
/// @param greeting what is said to whoever begins a conversation
/// @param firstAnswerMinutes within how many minutes of opening hours a conversation is to be
///   answered for the first time
/// @param nextAnswerMinutes the same for every later time that its customer waits
/// @param rating what customers on WhatsApp are asked when the team closes their chat
public record FollowUp(
        Optional<Wordings> greeting,
        Optional<Busy> busy,
        OptionalInt firstAnswerMinutes,
        OptionalInt nextAnswerMinutes,
        Optional<Closing> closing,
        Optional<Wordings> rating) {
    public static final int MINUTES_MAX = 7 * 24 * 60;
    public static final int HOURS_MAX = 90 * 24;

    /// Of a site for which nobody has set it up.
    public static final FollowUp NONE =
            new FollowUp(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty());

    /// What may stand in its words between `{{` and `}}`.
    public static final List<String> PLACEHOLDERS = List.of("first_name", "name", "site");

    static final String GREETING =
            "Thank you for writing, {{first_name|hello}}. Somebody will be with you in a moment.";
    static final String BUSY =
            "We’re a little busy right now, but we haven’t forgotten you. You can leave this page;"
                    + " your answer will be here.";
    static final String WARNING =
            "We haven’t heard from you for a while, so this chat will be closed soon. Just write if"
                    + " there is anything else.";

    static final String RATING = "Thank you for writing to {{site}}. How did we do?";

    /// What is said to whoever has waited.
    ///
    /// @param afterMinutes of opening hours without an answer
    public record Busy(int afterMinutes, Wordings words) {}

    /// How what nobody goes on with ends.
    ///
    /// @param afterHours since somebody of the team said the last word
    /// @param warnHours how long before it is closed its customer is told so
    /// @param warning what they are told; without it nothing is said
    public record Closing(int afterHours, int warnHours, Optional<Wordings> warning) {}

    public boolean isNone() {
        return equals(NONE);
    }
}
