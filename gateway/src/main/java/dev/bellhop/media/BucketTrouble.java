package dev.bellhop.media;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A call of the storage that did not work, for another reason than that there is no such file.
final class BucketTrouble extends IOException {
    private final boolean refusal;

    /// @param refusal whether it answered, and would answer the same the next time
    BucketTrouble(String words, boolean refusal, @Nullable Throwable cause) {
        super(words, cause);
        this.refusal = refusal;
    }

    boolean isRefusal() {
        return refusal;
    }
}
