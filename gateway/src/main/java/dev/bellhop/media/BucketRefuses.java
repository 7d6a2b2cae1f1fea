package dev.bellhop.media;

/// The storage is there and does not take us as we come, which no waiting changes: a bucket that
/// does not exist, a wrong key, one that may not write.
public final class BucketRefuses extends RuntimeException {
    BucketRefuses(String message, Throwable cause) {
        super(message, cause);
    }
}
