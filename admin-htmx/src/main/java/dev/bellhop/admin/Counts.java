package dev.bellhop.admin;

/// The numbers in the tabs, as this agent sees them. Event `counts`.
public record Counts(int mine, int unassigned, int waiting, int open, int snoozed)
        implements Fragment {
    @Override
    public String template() {
        return "inbox/counts-live.jte";
    }

    /// The number beside a tab, or nothing for the closed ones, which nobody counts.
    public String of(View tab) {
        return switch (tab) {
            case MINE -> String.valueOf(mine);
            case UNASSIGNED -> String.valueOf(unassigned);
            case WAITING -> String.valueOf(waiting);
            case OPEN -> String.valueOf(open);
            case SNOOZED -> String.valueOf(snoozed);
            case CLOSED -> "";
        };
    }
}
