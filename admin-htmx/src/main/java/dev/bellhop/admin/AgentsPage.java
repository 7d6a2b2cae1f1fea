package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// Who works here, and the form of one of them.
///
/// @param mayInvite whether this agent may do more than look
/// @param mayLink whether this agent may say whose an inbox phone is
/// @param link a one-time link that was just made
/// @param notice what was just done; may be empty
public record AgentsPage(
        Settings settings,
        List<Line> lines,
        boolean mayInvite,
        boolean mayLink,
        Optional<AgentForm> form,
        Optional<Link> link,
        Optional<Notice> notice)
        implements Fragment {
    public AgentsPage {
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/agents.jte";
    }

    /// An agent in the list.
    ///
    /// @param you whether it is who looks
    /// @param state how they come in, in a tag
    /// @param seen when they were last here; empty for whoever never was
    /// @param phones their inbox phones, as people read them
    /// @param disabled whether they do not get in, so that a phone of theirs would be left out
    /// @param current whether their form is open
    public record Line(
            long id,
            Face face,
            String email,
            boolean you,
            String role,
            State state,
            Optional<Stamp> seen,
            List<String> phones,
            boolean disabled,
            boolean current) {
        public Line {
            phones = List.copyOf(phones);
        }

        public String path() {
            return Section.AGENTS.path() + "/" + id;
        }

        /// Where a phone of theirs is added.
        public String linkPath() {
            return Section.INBOX_PHONES.path() + "/new?agent=" + id;
        }
    }

    /// How an agent comes in, in a tag.
    ///
    /// @param style of the tag
    public record State(String words, String style) {}

    /// A one-time link, shown this once.
    ///
    /// @param until when it is over, in words
    public record Link(String name, String email, String address, String until) {}
}
