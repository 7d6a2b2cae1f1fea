package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// The details beside a thread.
///
/// @param line under the name: "Third conversation"
/// @param vouched which of their names their site has signed, in words; may be empty
/// @param clock how late it is where they are, if that is known
/// @param contact email, phone, language, channel: what is known, in this order
/// @param onSite page, came from, device; empty for a conversation on WhatsApp
/// @param trail the pages that were looked at before, the newest first
/// @param why why it is here, in a sentence; may be empty
/// @param team the one that it is for
/// @param outcome how it ended; empty while that is not known
/// @param blocked whether they may write no longer
/// @param since "since 10:41"; empty when nobody has it
public record SidePane(
        String code,
        Face customer,
        String line,
        String vouched,
        Optional<TheirClock> clock,
        List<Fact> contact,
        List<Fact> onSite,
        List<Visit> trail,
        Text why,
        Optional<Face> assignee,
        Optional<Choice> team,
        String since,
        String outcome,
        List<Tag> labels,
        String priority,
        boolean blocked,
        List<Earlier> earlier) {
    public SidePane {
        contact = List.copyOf(contact);
        onSite = List.copyOf(onSite);
        trail = List.copyOf(trail);
        labels = List.copyOf(labels);
        earlier = List.copyOf(earlier);
    }

    public String path() {
        return "/admin/c/" + code;
    }
}
