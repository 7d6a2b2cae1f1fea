package dev.bellhop.admin;

/// The head of a thread and its details, after presence, page, assignee or status changed. Event
/// `c-CODE`.
public record HeaderChanged(Header header, SidePane side) implements Fragment {
    @Override
    public String template() {
        return "inbox/header-live.jte";
    }
}
