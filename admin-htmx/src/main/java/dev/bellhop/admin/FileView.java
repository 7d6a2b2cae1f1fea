package dev.bellhop.admin;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.OptionalInt;

/// A message's file as a thread shows it.
///
/// @param label its name, or what it is
/// @param detail beside the name: how large it is, or why it is missing
/// @param href leads to it; empty while it is not there
/// @param thumb leads to what is shown of a picture
/// @param width of a picture, so that nothing jumps when it comes
public record FileView(
        Look look,
        String label,
        String detail,
        String href,
        String thumb,
        OptionalInt width,
        OptionalInt height) {

    /// How it is shown.
    public enum Look {
        PICTURE,
        SOUND,
        FILM,
        CHIP,
        /// It is still on its way.
        COMING,
        /// It could not be had; it may be tried again.
        MISSING;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// For an attribute, which is left out when there is nothing to say.
    public @Nullable String widthWords() {
        return width.isPresent() ? Integer.toString(width.getAsInt()) : null;
    }

    /// For an attribute, which is left out when there is nothing to say.
    public @Nullable String heightWords() {
        return height.isPresent() ? Integer.toString(height.getAsInt()) : null;
    }
}
