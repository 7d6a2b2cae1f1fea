package dev.bellhop.admin;

import java.util.List;

/// Asks until when a conversation is to be out of sight.
///
/// @param earliest the first moment that can be entered, as the field wants it
/// @param zone in whose time moments are entered
public record SnoozeSheet(String code, List<Offer> offers, String earliest, String zone)
        implements Fragment {
    public SnoozeSheet {
        offers = List.copyOf(offers);
    }

    /// A moment that is often wanted.
    ///
    /// @param at the moment as the form says it
    /// @param name "Tomorrow morning"
    /// @param words "Tue 09:00"
    public record Offer(String at, String name, String words) {}

    @Override
    public String template() {
        return "inbox/snooze-sheet.jte";
    }

    public String path() {
        return "/admin/c/" + code + "/snooze";
    }
}
