package dev.bellhop.admin;

import java.util.List;

/// Entries that came to a thread. Event `c-CODE`, and the answer to a reply.
public record NewEntries(String code, List<Entry> entries) implements Fragment {
    public NewEntries {
        entries = List.copyOf(entries);
    }

    @Override
    public String template() {
        return "inbox/entries-live.jte";
    }
}
