package dev.bellhop.admin;

/// Answers an agent who took, closed or opened a conversation again.
public record Acted(HeaderChanged changed, Row row, Counts counts, Pip pip) implements Fragment {
    @Override
    public String template() {
        return "inbox/acted.jte";
    }
}
