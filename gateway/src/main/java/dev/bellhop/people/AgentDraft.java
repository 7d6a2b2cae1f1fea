package dev.bellhop.people;

import dev.bellhop.web.Refusal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// An agent as somebody enters them, before it is known to be right.
record AgentDraft(String email, String name, Role role) {
    /// Not what an address may be by its standard, but what mail is sent to.
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)*");

    private static final int EMAIL_MAX = 254;
    private static final int NAME_MAX = 120;

    /// Cleans: no control characters, no blanks at the ends, the email in small letters.
    AgentDraft {
        email = PlainText.of(email).toLowerCase(Locale.ROOT);
        name = PlainText.of(name);
    }

    static AgentDraft of(Agent agent) {
        return new AgentDraft(agent.email(), agent.name(), agent.role());
    }

    /// What is wrong, by member, in words; empty when it can be saved.
    Map<String, String> problems() {
        var problems = new LinkedHashMap<String, String>();
        if (name.isEmpty() || name.codePointCount(0, name.length()) > NAME_MAX) {
            problems.put("name", "A name has 1 to " + NAME_MAX + " characters.");
        }
        if (email.length() > EMAIL_MAX || !EMAIL.matcher(email).matches()) {
            problems.put("email", "An email is like maya@shop.example.");
        }
        return problems;
    }

    /// Checks for a caller who can do nothing but read the reason.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    AgentDraft checked() {
        var problems = problems();
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        return this;
    }
}
