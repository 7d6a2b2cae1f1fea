package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.Optional;
import java.util.Set;

/// Which of Meta's rules are in force. All limits are off at first, so that a demo or a load run is
/// not refused.
///
/// @param window free-form messages need a message of the user in the last 24 hours (131047)
/// @param pair one message in six seconds to one user, 45 at once (131056)
/// @param ordered notifications of one phone come one after the other; else concurrently, like
///   Meta's
/// @param late the share of closed windows that is told by a `failed` status instead of in the
///   answer
/// @param batch how many messages and statuses, of whomever, come in one body; those that are too
///   few for it wait for more, or for a smaller number here
/// @param requireProof calls without `appsecret_proof` are refused, as by an app that has "Require
///   app secret" switched on
/// @param strange the share of notifications that hold something that nobody knows (see [Strange])
/// @param mediaHost the host name in addresses of files, where it is not the Graph's own
record Rules(
        boolean window,
        boolean pair,
        boolean ordered,
        double late,
        int batch,
        boolean requireProof,
        double strange,
        Optional<String> mediaHost) {
    static final Rules LENIENT = new Rules(false, false, true, 0.5, 1, false, 0, Optional.empty());
    private static final int BATCH_MAX = 1_000;
    private static final Set<String> MEMBERS =
            Set.of(
                    "window",
                    "pair",
                    "ordered",
                    "late",
                    "batch",
                    "require_proof",
                    "strange",
                    "media_host");

    /// These rules with the members of the document changed.
    ///
    /// @throws Refusal `invalid` when a member is unknown or not of its type
    Rules with(JsonNode changes) {
        for (var name : changes.propertyStream().map(java.util.Map.Entry::getKey).toList()) {
            if (!MEMBERS.contains(name)) {
                throw Refusal.of(Code.INVALID, "There is no rule named " + name + ".");
            }
        }
        return new Rules(
                flag(changes, "window", window),
                flag(changes, "pair", pair),
                flag(changes, "ordered", ordered),
                share(changes, "late", late),
                count(changes),
                flag(changes, "require_proof", requireProof),
                share(changes, "strange", strange),
                host(changes));
    }

    ObjectNode json() {
        return Json.object()
                .put("window", window)
                .put("pair", pair)
                .put("ordered", ordered)
                .put("late", late)
                .put("batch", batch)
                .put("require_proof", requireProof)
                .put("strange", strange)
                .put("media_host", mediaHost.orElse(null));
    }

    private static boolean flag(JsonNode changes, String name, boolean now) {
        var value = changes.path(name);
        if (value.isMissingNode()) {
            return now;
        }
        if (!value.isBoolean()) {
            throw Refusal.of(Code.INVALID, name + " is true or false.");
        }
        return value.booleanValue();
    }

    private int count(JsonNode changes) {
        var value = changes.path("batch");
        if (value.isMissingNode()) {
            return batch;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > BATCH_MAX) {
            throw Refusal.of(Code.INVALID, "batch is a number from 1 to " + BATCH_MAX + ".");
        }
        return value.intValue();
    }

    private Optional<String> host(JsonNode changes) {
        var value = changes.path("media_host");
        if (value.isMissingNode()) {
            return mediaHost;
        }
        if (!value.isNull() && !value.asText().matches("[a-z0-9.-]{1,253}")) {
            throw Refusal.of(Code.INVALID, "media_host is a host name, or null.");
        }
        return value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    private static double share(JsonNode changes, String name, double now) {
        var value = changes.path(name);
        if (value.isMissingNode()) {
            return now;
        }
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
            throw Refusal.of(Code.INVALID, name + " is a number from 0 to 1.");
        }
        return value.doubleValue();
    }
}
