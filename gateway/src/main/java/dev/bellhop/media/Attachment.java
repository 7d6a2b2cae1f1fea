package dev.bellhop.media;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A file that belongs to a message, or is going to.
///
/// @param handle what it is called outside: random, so that none can be guessed
/// @param mimeType by content once it is there, as claimed before
/// @param name as its sender called it, without anything that could lead elsewhere
/// @param size in bytes
/// @param width of a picture as it is to be seen
/// @param height of a picture as it is to be seen
/// @param thumbType the type of its thumbnail, if it has one
/// @param voice whether it was spoken into the app
/// @param source where it came from, if it was fetched
/// @param reason why it could not be had, in words
public record Attachment(
        long id,
        String handle,
        Kind kind,
        State state,
        String mimeType,
        Optional<String> name,
        OptionalLong size,
        OptionalInt width,
        OptionalInt height,
        Optional<String> thumbType,
        boolean voice,
        Optional<Source> source,
        Optional<String> reason,
        Instant createdAt) {

    /// Where a file was sent to.
    ///
    /// @param channelId the business number
    /// @param id what the source calls it
    /// @param sha256 of its content, as the source says, in base64 or hex
    public record Source(long channelId, String id, Optional<String> sha256) {}

    public boolean isReady() {
        return state == State.READY;
    }

    /// What to call it in a list: its name, or what it is.
    public String label() {
        return name.orElseGet(() -> label(kind, voice));
    }

    /// What to call a file of which nothing is known but its kind.
    public static String label(Kind kind, boolean voice) {
        return switch (kind) {
            case IMAGE -> "Photo";
            case VIDEO -> "Video";
            case AUDIO -> voice ? "Voice message" : "Audio";
            case DOCUMENT -> "File";
            case STICKER -> "Sticker";
        };
    }
}
