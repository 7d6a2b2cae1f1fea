package dev.bellhop.audit;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What actions are called in the panel. One that has no words here is told by its name.
final class AuditWords {
    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    entry("access.refused", "Was refused"),
                    entry("agent.added", "Invited an agent"),
                    entry("agent.changed", "Changed an agent"),
                    entry("agent.disabled", "Disabled an agent"),
                    entry("agent.enabled", "Enabled an agent"),
                    entry("agent.link_made", "Made a sign-in link"),
                    entry("agent.new_device", "Signed in with a new browser"),
                    entry("agent.proof_failed", "Wrong password of somebody signed in"),
                    entry("agent.proved", "Proved who they are"),
                    entry("agent.second_step_failed", "Wrong code of a second step"),
                    entry("agent.password_set", "Set a password"),
                    entry("agent.session_ended", "Ended a sign-in"),
                    entry("agent.sessions_ended", "Ended sign-ins"),
                    entry("agent.sign_in_failed", "Wrong email or password"),
                    entry("agent.signed_in", "Signed in"),
                    entry("agent.signed_out", "Signed out"),
                    entry("api_token.created", "Made an API token"),
                    entry("api_token.revoked", "Revoked an API token"),
                    entry("api_token.rotated", "Rotated an API token"),
                    entry("audit.exported", "Exported the audit log"),
                    entry("audit.key_made", "Made a key to sign the log"),
                    entry("audit.verified", "Checked the audit log"),
                    entry("backup.made", "Took a copy of everything"),
                    entry("backup.restored", "Brought a copy back"),
                    entry("breaker.closed", "Sending goes on"),
                    entry("breaker.held", "Paused sending"),
                    entry("breaker.opened", "Sending stopped"),
                    entry("breaker.released", "Let sending go on"),
                    entry("canned.added", "Added a canned response"),
                    entry("canned.changed", "Changed a canned response"),
                    entry("canned.removed", "Removed a canned response"),
                    entry("channel.added", "Added a number"),
                    entry("channel.changed", "Changed a number"),
                    entry("channel.removed", "Removed a number"),
                    entry("channel.rotated", "Replaced secrets"),
                    entry("channel.rotation_confirmed", "Confirmed new secrets"),
                    entry("channel.rotation_expired", "Forgot old secrets"),
                    entry("channel.rotation_rolled_back", "Went back to old secrets"),
                    entry("channel.subscribed", "Subscribed at Meta"),
                    entry("channel.tested", "Tested a number"),
                    entry("channel.unsubscribed", "Unsubscribed at Meta"),
                    entry("channel.verify_token_made", "Made a verify token"),
                    entry("channel.warning_cleared", "A warning is over"),
                    entry("channel.warning_raised", "Warned of a number"),
                    entry("conversation.assigned", "Assigned"),
                    entry("conversation.closed", "Closed"),
                    entry("conversation.handed_over", "Went on on WhatsApp"),
                    entry("conversation.labelled", "Labelled"),
                    entry("conversation.prioritised", "Changed the priority"),
                    entry("conversation.reopened", "Opened again"),
                    entry("conversation.snoozed", "Snoozed"),
                    entry("conversation.unassigned", "Took from its agent"),
                    entry("conversation.woken", "Woke up"),
                    entry("delivery.replayed", "Took notifications again"),
                    entry("event_endpoint.added", "Added an endpoint for events"),
                    entry("event_endpoint.changed", "Changed an endpoint for events"),
                    entry("event_endpoint.removed", "Removed an endpoint for events"),
                    entry("event_endpoint.replayed", "Posted events again"),
                    entry("event_endpoint.rotated", "Gave an endpoint a new secret"),
                    entry("event_endpoint.switched_off", "An endpoint was switched off"),
                    entry("event_endpoint.tested", "Tried an endpoint"),
                    entry("gateway.started", "Bellhop started"),
                    entry("gateway.stopped", "Bellhop stopped"),
                    entry("held_reply.expired", "A reply found no place"),
                    entry("inbox_phone.added", "Added an inbox phone"),
                    entry("inbox_phone.changed", "Changed an inbox phone"),
                    entry("inbox_phone.number_lost", "A phone lost its number"),
                    entry("inbox_phone.removed", "Removed an inbox phone"),
                    entry("inbox_phone.renamed", "A phone has another name"),
                    entry("inbox_phone.user_id_learnt", "Learnt a phone’s user id"),
                    entry("label.added", "Added a label"),
                    entry("limit.reached", "Reached a limit"),
                    entry("media.away", "Files are out of reach"),
                    entry("media.back", "Files are within reach again"),
                    entry("outbox.dead", "Could not send"),
                    entry("outbox.given_up", "Gave up a message"),
                    entry("outbox.retried", "Sent a message again"),
                    entry("passkey.added", "Added a passkey"),
                    entry("passkey.all_removed", "Removed all passkeys"),
                    entry("passkey.removed", "Removed a passkey"),
                    entry("privacy.changed", "Changed what is collected"),
                    entry("redis.away", "Redis is away"),
                    entry("redis.back", "Redis is back"),
                    entry("report.exported", "Exported a report"),
                    entry("report.export_failed", "Could not write a report to its folder"),
                    entry("report.exports_run", "Had reports written to their folder now"),
                    entry("report.rebuilt", "Counted reports anew"),
                    entry("retention.changed", "Changed how long things are kept"),
                    entry("retention.ran", "Cleaned up"),
                    entry("rule.added", "Added a routing rule"),
                    entry("rule.changed", "Changed a routing rule"),
                    entry("rule.ordered", "Ordered the routing rules"),
                    entry("rule.removed", "Removed a routing rule"),
                    entry("second_step.codes_made", "Made recovery codes"),
                    entry("second_step.rule_changed", "Changed who needs a second step"),
                    entry("second_step.turned_off", "Turned a second step off"),
                    entry("second_step.turned_on", "Turned a second step on"),
                    entry("site.added", "Added a website"),
                    entry("site.changed", "Changed a website"),
                    entry("site.hours_changed", "Changed opening hours"),
                    entry("site.follow_up_changed", "Changed how a site follows up"),
                    entry("site.identity_secret_made", "Made an identity secret"),
                    entry("site.origins_changed", "Changed origins"),
                    entry("site.widget_changed", "Changed the widget"),
                    entry("team.added", "Added a team"),
                    entry("team.changed", "Changed a team"),
                    entry("team.removed", "Removed a team"),
                    entry("template.category_changed", "Meta changed a category"),
                    entry("template.created", "Created a template"),
                    entry("template.deleted", "Deleted a template"),
                    entry("template.edited", "Changed a template"),
                    entry("template.quality_changed", "Meta rated a template"),
                    entry("template.status_changed", "Meta judged a template"),
                    entry("template.synced", "Read the templates"),
                    entry("vault.key_rotated", "Rotated the keys"),
                    entry("visitor.blocked", "Blocked a person"),
                    entry("visitor.erased", "Erased a person’s data"),
                    entry("visitor.exported", "Exported a person’s data"),
                    entry("visitor.merged", "Made two people one"),
                    entry("visitor.unblocked", "Unblocked a person"));

    private static final Map<String, String> AREAS =
            Map.ofEntries(
                    entry("access", "Refusals"),
                    entry("agent", "Agents and sign-in"),
                    entry("api_token", "API tokens"),
                    entry("audit", "Audit log"),
                    entry("breaker", "Sending"),
                    entry("canned", "Canned responses"),
                    entry("channel", "Numbers"),
                    entry("conversation", "Conversations"),
                    entry("delivery", "Notifications"),
                    entry("event_endpoint", "Events"),
                    entry("gateway", "Start and stop"),
                    entry("held_reply", "Replies without a place"),
                    entry("inbox_phone", "Inbox phones"),
                    entry("label", "Labels"),
                    entry("limit", "Limits"),
                    entry("media", "Files"),
                    entry("outbox", "Outbox"),
                    entry("passkey", "Passkeys"),
                    entry("privacy", "Privacy"),
                    entry("redis", "Redis"),
                    entry("report", "Reports"),
                    entry("retention", "Retention"),
                    entry("rule", "Routing rules"),
                    entry("second_step", "Second steps"),
                    entry("site", "Websites"),
                    entry("team", "Teams"),
                    entry("template", "Templates"),
                    entry("vault", "Keys"),
                    entry("visitor", "People"));

    private static final Map<String, String> ICONS =
            Map.ofEntries(
                    entry("access", "lock"),
                    entry("agent", "key"),
                    entry("api_token", "key"),
                    entry("audit", "shield"),
                    entry("breaker", "stop"),
                    entry("canned", "doc"),
                    entry("channel", "phone"),
                    entry("conversation", "check"),
                    entry("delivery", "hook"),
                    entry("event_endpoint", "hook"),
                    entry("gateway", "play"),
                    entry("held_reply", "alert"),
                    entry("inbox_phone", "phone"),
                    entry("label", "tag"),
                    entry("limit", "stop"),
                    entry("media", "doc"),
                    entry("outbox", "refresh"),
                    entry("passkey", "key"),
                    entry("privacy", "lock"),
                    entry("redis", "hook"),
                    entry("report", "chart"),
                    entry("retention", "trash"),
                    entry("rule", "route"),
                    entry("second_step", "lock"),
                    entry("site", "site"),
                    entry("team", "team"),
                    entry("template", "doc"),
                    entry("vault", "key"),
                    entry("visitor", "users"));

    /// What somebody ought to look at.
    private static final Set<String> BAD =
            Set.of(
                    "access.refused",
                    "agent.sign_in_failed",
                    "breaker.opened",
                    "channel.warning_raised",
                    "event_endpoint.switched_off",
                    "held_reply.expired",
                    "media.away",
                    "outbox.dead",
                    "redis.away");

    private AuditWords() {}

    static String action(String name) {
        return WORDS.getOrDefault(name, plain(name));
    }

    /// Whether somebody has found words for it.
    static boolean knows(String name) {
        return WORDS.containsKey(name);
    }

    static String area(String name) {
        return AREAS.getOrDefault(name, plain(name));
    }

    static String icon(String action) {
        return isBad(action) ? "alert" : ICONS.getOrDefault(part(action), "info");
    }

    static boolean isBad(String action) {
        return BAD.contains(action);
    }

    /// `inbox phone 3` as it stands in a column of its own.
    static String subject(String subject) {
        return subject.substring(0, 1).toUpperCase(Locale.ROOT) + subject.substring(1);
    }

    private static String part(String action) {
        return action.substring(0, Math.max(0, action.indexOf('.')));
    }

    private static String plain(String name) {
        return subject(name.replace('_', ' ').replace('.', ' '));
    }
}
