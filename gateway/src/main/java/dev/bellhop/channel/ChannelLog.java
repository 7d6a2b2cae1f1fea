package dev.bellhop.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Tx;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;

import java.util.Optional;

/// What the audit log is told of channels; of secrets their fingerprints only.
final class ChannelLog {
    private final Audit audit;

    ChannelLog(Audit audit) {
        this.audit = audit;
    }

    void append(Tx tx, Actor actor, String action, long id, ObjectNode detail) {
        audit.append(tx, actor, action, "channel " + id, Json.text(detail));
    }

    /// Which secrets differ.
    static ObjectNode changes(Channel before, Channel after) {
        var changes = Json.object();
        note(changes, "access_token", before.accessToken(), after.accessToken());
        note(changes, "app_secret", before.appSecret(), after.appSecret());
        return changes;
    }

    static void note(
            ObjectNode changes, String what, Optional<Secret> before, Optional<Secret> after) {
        if (!before.equals(after)) {
            changes.putObject(what)
                    .put("from", before.map(Secret::fingerprint).orElse(null))
                    .put("to", after.map(Secret::fingerprint).orElse(null));
        }
    }
}
