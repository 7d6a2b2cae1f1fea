package dev.bellhop.admin;

import java.util.Optional;

/// The head of a thread: who, where they are, whose it is, and what can be done with it.
///
/// @param where "Online, looking at Fjord pendant", "WhatsApp · last seen Tuesday 16:20"
/// @param assigneeId as in [Shell#agentId()]; empty when nobody has it
/// @param team the one that it is for
/// @param mine whether it is assigned to the agent who sees it; "Take it" is offered otherwise
/// @param open whether it can be closed; else it can be opened again
/// @param snoozed until when it is out of sight, in words; empty when it is not
/// @param blocked whether they may write no longer
/// @param window where an answer goes, and whether WhatsApp takes it
public record Header(
        String code,
        Face customer,
        Text where,
        Optional<Face> assignee,
        String assigneeId,
        Optional<Choice> team,
        boolean mine,
        boolean open,
        String snoozed,
        boolean blocked,
        SendWindow window) {

    public String path() {
        return "/admin/c/" + code;
    }
}
