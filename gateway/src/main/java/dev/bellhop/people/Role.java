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
import static dev.bellhop.web.Permission.OWNERS_CHANGE;
import static dev.bellhop.web.Permission.REPORTS_READ;
import static dev.bellhop.web.Permission.SETTINGS_READ;
import static dev.bellhop.web.Permission.STATUS_READ;
import static dev.bellhop.web.Permission.TEMPLATES_READ;

import dev.bellhop.web.Permission;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What kind of work an agent does, and so what they may do.
public enum Role {
    OWNER("Owner", "May do everything."),
    ADMIN("Admin", "May do everything, but decide who the owners are."),
    SUPERVISOR("Supervisor", "Answers, and looks after how the team does."),
    AGENT("Agent", "Answers."),
    AUDITOR("Auditor", "Looks, and changes nothing.");

    private final String title;
    private final String words;

    Role(String title, String words) {
        this.title = title;
        this.words = words;
    }

    /// What agents of this role may do.
    public Set<Permission> permissions() {
        return switch (this) {
            case OWNER -> EnumSet.allOf(Permission.class);
            case ADMIN -> EnumSet.complementOf(EnumSet.of(OWNERS_CHANGE));
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

    /// Whether somebody who may do all this may give this role and take it: nobody hands out more
    /// than they have themselves, nor decides about whoever has more.
    public boolean isWithin(Set<Permission> permissions) {
        return permissions.containsAll(permissions());
    }

    /// What people call it.
    public String title() {
        return title;
    }

    /// What it is for, in a sentence.
    public String words() {
        return words;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of a name that somebody entered, if there is one.
    static Optional<Role> named(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }

    static Role read(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
