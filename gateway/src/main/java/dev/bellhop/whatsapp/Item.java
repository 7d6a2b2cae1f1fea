package dev.bellhop.whatsapp;

import java.time.Instant;
import java.util.Optional;

/// One thing that a notification tells. A notification holds up to a thousand of them, of several
/// numbers.
public sealed interface Item {

    /// Somebody wrote to a business number.
    record Inbound(
            String phoneNumberId,
            Sender from,
            String wamid,
            Instant at,
            Content content,
            Context context)
            implements Item {
        /// The message id that is quoted or whose button was tapped.
        public Optional<String> quoted() {
            return context.quoted();
        }
    }

    /// The business wrote from the WhatsApp Business app on a phone, which shares the number with
    /// the API. What is sent through the API is not echoed.
    ///
    /// @param to whom
    /// @param name the profile's name of whom, where Meta tells it
    record Echo(
            String phoneNumberId,
            Recipient to,
            Optional<String> name,
            String wamid,
            Instant at,
            Content content,
            Context context)
            implements Item {}

    /// WhatsApp tells that a person is known otherwise from now on; not words of theirs.
    ///
    /// @param type Meta's word: `user_changed_number`, `user_changed_user_id`,
    ///   `customer_identity_changed`
    /// @param oldWaId the number that they had until now
    /// @param waId the number from now on
    /// @param oldUserId the user id that they had until now
    /// @param userId the user id from now on
    record SystemMessage(
            String phoneNumberId,
            String wamid,
            Instant at,
            String type,
            Optional<String> oldWaId,
            Optional<String> waId,
            Optional<String> oldUserId,
            Optional<String> userId)
            implements Item {
        /// A text that is the same for the same person, as in [Sender#lane].
        public String lane() {
            return userId.or(() -> oldUserId).or(() -> waId).or(() -> oldWaId).orElse(wamid);
        }
    }

    /// A message that was sent from a business number got further.
    ///
    /// @param to whom it reached, or was for, by the names that Meta tells; empty when by none
    /// @param callback what the send gave as `biz_opaque_callback_data`
    /// @param failure why, when it failed
    /// @param pricing what it is charged as; it is told with one or two of a message's statuses
    record StatusUpdate(
            String phoneNumberId,
            String wamid,
            Status status,
            Instant at,
            Optional<Recipient> to,
            Optional<String> callback,
            Optional<Failure> failure,
            Optional<Pricing> pricing)
            implements Item {}

    /// A person stops or resumes a kind of messages.
    ///
    /// @param category Meta's word, such as `marketing_messages`
    /// @param value `stop` or `resume`
    record Preference(String phoneNumberId, Sender from, Instant at, String category, String value)
            implements Item {
        /// An id of our own making, since Meta gives none: the same for a repeat.
        public String key() {
            return "preference:"
                    + category
                    + ":"
                    + value
                    + ":"
                    + at.getEpochSecond()
                    + ":"
                    + from.lane();
        }
    }

    /// Something happened to a template.
    ///
    /// @param accountId the account it belongs to
    /// @param templateId Meta's id in digits; empty when it was left out
    /// @param language with an underscore, such as `en_US`, whichever way Meta spelt it
    record TemplateChange(
            String accountId,
            Optional<Instant> at,
            String templateId,
            String name,
            String language,
            TemplateNews news)
            implements Item {}

    /// Something happened to an account or to one of its numbers.
    ///
    /// @param accountId the account; empty when Meta gave none
    /// @param phoneNumberId the number, where Meta names it by its id
    /// @param displayNumber the number in digits, where Meta names it by those
    record AccountChange(
            String accountId,
            Optional<Instant> at,
            Optional<String> phoneNumberId,
            Optional<String> displayNumber,
            AccountNews news)
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
