package dev.bellhop.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a caller may do. Roles and API tokens are sets of these; every route that is not open names
/// one.
public enum Permission {
    STATUS_READ("See how the gateway is doing"),
    METRICS_READ("Read its metrics"),
    CONVERSATIONS_READ("Read conversations"),
    CONVERSATIONS_ANSWER(
            "Answer, assign and close conversations; keep canned responses of one’s own"),
    VISITORS_ERASE("Erase what is kept of a person"),
    DELIVERIES_READ("See what Meta delivered"),
    OUTBOX_READ("See what waits to be sent"),
    OUTBOX_CHANGE("Send again what failed, or give it up"),
    DELIVERIES_REPLAY("Take in again what Meta delivered"),
    CANNED_CHANGE("Change everyone’s canned responses"),
    REPORTS_READ("Read reports"),
    AUDIT_READ("Read the audit log"),
    SETTINGS_READ("See routing rules, and websites: hours, widget, origins"),
    SETTINGS_CHANGE("Change routing rules, and websites: hours, widget, origins"),
    CHANNELS_READ("See WhatsApp numbers and inbox phones"),
    CHANNELS_CHANGE("Change WhatsApp numbers, their secrets, and inbox phones"),
    TEMPLATES_READ("See message templates"),
    TEMPLATES_CHANGE("Create, change and delete message templates"),
    AGENTS_READ("See agents, teams and what roles may do"),
    AGENTS_CHANGE("Invite, change and disable agents; make teams"),
    TOKENS_READ("See API tokens, not what they are"),
    TOKENS_CHANGE("Make, rotate and revoke API tokens"),
    BACKUPS_MAKE("Take a copy of everything"),
    EVENTS_READ("See where events are sent to, and what was sent"),
    EVENTS_CHANGE("Have events sent to other systems"),
    KEYS_ROTATE("Rotate the keys that seal secrets"),
    OWNERS_CHANGE("Make, change and disable owners");

    private final String words;

    Permission(String words) {
        this.words = words;
    }

    /// What it allows, as the table of roles says it.
    public String words() {
        return words;
    }

    /// The name in API answers and token scopes, such as `conversations.read`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /// The one of a name that somebody entered, if there is one.
    public static Optional<Permission> named(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
