package dev.bellhop.vault;

/// What is sealed does not open: the wrong master key, or bytes that somebody changed or moved.
public final class WrongKey extends RuntimeException {
    WrongKey(String message) {
        super(message);
    }
}
