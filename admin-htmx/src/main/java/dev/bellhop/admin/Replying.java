package dev.bellhop.admin;

/// Another agent writes an answer in this conversation. Event `c-CODE`; the page ends it by itself
/// after 6 s.
///
/// @param name the first name; empty when nobody does
public record Replying(String code, String name) implements Fragment {
    @Override
    public String template() {
        return "inbox/replying-live.jte";
    }
}
