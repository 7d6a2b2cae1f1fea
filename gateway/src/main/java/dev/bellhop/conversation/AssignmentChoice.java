package dev.bellhop.conversation;

import dev.bellhop.people.AutoAssignment;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who of a team's agents gets the next conversation: a pure decision.
final class AssignmentChoice {
    /// Somebody who is there.
    ///
    /// @param has how many open conversations they have, of whichever team
    /// @param givenAt when they were last given one of this team's; empty for never
    record Candidate(long agentId, String name, int has, Optional<Instant> givenAt) {}

    private static final Comparator<Candidate> LONGEST_AGO =
            Comparator.<Candidate, Instant>comparing(it -> it.givenAt().orElse(Instant.MIN))
                    .thenComparingLong(Candidate::agentId);

    private AssignmentChoice() {}

    /// Whoever gets it; empty when nobody is there who may have one more.
    static Optional<Candidate> choose(AutoAssignment how, List<Candidate> there) {
        var free = there.stream().filter(it -> how.capacity() == 0 || it.has() < how.capacity());
        return switch (how.policy()) {
            case OFF -> Optional.empty();
            case ROUND_ROBIN -> free.min(LONGEST_AGO);
            case LEAST_BUSY ->
                    free.min(Comparator.comparingInt(Candidate::has).thenComparing(LONGEST_AGO));
        };
    }

    /// Why somebody was chosen, as the thread tells it.
    ///
    /// @param chosen as they were before
    static String why(AutoAssignment how, Candidate chosen, String team) {
        var reason =
                how.policy() == AutoAssignment.Policy.ROUND_ROBIN
                        ? "next in turn in " + team
                        : "least busy in " + team;
        var room = how.capacity() == 0 ? "" : ", " + (chosen.has() + 1) + " of " + how.capacity();
        return chosen.name() + " gets this: " + reason + room;
    }
}
