package dev.bellhop.admin;

/// A conversation that the same customer had before.
///
/// @param title its first words or subject
/// @param more "Ingrid · Order help · 5 of 5 bells"
public record Earlier(String code, String title, Stamp at, String more) {}
