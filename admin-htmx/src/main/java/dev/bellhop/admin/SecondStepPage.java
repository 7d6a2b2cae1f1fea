package dev.bellhop.admin;

import java.util.List;

/// Where an agent sets up a second step, and sees the recovery codes once.
///
/// @param offer under which the key waits for a code
/// @param side of the picture that an authenticator app reads, in modules
/// @param picture its dark modules, as a path
/// @param key the same to type, in groups
/// @param problem what was wrong with the code, or nothing
/// @param codes the recovery codes, when it is on
public record SecondStepPage(
        Settings settings,
        String offer,
        int side,
        String picture,
        String key,
        String problem,
        List<String> codes)
        implements Fragment {
    public SecondStepPage {
        codes = List.copyOf(codes);
    }

    /// Where it is set up.
    public static String path() {
        return Section.SIGN_INS.path() + "/second-step";
    }

    @Override
    public String template() {
        return codes.isEmpty() ? "settings/second-step.jte" : "settings/recovery-codes.jte";
    }

    public String box() {
        return "0 0 " + side + " " + side;
    }
}
