package dev.bellhop.media;

import java.io.IOException;

/// The place where files are cannot be used just now, which will pass: nothing is wrong with the
/// file. The words are for whoever runs the gateway.
public final class StoreAway extends IOException {
    StoreAway(String words) {
        super(words);
    }

    StoreAway(String words, Throwable cause) {
        super(words, cause);
    }
}
