package dev.bellhop.admin;

/// The agent whose page it is, as the rail and the account menu show them. Event `me`.
///
/// @param works whether they answer, and so are there or away
/// @param away whether they said so themselves
/// @param idle whether they are taken for away because they did nothing for a while
public record Myself(Face face, boolean works, boolean away, boolean idle) implements Fragment {
    @Override
    public String template() {
        return "panel/me-live.jte";
    }

    /// The name of the menu, for those who hear it.
    public String words() {
        var presence = works ? ", " + face.presence().words() : "";
        return face.name() + presence + ". Account menu";
    }
}
