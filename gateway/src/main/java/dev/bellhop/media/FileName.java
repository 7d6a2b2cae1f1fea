package dev.bellhop.media;

import java.util.Optional;
import java.util.regex.Pattern;

/// A file's name as its sender wrote it, made fit to be shown and offered: its last part only, on
/// one line, no longer than a file system takes. It is never part of a path of ours.
final class FileName {
    private static final int CHARACTERS_MAX = 120;
    private static final int ENDING_MAX = 12;

    /// What no file system or header takes, and marks that would show a name in another order.
    private static final Pattern UNFIT =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\"<>|?*:]+");

    private FileName() {}

    /// The name; empty when nothing is left of it.
    static Optional<String> of(String claimed) {
        var last =
                claimed.substring(
                        Math.max(claimed.lastIndexOf('/'), claimed.lastIndexOf('\\')) + 1);
        var plain =
                UNFIT.matcher(last)
                        .replaceAll(" ")
                        .replaceAll(" {2,}", " ")
                        .strip()
                        .replaceAll("^[. ]+", "");
        return plain.isEmpty() ? Optional.empty() : Optional.of(cut(plain));
    }

    /// Cuts in front of the ending, by which people and programs know what it is.
    private static String cut(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= CHARACTERS_MAX) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        var ending = dot > 0 && name.length() - dot <= ENDING_MAX ? name.substring(dot) : "";
        int kept = CHARACTERS_MAX - ending.codePointCount(0, ending.length()) - 1;
        return name.substring(0, name.offsetByCodePoints(0, kept)) + "…" + ending;
    }
}
