package dev.bellhop.admin;

/// The message that the next answer quotes.
public record Quoted(int seq, Quote quote) {}
