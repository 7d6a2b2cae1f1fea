package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where an agent is signed in, and their password.
///
/// @param email what they sign in with
/// @param secondStep how their second step stands; empty without one
/// @param everybody whether everybody needs one
/// @param mayDecide whether they decide that
/// @param problems what is wrong with a password that was entered, by field
public record SignInsPage(
        Settings settings,
        String email,
        List<Line> lines,
        Optional<SecondStep> secondStep,
        List<Passkey> passkeys,
        boolean everybody,
        boolean mayDecide,
        Map<String, String> problems,
        Optional<Notice> notice)
        implements Fragment {
    /// The shortest password taken, in characters.
    public static final int PASSWORD_MIN = Welcome.PASSWORD_MIN;

    public SignInsPage {
        lines = List.copyOf(lines);
        passkeys = List.copyOf(passkeys);
        problems = Map.copyOf(problems);
    }

    @Override
    public String template() {
        return "settings/sign-ins.jte";
    }

    /// A second step that is on.
    ///
    /// @param codesLeft how many recovery codes were not used
    public record SecondStep(Stamp since, int codesLeft) {}

    /// A key that one of their devices holds.
    ///
    /// @param used when it let them in last; empty for never
    public record Passkey(long id, String name, Stamp since, Optional<Stamp> used) {
        public String removePath() {
            return Section.SIGN_INS.path() + "/passkeys/" + id + "/remove";
        }
    }

    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }

    /// A browser in which they are signed in.
    ///
    /// @param isNew whether they had never been in it before
    /// @param here whether it is the one that looks
    public record Line(
            String id, String browser, Stamp since, Stamp seen, boolean isNew, boolean here) {
        public String endPath() {
            return Section.SIGN_INS.path() + "/" + id + "/end";
        }
    }
}
