package dev.bellhop.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What conversations are about, in a word or two of the team's.
public record Label(long id, String name, Colour colour) {

    /// Colours that the panel has in light and dark.
    public enum Colour {
        WINE,
        BRASS,
        BLUE,
        GREEN,
        STONE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The colour of this name, if there is one.
        public static Optional<Colour> named(String wireName) {
            return Arrays.stream(values())
                    .filter(colour -> colour.wireName().equals(wireName))
                    .findFirst();
        }
    }
}
