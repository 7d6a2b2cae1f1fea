package dev.bellhop.admin;

/// Answers htmx when an agent opens a conversation: the thread, and beside it the details.
public record Opened(ThreadPane thread) implements Fragment {
    @Override
    public String template() {
        return "inbox/opened.jte";
    }
}
