package dev.bellhop.conversation;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes the codes that people call conversations by. Letters and digits that look alike are left
/// out, and so are vowels, which would make words.
final class Codes {
    /// Wider than the alphabet: what is typed with a letter that looks like another is not found,
    /// and that is said of it.
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{4,8}");

    private static final String ALPHABET = "BCDFGHJKMNPQRTVWXYZ2346789";

    private Codes() {}

    static String make(RandomGenerator random, int length) {
        var code = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /// The code that somebody typed, with or without a `#` before it; empty for what can be none,
    /// which no database needs to be asked for.
    static Optional<String> read(String typed) {
        var code = typed.strip().replaceFirst("^#", "").toUpperCase(Locale.ROOT);
        return CODE.matcher(code).matches() ? Optional.of(code) : Optional.empty();
    }
}
