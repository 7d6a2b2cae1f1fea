package dev.bellhop.web;

import java.util.Locale;

/// What a caller may do. Roles and API tokens are sets of these; every route that is not open names
/// one.
public enum Permission {
    STATUS_READ,
    METRICS_READ,
    CONVERSATIONS_READ,
    CONVERSATIONS_ANSWER,
    VISITORS_ERASE,
    DELIVERIES_READ,
    OUTBOX_READ,
    OUTBOX_CHANGE,
    DELIVERIES_REPLAY,
    CANNED_CHANGE,
    REPORTS_READ,
    AUDIT_READ,
    SETTINGS_READ,
    SETTINGS_CHANGE,
    CHANNELS_READ,
    CHANNELS_CHANGE,
    TEMPLATES_READ,
    TEMPLATES_CHANGE,
    AGENTS_READ,
    AGENTS_CHANGE;

    /// The name in API answers and token scopes, such as `conversations.read`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
