package dev.bellhop.inbox;

import dev.bellhop.people.Agent;
import dev.bellhop.people.Agents;
import dev.bellhop.people.Teams;
import dev.bellhop.web.Permission;

import java.util.List;
import java.util.Optional;

/// Who works here.
record Roster(Agents agents, Teams teams) {

    /// Those who can be given a conversation.
    List<Agent> answering() {
        return agents.all().stream().filter(Roster::answers).toList();
    }

    /// Somebody who can be given a conversation.
    Optional<Agent> answering(long id) {
        return agents.find(id).filter(Roster::answers);
    }

    private static boolean answers(Agent agent) {
        return !agent.disabled()
                && agent.role().permissions().contains(Permission.CONVERSATIONS_ANSWER);
    }
}
