package dev.bellhop.admin;

/// What surrounds every page of a signed-in agent.
///
/// @param agentId tells in the page which conversations are the agent's own; any short word
/// @param sandbox whether the rail leads to the sandbox's phone
/// @param provider what single sign-on is called here; empty without
/// @param live whether the agent may hear what happens, and so the page listens
public record Shell(
        String agentId,
        Myself me,
        Place place,
        Pip pip,
        boolean sandbox,
        String provider,
        boolean live) {}
