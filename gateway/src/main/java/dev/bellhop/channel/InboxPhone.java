package dev.bellhop.channel;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The WhatsApp account of somebody who answers for the business.
///
/// @param names by what it is known on WhatsApp
/// @param agentId the agent whose phone it is; a shared phone has none
/// @param siteId the site whose visitors it answers; empty for all of the channel's
/// @param windowUntil until when Meta lets us write freely: 24 hours after it last wrote to the
///   business number, or when Meta said that it is over; empty while nothing is known
/// @param lastReplyAt when it last answered anything
public record InboxPhone(
        long id,
        long channelId,
        OptionalLong siteId,
        PhoneNames names,
        String name,
        OptionalLong agentId,
        Optional<Instant> windowUntil,
        Optional<Instant> lastReplyAt) {

    /// What a change of it is compared by: what somebody enters, and what it is called by now.
    public String state() {
        return String.join(
                "\n",
                "inbox phone " + id,
                names.waId().orElse(""),
                names.userId().orElse(""),
                name,
                siteId.toString(),
                agentId.toString());
    }

    /// Whether only templates reach it. While nothing is known, Meta is asked by sending.
    public boolean isShut(Instant now) {
        return windowUntil.filter(until -> !now.isBefore(until)).isPresent();
    }

    /// Whether it wrote to the business number within a day.
    public boolean isOpen(Instant now) {
        return windowUntil.filter(now::isBefore).isPresent();
    }

    InboxPhone with(PhoneNames other) {
        return new InboxPhone(
                id, channelId, siteId, other, name, agentId, windowUntil, lastReplyAt);
    }
}
