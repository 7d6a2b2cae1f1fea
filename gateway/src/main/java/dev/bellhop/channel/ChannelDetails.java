package dev.bellhop.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.Optional;

/// What of a channel is not secret and can be changed.
record ChannelDetails(
        String name,
        String phoneNumberId,
        String accountId,
        String appId,
        String displayNumber,
        Optional<String> graphVersion,
        Optional<TemplateName> relayTemplate) {

    static ChannelDetails of(Channel channel) {
        return new ChannelDetails(
                channel.name(),
                channel.phoneNumberId(),
                channel.accountId(),
                channel.appId(),
                channel.displayNumber(),
                channel.graphVersion(),
                channel.relayTemplate());
    }

    ChannelDetails withDisplayNumber(String digits) {
        return new ChannelDetails(
                name, phoneNumberId, accountId, appId, digits, graphVersion, relayTemplate);
    }

    ChannelDetails withRelayTemplate(Optional<TemplateName> template) {
        return new ChannelDetails(
                name, phoneNumberId, accountId, appId, displayNumber, graphVersion, template);
    }

    /// Each member that differs from before, for the audit log.
    ObjectNode changesFrom(ChannelDetails before) {
        var changes = Json.object();
        note(changes, "name", before.name, name);
        note(changes, "phone_number_id", before.phoneNumberId, phoneNumberId);
        note(changes, "account_id", before.accountId, accountId);
        note(changes, "app_id", before.appId, appId);
        note(changes, "display_number", before.displayNumber, displayNumber);
        note(changes, "graph_version", before.graphVersion.orElse(""), graphVersion.orElse(""));
        note(
                changes,
                "relay_template",
                before.relayTemplate.map(TemplateName::toString).orElse(""),
                relayTemplate.map(TemplateName::toString).orElse(""));
        return changes;
    }

    private static void note(ObjectNode changes, String member, String before, String after) {
        if (!before.equals(after)) {
            changes.putObject(member).put("from", before).put("to", after);
        }
    }
}
