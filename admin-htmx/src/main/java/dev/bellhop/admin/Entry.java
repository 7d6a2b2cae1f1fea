package dev.bellhop.admin;

import java.util.Optional;

/// One thing in a thread.
public sealed interface Entry permits Bubble, PrivateNote, EventLine {
    Slot slot();

    /// The chip above it, when it is the first of its day.
    Optional<Day> day();
}
