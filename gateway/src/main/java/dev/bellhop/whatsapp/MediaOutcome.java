package dev.bellhop.whatsapp;

/// How a call about a file ended. All of these calls may be repeated: at worst Meta keeps a copy
/// that nobody asks for.
///
/// @param <T> what it brought
public sealed interface MediaOutcome<T> {

    /// It worked.
    record Done<T>(T value) implements MediaOutcome<T> {}

    /// Not now; another try may work.
    record Later<T>(String why) implements MediaOutcome<T> {}

    /// It will not work as it is, in words for a person.
    record Never<T>(String why) implements MediaOutcome<T> {}
}
