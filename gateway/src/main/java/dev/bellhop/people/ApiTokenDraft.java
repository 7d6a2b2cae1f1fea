package dev.bellhop.people;

import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// An API token as somebody asks for it, before it is known to be right.
///
/// @param days how long it is good; empty for one that does not end by itself
record ApiTokenDraft(String name, Set<Permission> permissions, OptionalInt days) {
    static final int DAYS_MAX = 3650;
    private static final int NAME_MAX = 60;

    /// Cleans: no control characters, no blanks at the ends.
    ApiTokenDraft {
        name = PlainText.of(name).replaceAll("\\s+", " ");
        permissions = Set.copyOf(permissions);
    }

    /// What is wrong, by member, in words; empty when it can be made.
    Map<String, String> problems() {
        var problems = new LinkedHashMap<String, String>();
        if (name.isEmpty() || name.codePointCount(0, name.length()) > NAME_MAX) {
            problems.put("name", "A token’s name has 1 to " + NAME_MAX + " characters.");
        }
        if (permissions.isEmpty()) {
            problems.put("permissions", "Say what it may do: at least one thing.");
        }
        if (permissions.contains(Permission.TOKENS_CHANGE)) {
            problems.put(
                    "permissions",
                    "A token makes no tokens: one that leaked could make itself last. People do,"
                            + " and the command line on the gateway’s machine.");
        }
        if (days.isPresent() && (days.getAsInt() < 1 || days.getAsInt() > DAYS_MAX)) {
            problems.put("days", "A token is good for 1 to " + DAYS_MAX + " days.");
        }
        return problems;
    }

    /// Checks for a caller who can do nothing but read the reason.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    ApiTokenDraft checked() {
        var problems = problems();
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        return this;
    }
}
