package dev.bellhop.whatsapp;

import java.time.Instant;
import java.util.Optional;

/// One thing that a notification tells. A notification holds up to a thousand of them, of several
/// numbers.
public sealed interface Item {

    /// Somebody wrote to a business number.
    ///
    /// @param quoted the message id that is quoted or whose button was tapped
    record Inbound(
            String phoneNumberId,
            Sender from,
            String wamid,
            Instant at,
            Content content,
            Optional<String> quoted)
            implements Item {}

    /// A message that was sent from a business number got further.
    ///
    /// @param callback what the send gave as `biz_opaque_callback_data`
    /// @param failure why, when it failed
    record StatusUpdate(
            String phoneNumberId,
            String wamid,
            Status status,
            Instant at,
            Optional<String> callback,
            Optional<Failure> failure)
            implements Item {}

    /// Something that asks nothing of us, such as a call; kept with the notification.
    record PassedOver(String what) implements Item {}

    /// Something of a shape that nobody here knows; kept with the notification, for a person to
    /// look at.
    record Unknown(String what) implements Item {}

    /// A part that should have been readable and was not; its neighbours are not affected.
    record Damaged(String what, String why) implements Item {}

    /// How far a message got, in Meta's words.
    enum Status {
        SENT,
        DELIVERED,
        READ,
        PLAYED,
        FAILED
    }
}
