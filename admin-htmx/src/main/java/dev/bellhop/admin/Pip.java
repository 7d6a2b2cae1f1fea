package dev.bellhop.admin;

/// The badge of the inbox in the rail. Event `pip`.
public record Pip(int needReply) implements Fragment {
    @Override
    public String template() {
        return "panel/pip-live.jte";
    }

    public String words() {
        return needReply > 99 ? "99+" : String.valueOf(needReply);
    }
}
