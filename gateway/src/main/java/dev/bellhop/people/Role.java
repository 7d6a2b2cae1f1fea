package dev.bellhop.people;

import static dev.bellhop.web.Permission.AGENTS_READ;
import static dev.bellhop.web.Permission.AUDIT_READ;
import static dev.bellhop.web.Permission.CANNED_CHANGE;
import static dev.bellhop.web.Permission.CHANNELS_READ;
import static dev.bellhop.web.Permission.CONVERSATIONS_ANSWER;
import static dev.bellhop.web.Permission.CONVERSATIONS_READ;
import static dev.bellhop.web.Permission.DELIVERIES_READ;
import static dev.bellhop.web.Permission.METRICS_READ;
import static dev.bellhop.web.Permission.OUTBOX_CHANGE;
import static dev.bellhop.web.Permission.OUTBOX_READ;
import static dev.bellhop.web.Permission.REPORTS_READ;
import static dev.bellhop.web.Permission.SETTINGS_READ;
import static dev.bellhop.web.Permission.STATUS_READ;
import static dev.bellhop.web.Permission.TEMPLATES_READ;

import dev.bellhop.web.Permission;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What kind of work an agent does, and so what they may do.
public enum Role {
    OWNER,
    ADMIN,
    SUPERVISOR,
    AGENT,
    AUDITOR;

    /// What agents of this role may do; owners and admins differ once there is something only an
    /// owner may do.
    public Set<Permission> permissions() {
        return switch (this) {
            case OWNER, ADMIN -> EnumSet.allOf(Permission.class);
            case SUPERVISOR ->
                    EnumSet.of(
                            STATUS_READ,
                            CONVERSATIONS_READ,
                            CONVERSATIONS_ANSWER,
                            CANNED_CHANGE,
                            DELIVERIES_READ,
                            OUTBOX_READ,
                            OUTBOX_CHANGE,
                            REPORTS_READ,
                            SETTINGS_READ,
                            CHANNELS_READ,
                            TEMPLATES_READ,
                            AGENTS_READ);
            case AGENT ->
                    EnumSet.of(
                            STATUS_READ, CONVERSATIONS_READ, CONVERSATIONS_ANSWER, TEMPLATES_READ);
            case AUDITOR ->
                    EnumSet.of(
                            STATUS_READ,
                            METRICS_READ,
                            AUDIT_READ,
                            REPORTS_READ,
                            DELIVERIES_READ,
                            OUTBOX_READ);
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role read(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
