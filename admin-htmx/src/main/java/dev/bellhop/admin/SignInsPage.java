package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where an agent is signed in, and their password.
///
/// @param email what they sign in with
/// @param problems what is wrong with a password that was entered, by field
public record SignInsPage(
        Settings settings,
        String email,
        List<Line> lines,
        Map<String, String> problems,
        Optional<Notice> notice)
        implements Fragment {
    /// The shortest password taken, in characters.
    public static final int PASSWORD_MIN = Welcome.PASSWORD_MIN;

    public SignInsPage {
        lines = List.copyOf(lines);
        problems = Map.copyOf(problems);
    }

    @Override
    public String template() {
        return "settings/sign-ins.jte";
    }

    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }

    /// A browser in which they are signed in.
    ///
    /// @param here whether it is the one that looks
    public record Line(String id, String browser, Stamp since, Stamp seen, boolean here) {
        public String endPath() {
            return Section.SIGN_INS.path() + "/" + id + "/end";
        }
    }
}
