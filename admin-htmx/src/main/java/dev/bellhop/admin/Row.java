package dev.bellhop.admin;

import java.util.Optional;

/// A conversation in the list. The same for every agent, so that it is drawn once for all of them.
///
/// @param by before the snippet: "Ingrid" for an agent's own last word; empty for the customer's
/// @param unread the customer's messages that nobody has seen
/// @param assigneeId as in [Shell#agentId()]; empty when nobody has it
/// @param order the list sorts by it, lowest first, within "needs a reply", "waiting", "closed"
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
        boolean open,
        boolean needsReply,
        long order) {

    /// The part of the list it belongs to.
    public Group group() {
        if (!open) {
            return Group.CLOSED;
        }
        return needsReply ? Group.NEEDS : Group.WAITING;
    }

    public String unreadWords() {
        return unread > 99 ? "99+" : String.valueOf(unread);
    }

    /// The parts of the list, top to bottom.
    public enum Group {
        NEEDS("needs", "Needs a reply"),
        WAITING("waiting", "Waiting on the customer"),
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
