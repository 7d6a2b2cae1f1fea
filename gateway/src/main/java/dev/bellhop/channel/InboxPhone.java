package dev.bellhop.channel;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The WhatsApp account of somebody who answers for the business.
///
/// @param waId its number in digits, without `+`
/// @param agentId the agent whose phone it is; a shared phone has none
/// @param windowUntil until when Meta lets us write freely: 24 hours after it last wrote to the
///   business number
/// @param lastReplyAt when it last answered anything
public record InboxPhone(
        long id,
        long channelId,
        String waId,
        String name,
        OptionalLong agentId,
        Optional<Instant> windowUntil,
        Optional<Instant> lastReplyAt) {}
