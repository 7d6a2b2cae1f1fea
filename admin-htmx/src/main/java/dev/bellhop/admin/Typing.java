package dev.bellhop.admin;

/// Whether the customer is typing. Event `c-CODE`; the page ends it by itself after 6 s.
public record Typing(String code, String name, boolean on) implements Fragment {
    @Override
    public String template() {
        return "inbox/typing-live.jte";
    }
}
