package dev.bellhop.admin;

/// A message's file came, or it turned out that it cannot be had. Event `c-CODE`, and the answer to
/// trying again.
public record FileChanged(String code, String key, FileView file) implements Fragment {
    @Override
    public String template() {
        return "inbox/file-live.jte";
    }
}
