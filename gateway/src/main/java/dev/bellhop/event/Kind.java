package dev.bellhop.event;

import dev.bellhop.conversation.Noted;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an event may be about.
enum Kind {
    MESSAGE_CREATED,
    MESSAGE_CHANGED,
    MESSAGE_STATUS,
    CONVERSATION_OPENED,
    CONVERSATION_ASSIGNED,
    CONVERSATION_LABELLED,
    CONVERSATION_PRIORITISED,
    CONVERSATION_SNOOZED,
    CONVERSATION_WOKEN,
    CONVERSATION_CLOSED,
    CONVERSATION_REOPENED,
    CONVERSATION_MOVED,
    /// Only for an endpoint that somebody tries.
    TEST;

    /// The name in events, such as `message.created`.
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }

    /// Those that somebody can choose.
    static Optional<Kind> chosen(String wireName) {
        return read(wireName).filter(it -> it != TEST);
    }

    /// The one of a name, if there is one.
    static Optional<Kind> read(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }

    static Kind of(Noted noted) {
        return switch (noted) {
            case Noted.MessageAdded _ -> MESSAGE_CREATED;
            case Noted.MessageChanged _ -> MESSAGE_CHANGED;
            case Noted.StatusAdvanced _ -> MESSAGE_STATUS;
            case Noted.Changed(var _, var how) ->
                    switch (how) {
                        case OPENED -> CONVERSATION_OPENED;
                        case ASSIGNED -> CONVERSATION_ASSIGNED;
                        case LABELLED -> CONVERSATION_LABELLED;
                        case PRIORITISED -> CONVERSATION_PRIORITISED;
                        case SNOOZED -> CONVERSATION_SNOOZED;
                        case WOKEN -> CONVERSATION_WOKEN;
                        case CLOSED -> CONVERSATION_CLOSED;
                        case REOPENED -> CONVERSATION_REOPENED;
                        case MOVED -> CONVERSATION_MOVED;
                    };
        };
    }
}
