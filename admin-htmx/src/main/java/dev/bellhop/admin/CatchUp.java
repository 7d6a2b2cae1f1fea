package dev.bellhop.admin;

import java.util.List;

/// Brings an open thread up to date: answers `GET …/messages?after=`.
///
/// @param entries those after the seq that the page holds
/// @param ticks the ticks of what the page may hold: those that are not yet final, or all
public record CatchUp(Header header, SidePane side, List<Entry> entries, Ticks ticks, Typing typing)
        implements Fragment {
    public CatchUp {
        entries = List.copyOf(entries);
    }

    @Override
    public String template() {
        return "inbox/catch-up.jte";
    }
}
