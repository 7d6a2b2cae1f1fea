package dev.bellhop.admin;

/// A page of the site that a visitor looked at.
///
/// @param at when they came to it
public record Visit(Text page, Stamp at) {}
