package dev.bellhop.gateway;

/// A setting that does not exist or has a value that cannot be: the start ends with this one line.
final class BadSetting extends RuntimeException {
    BadSetting(String message) {
        super(message);
    }
}
