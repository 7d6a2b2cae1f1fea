package dev.bellhop.channel;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Something about a channel that an admin should look at before a customer is hurt.
///
/// @param since when it was first seen; a later look that finds it again does not change it
/// @param words what is wrong
/// @param remedy what to do about it
public record Warning(
        long channelId,
        Kind kind,
        Instant since,
        String words,
        String remedy,
        Optional<Instant> clearedAt) {

    /// What it is about. A channel has at most one open warning of each kind.
    public enum Kind {
        /// Meta does not take the access token, or it lacks a right.
        TOKEN,
        /// Meta does not take the app's id with its secret.
        APP,
        /// The access token ends soon.
        TOKEN_EXPIRY,
        /// Notifications come with signatures that the app secret does not explain.
        APP_SECRET,
        /// The number is not connected, or something stands in the way of sending.
        NUMBER,
        /// People block or report the number.
        QUALITY,
        /// Notifications go elsewhere, or nowhere.
        SUBSCRIPTION,
        /// Meta restricted the account.
        ACCOUNT,
        /// Another responder answers on this number.
        STANDBY,
        /// Nothing goes out on this number at present: Meta takes none, keeps failing, or somebody
        /// paused it.
        SENDING,
        /// The template that relays outside the window cannot be sent.
        RELAY_TEMPLATE,
        /// Meta refused a message for a reason that others will meet too.
        REFUSALS,
        /// No inbox phone answers for this number, or one has lost its own to somebody else.
        INBOX_PHONE,
        /// No website uses this number.
        WEBSITE,
        /// There is no verify token, so that Meta's handshake fails.
        VERIFY_TOKEN,
        /// Notifications came and could not be taken in.
        NOTIFICATIONS;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> read(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName().equals(wireName))
                    .findFirst();
        }
    }
}
