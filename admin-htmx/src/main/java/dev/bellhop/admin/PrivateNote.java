package dev.bellhop.admin;

import java.util.Optional;

/// A note that only the team sees.
///
/// @param by the first name of who wrote it
/// @param cid the id that its writer's page gave it; empty where it came another way
public record PrivateNote(Slot slot, Optional<Day> day, String by, Text text, Stamp at, String cid)
        implements Entry {}
