package dev.bellhop.people;

import dev.bellhop.live.News;

/// An agent came, went, or is away now. Told on the team's topic.
public record PresenceChanged(long agentId) implements News {}
