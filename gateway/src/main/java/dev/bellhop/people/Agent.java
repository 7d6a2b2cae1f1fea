package dev.bellhop.people;

/// Somebody who works in the panel.
///
/// @param hasPassword whether they can sign in with one, or still need their one-time link
/// @param version grows with each change, so that a stale form is noticed
public record Agent(
        long id,
        String email,
        String name,
        Role role,
        boolean disabled,
        boolean hasPassword,
        int version) {

    /// What a change of them is compared by.
    String state() {
        return "agent " + id + " " + version;
    }

    /// Whether they are an owner who gets in.
    boolean isActingOwner() {
        return role == Role.OWNER && !disabled && hasPassword;
    }
}
