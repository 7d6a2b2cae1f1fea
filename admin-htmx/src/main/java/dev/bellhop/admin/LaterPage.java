package dev.bellhop.admin;

/// A place that is not furnished yet: says what will be there, and offers nothing else.
public record LaterPage(Shell shell, String point, String more) implements Fragment {
    @Override
    public String template() {
        return "panel/later.jte";
    }

    /// The words for a place of the rail.
    public static LaterPage of(Shell shell) {
        return switch (shell.place()) {
            case ANALYTICS ->
                    new LaterPage(
                            shell,
                            "No figures here yet",
                            "Messages a day, response times, outcomes and each agent’s share"
                                    + " will stand here. This version does not draw them.");
            case SETTINGS ->
                    new LaterPage(
                            shell,
                            "No settings here yet",
                            "WhatsApp credentials, the webhook, agents, routing rules, canned"
                                    + " responses and business hours will be set here. This version"
                                    + " does not offer that yet.");
            case INBOX, AUDIT, ELSEWHERE ->
                    throw new IllegalArgumentException(shell.place() + " is a page of its own");
        };
    }
}
