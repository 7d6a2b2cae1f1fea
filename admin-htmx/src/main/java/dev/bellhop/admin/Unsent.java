package dev.bellhop.admin;

/// An answer that was refused for now, with the words back in the composer.
///
/// @param cid the id that it was sent under, so that it is the same answer when it is sent again
/// @param why why it was not sent, as a sentence
public record Unsent(String cid, String text, String why) {}
