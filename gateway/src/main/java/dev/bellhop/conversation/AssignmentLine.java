package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;

import java.util.Optional;
import java.util.OptionalLong;

/// How a thread tells who gave a conversation to whom.
final class AssignmentLine {
    private AssignmentLine() {}

    static String of(
            Actor by,
            OptionalLong from,
            Optional<String> fromName,
            OptionalLong to,
            Optional<String> toName) {
        if (to.isPresent()) {
            return is(by, to)
                    ? by.name()
                            + " took this"
                            + fromName.map(name -> " over from " + name).orElse("")
                    : by.name() + " assigned this to " + toName.orElse("somebody who has left");
        }
        return is(by, from)
                ? by.name() + " gave this back"
                : by.name() + " took this from " + fromName.orElse("somebody who has left");
    }

    /// @param team the one that gets it; empty when it leaves the one before
    static String ofTeam(Actor by, Optional<String> team, Optional<String> before) {
        return team.map(name -> by.name() + " handed this over to the team " + name)
                .orElseGet(() ->
                        by.name() + " took this out of the team " + before.orElse("that is gone"));
    }

    private static boolean is(Actor actor, OptionalLong agentId) {
        return actor.kind().equals("agent") && actor.id().equals(agentId);
    }
}
