package dev.bellhop.admin;

import java.util.Optional;

/// Between the password and the panel: asks for a code.
///
/// @param name whose sign-in it is
/// @param recovery whether they have no app at hand and use one of the codes that they saved
/// @param next the path to go on to, a path of this panel
/// @param kept what they sent after their session had ended
/// @param problem what was wrong with the last code, or nothing
/// @param paused too many tries: the button waits
public record SecondStep(
        String name,
        boolean recovery,
        String next,
        Optional<Kept> kept,
        String problem,
        boolean paused)
        implements Fragment {
    private static final String PATH = "/admin/sign-in/code";

    @Override
    public String template() {
        return "people/second-step.jte";
    }

    public String action() {
        return kept.isPresent() ? PATH + "/kept" : PATH;
    }

    /// The same page for the other kind of code.
    public String otherPath() {
        return PATH + (recovery ? "?next=" : "?recovery=1&next=") + Paths.encoded(next);
    }
}
