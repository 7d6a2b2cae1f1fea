package dev.bellhop.db;

/// A unique key already holds this value. Keepers catch it where a repeat is expected and answer
/// with the first row.
public final class DuplicateKey extends RuntimeException {
    DuplicateKey(Throwable cause) {
        super("a unique key already holds this value", cause);
    }
}
