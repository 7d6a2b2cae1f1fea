package dev.bellhop.admin;

/// The numbers in the tabs, as this agent sees them. Event `counts`.
public record Counts(int mine, int unassigned, int open) implements Fragment {
    @Override
    public String template() {
        return "inbox/counts-live.jte";
    }
}
