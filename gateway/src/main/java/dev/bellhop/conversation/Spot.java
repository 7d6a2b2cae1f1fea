package dev.bellhop.conversation;

/// Where a message stands.
public record Spot(long conversationId, int seq) {}
