package dev.bellhop.admin;

import java.util.Optional;

/// The page behind a one-time link: a new agent, or one who forgot, sets a password.
///
/// @param action where the form posts, the link's own path
/// @param passwordProblem what is wrong with the password, or nothing
/// @param againProblem what is wrong with its repetition, or nothing
public record Welcome(
        String action,
        String name,
        String email,
        Optional<Notice> notice,
        String passwordProblem,
        String againProblem)
        implements Fragment {
    /// The shortest password taken, in characters.
    public static final int PASSWORD_MIN = 12;

    @Override
    public String template() {
        return "people/welcome.jte";
    }
}
