package dev.bellhop.cli;

/// What may come next on a command line.
///
/// @param word as it is written
/// @param about in a few words; may be empty
record Suggestion(String word, String about) {}
