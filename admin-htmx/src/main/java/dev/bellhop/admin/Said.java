package dev.bellhop.admin;

/// A piece of what was said.
///
/// @param isHit whether it is what was looked for
public record Said(String text, boolean isHit) {}
