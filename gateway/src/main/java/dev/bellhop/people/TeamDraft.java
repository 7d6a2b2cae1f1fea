package dev.bellhop.people;

import dev.bellhop.web.Refusal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A team as somebody enters it, before it is known to be right.
///
/// @param members the agents' numbers
record TeamDraft(String name, List<Long> members, AutoAssignment assignment) {
    private static final int NAME_MAX = 60;

    /// Cleans: no control characters, no blanks at the ends, nobody twice.
    TeamDraft {
        name = PlainText.of(name).replaceAll("\\s+", " ");
        members = members.stream().distinct().sorted().toList();
    }

    static TeamDraft of(Team team) {
        return new TeamDraft(team.name(), team.members(), team.assignment());
    }

    /// What is wrong, by member, in words; empty when it can be saved.
    Map<String, String> problems() {
        var problems = new TreeMap<>(assignment.problems());
        if (name.isEmpty() || name.codePointCount(0, name.length()) > NAME_MAX) {
            problems.put("name", "A team’s name has 1 to " + NAME_MAX + " characters.");
        }
        return problems;
    }

    /// Checks for a caller who can do nothing but read the reason.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    TeamDraft checked() {
        var problems = problems();
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        return this;
    }
}
