package dev.bellhop.conversation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A conversation as its row says.
///
/// @param code what people call it by, such as `K7QD`
/// @param open whether it goes on; the other state is closed
/// @param teamId the team that it is for
/// @param lastSeq the newest message's number
/// @param waitingSince since when the visitor has been waiting for an answer
/// @param unread how many of the visitor's messages no agent has seen
/// @param visitorGot up to which message the visitor's browser holds them
/// @param visitorSeen up to which message the visitor has seen them
/// @param agentSeen up to which message an agent has seen them
/// @param snoozedUntil until when it is out of the team's sight
/// @param awayUntil until when the visitor was told that nobody is there
/// @param overdueAt since when its customer has waited for longer than the site wants
/// @param closesAt when it is closed, unless somebody writes before
/// @param ending how it ended, while it is closed
/// @param unkept whether what was said in it goes soon after it is closed, as its visitor wants
public record Conversation(
        long id,
        String code,
        Kind kind,
        OptionalLong siteId,
        OptionalLong channelId,
        long visitorId,
        boolean open,
        OptionalLong assigneeId,
        OptionalLong teamId,
        int lastSeq,
        Instant lastAt,
        Author lastAuthor,
        String lastText,
        Optional<Instant> waitingSince,
        int unread,
        int visitorGot,
        int visitorSeen,
        int agentSeen,
        Instant openedAt,
        Optional<Instant> snoozedUntil,
        Optional<Instant> awayUntil,
        Optional<Instant> overdueAt,
        Optional<Instant> closesAt,
        Ending ending,
        Priority priority,
        boolean unkept) {}
