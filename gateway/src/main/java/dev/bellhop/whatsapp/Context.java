package dev.bellhop.whatsapp;

import java.util.Optional;

/// What a message belongs to.
///
/// @param quoted the message id that is quoted or whose button was tapped
/// @param forwarded whether the words came from somebody else first
/// @param referral the advertisement or post that led here
public record Context(Optional<String> quoted, boolean forwarded, Optional<Referral> referral) {
    public static final Context NONE = new Context(Optional.empty(), false, Optional.empty());

    /// An advertisement or post with a button that opens WhatsApp.
    ///
    /// @param sourceType `ad` or `post`
    public record Referral(
            String sourceType,
            Optional<String> sourceUrl,
            Optional<String> headline,
            Optional<String> body) {}
}
