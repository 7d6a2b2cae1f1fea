package dev.bellhop.admin;

/// What surrounds every page of a signed-in agent.
///
/// @param agentId tells in the page which conversations are the agent's own; any short word
/// @param needReply open conversations that wait for an answer
/// @param sandbox whether the rail leads to the sandbox's phone
public record Shell(String agentId, Face agent, Place place, int needReply, boolean sandbox) {

    public Pip pip() {
        return new Pip(needReply);
    }
}
