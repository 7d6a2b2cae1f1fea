package dev.bellhop.admin;

/// The badge of the inbox in the rail, and the number in the title of the tab. Event `pip`.
///
/// @param needReply open conversations that wait for an answer
/// @param forMe those of them that are this agent's or nobody's
public record Pip(int needReply, int forMe) implements Fragment {
    @Override
    public String template() {
        return "panel/pip-live.jte";
    }

    public String words() {
        return needReply > 99 ? "99+" : String.valueOf(needReply);
    }
}
