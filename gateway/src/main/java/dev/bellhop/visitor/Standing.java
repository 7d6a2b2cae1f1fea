package dev.bellhop.visitor;

/// What a widget shows of those who answer.
///
/// @param online whether somebody is likely to answer: in the panel, or on a phone
record Standing(boolean online, Presence presence) {}
