package dev.bellhop.people;

/// Somebody who works in the panel.
///
/// @param hasPassword whether they can sign in with one, or still need their one-time link
public record Agent(
        long id, String email, String name, Role role, boolean disabled, boolean hasPassword) {}
