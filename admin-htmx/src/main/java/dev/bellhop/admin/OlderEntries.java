package dev.bellhop.admin;

import java.util.List;
import java.util.OptionalLong;

/// The page before the entries shown: answers `GET …/messages?before=`.
///
/// @param olderThan the lowest seq of these when there are still older ones
public record OlderEntries(String code, List<Entry> entries, OptionalLong olderThan)
        implements Fragment {
    public OlderEntries {
        entries = List.copyOf(entries);
    }

    @Override
    public String template() {
        return "inbox/older.jte";
    }
}
