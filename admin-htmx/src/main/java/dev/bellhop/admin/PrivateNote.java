package dev.bellhop.admin;

import java.util.Optional;

/// A note that only the team sees.
///
/// @param by the first name of who wrote it
public record PrivateNote(Slot slot, Optional<Day> day, String by, Text text, Stamp at)
        implements Entry {}
