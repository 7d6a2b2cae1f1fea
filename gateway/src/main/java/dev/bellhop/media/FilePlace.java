package dev.bellhop.media;

import java.util.regex.Pattern;

/// What files are called where they are, in a folder as in a bucket: `xx/HANDLE`, `xx` being the
/// handle's first two signs, and the thumbnail beside it.
final class FilePlace {
    private static final String THUMB = ".thumb";
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-]{22})(\\.thumb)?");

    private FilePlace() {}

    /// The name of a file's thumbnail.
    static String thumbnail(String handle) {
        return handle + THUMB;
    }

    /// The path of a file or thumbnail.
    ///
    /// @throws IllegalArgumentException when none can be called that
    static String of(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a handle");
        }
        return name.substring(0, 2) + "/" + name;
    }
}
