package dev.bellhop.conversation;

import java.util.random.RandomGenerator;

/// Makes the codes that people call conversations by. Letters and digits that look alike are left
/// out, and so are vowels, which would make words.
final class Codes {
    private static final String ALPHABET = "BCDFGHJKMNPQRTVWXYZ2346789";

    private Codes() {}

    static String make(RandomGenerator random, int length) {
        var code = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
