package dev.bellhop.people;

import java.util.List;

/// Agents who answer together.
///
/// @param members the agents' numbers, lowest first
/// @param assignment how what waits gets to them
/// @param version grows with each change, so that a stale form is noticed
public record Team(
        long id, String name, List<Long> members, AutoAssignment assignment, int version) {
    public Team {
        members = List.copyOf(members);
    }

    /// What a change of it is compared by.
    String state() {
        return "team " + id + " " + version;
    }
}
