package dev.bellhop.media;

import java.util.Locale;
import java.util.Set;

/// What a file is to whoever looks at a thread.
public enum Kind {
    IMAGE,
    VIDEO,
    AUDIO,
    DOCUMENT,
    STICKER;

    /// What every browser shows as a picture, and none runs.
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private static final Set<String> FILMS =
            Set.of("video/mp4", "video/3gpp", "video/webm", "video/quicktime");

    /// The kind of a type; what is neither seen nor heard in a browser is a document.
    public static Kind of(String mimeType) {
        if (PICTURES.contains(mimeType)) {
            return IMAGE;
        }
        if (FILMS.contains(mimeType)) {
            return VIDEO;
        }
        return mimeType.startsWith("audio/") ? AUDIO : DOCUMENT;
    }

    /// Reads a sender's word for it, which is a wish: the content decides.
    public static Kind claimed(String word) {
        for (Kind kind : values()) {
            if (kind.wireName().equals(word)) {
                return kind;
            }
        }
        return DOCUMENT;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Kind read(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
