package dev.bellhop.admin;

/// A message as another one quotes it.
///
/// @param by who wrote it
/// @param words its beginning, or what its file is
public record Quote(String by, String words) {}
