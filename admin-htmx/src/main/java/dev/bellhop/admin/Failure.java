package dev.bellhop.admin;

import java.util.Optional;

/// A page that could not be shown, within the shell for an agent and bare for a stranger.
///
/// @param reference finds the request in the server's log
public record Failure(
        Optional<Shell> shell, int status, String point, String more, String reference)
        implements Fragment {
    @Override
    public String template() {
        return shell.isPresent() ? "panel/failure.jte" : "panel/failure-bare.jte";
    }

    /// The usual words for a status.
    public static Failure of(Optional<Shell> shell, int status, String reference) {
        return switch (status) {
            case 403 ->
                    new Failure(
                            shell,
                            status,
                            "Your role can’t open this",
                            "Ask an owner if you need it.",
                            reference);
            case 404 ->
                    new Failure(
                            shell,
                            status,
                            "There is nothing here",
                            "The link may be old, or the conversation was erased.",
                            reference);
            default ->
                    new Failure(
                            shell,
                            status,
                            "That didn’t work",
                            "The fault is on this server’s side and is in its log. Try again in a"
                                    + " moment.",
                            reference);
        };
    }
}
