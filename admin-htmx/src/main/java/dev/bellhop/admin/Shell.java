package dev.bellhop.admin;

import java.util.regex.Pattern;

/// What surrounds every page of a signed-in agent.
///
/// @param csrf the token that every change must bring: letters, digits, `-`, `_`, `.`, `=`
/// @param agentId tells in the page which conversations are the agent's own; any short word
/// @param needReply open conversations that wait for an answer
/// @param sandbox whether the rail leads to the sandbox's phone
public record Shell(
        String csrf, String agentId, Face agent, Place place, int needReply, boolean sandbox) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._=-]+");

    public Shell {
        if (!TOKEN.matcher(csrf).matches()) {
            throw new IllegalArgumentException("a CSRF token of other characters");
        }
    }

    public Pip pip() {
        return new Pip(needReply);
    }

    /// What htmx adds to each of its requests.
    public String headers() {
        return "{\"X-CSRF-Token\":\"" + csrf + "\"}";
    }
}
