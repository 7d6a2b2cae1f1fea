package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A conversation in the list. The same for every agent, so that it is drawn once for all of them.
///
/// @param by before the snippet: "Ingrid" for an agent's own last word; empty for the customer's
/// @param unread the customer's messages that nobody has seen
/// @param assigneeId as in [Shell#agentId()]; empty when nobody has it
/// @param team the one that it is for
/// @param site the site's number; empty for a conversation on WhatsApp
/// @param since since when the customer waits for an answer, and how long that is: "12 min"
/// @param late whether that is longer than the site wants
/// @param snoozed until when it is out of sight, in words; empty when it is not
/// @param priority `high`, `urgent`, or empty
/// @param blocked whether the customer may write no longer
/// @param order the list sorts by it, lowest first, within a group
public record Row(
        String code,
        Face customer,
        Channel channel,
        Stamp at,
        String by,
        String snippet,
        int unread,
        Optional<Face> assignee,
        String assigneeId,
        Optional<Choice> team,
        boolean open,
        String site,
        Optional<Stamp> since,
        boolean late,
        String snoozed,
        List<Tag> labels,
        String priority,
        boolean blocked,
        long order) {
    public Row {
        labels = List.copyOf(labels);
    }

    /// The numbers of its labels, as the page's filter compares them.
    public String labelIds() {
        return labels.stream().map(Tag::id).collect(Collectors.joining(" "));
    }

    /// The part of the list it belongs to.
    public Group group() {
        if (!open) {
            return Group.CLOSED;
        }
        if (!snoozed.isEmpty()) {
            return Group.SNOOZED;
        }
        return since.isPresent() ? Group.NEEDS : Group.WAITING;
    }

    public String unreadWords() {
        return unread > 99 ? "99+" : String.valueOf(unread);
    }

    /// The parts of the list, top to bottom.
    public enum Group {
        NEEDS("needs", "Needs a reply"),
        WAITING("waiting", "Waiting on the customer"),
        SNOOZED("snoozed", "Snoozed"),
        CLOSED("closed", "Closed");

        private final String slug;
        private final String title;

        Group(String slug, String title) {
            this.slug = slug;
            this.title = title;
        }

        public String slug() {
            return slug;
        }

        public String title() {
            return title;
        }
    }
}
