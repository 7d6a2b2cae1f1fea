package dev.bellhop.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.GateView;
import dev.bellhop.whatsapp.NumberFacts;
import dev.bellhop.whatsapp.TokenFacts;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Channels as JSON. Secrets are shown by their fingerprints.
final class ChannelJson {
    private ChannelJson() {}

    static ObjectNode channel(
            Channel channel,
            URI webhook,
            GateView gate,
            Optional<Report> last,
            List<Warning> warnings) {
        var node =
                Json.object()
                        .put("id", channel.id())
                        .put("name", channel.name())
                        .put("phone_number_id", channel.phoneNumberId())
                        .put("account_id", channel.accountId())
                        .put("app_id", channel.appId())
                        .put("display_number", channel.displayNumber())
                        .put("graph_version", channel.graphVersion().orElse(null))
                        .put("webhook_url", webhook.toString())
                        .put("created_at", channel.createdAt().toString());
        secret(node, "access_token", channel.accessToken());
        secret(node, "app_secret", channel.appSecret());
        secret(node, "verify_token", channel.verifyToken());
        rotation(node, channel.rotation());
        relayTemplate(node, channel.relayTemplate());
        node.putObject("sending")
                .put("state", gate.state())
                .put("since", gate.since().toString())
                .put("reason", gate.reason().orElse(null))
                .put("per_second", gate.perSecond())
                .put("normal_per_second", gate.normalPerSecond())
                .put("slowed", gate.isSlowed());
        health(node, last);
        var list = node.putArray("warnings");
        warnings.forEach(warning -> list.add(warning(warning)));
        return node;
    }

    private static void secret(ObjectNode node, String member, Optional<Secret> secret) {
        if (secret.isPresent()) {
            node.putObject(member).put("fingerprint", secret.get().fingerprint());
        } else {
            node.putNull(member);
        }
    }

    private static void rotation(ObjectNode node, Optional<Channel.Rotation> rotation) {
        if (rotation.isEmpty()) {
            node.putNull("rotation");
            return;
        }
        var pending =
                node.putObject("rotation")
                        .put("at", rotation.get().at().toString())
                        .put("until", rotation.get().until().toString());
        secret(pending, "previous_access_token", rotation.get().accessToken());
        secret(pending, "previous_app_secret", rotation.get().appSecret());
    }

    private static void relayTemplate(ObjectNode node, Optional<TemplateName> template) {
        if (template.isPresent()) {
            node.putObject("relay_template")
                    .put("name", template.get().name())
                    .put("language", template.get().language());
        } else {
            node.putNull("relay_template");
        }
    }

    private static void health(ObjectNode node, Optional<Report> last) {
        if (last.isEmpty()) {
            node.putNull("health");
            return;
        }
        var health = node.putObject("health").put("looked_at", last.get().at().toString());
        health.put(
                "token_expires_at",
                last.get()
                        .token()
                        .flatMap(TokenFacts::expiresAt)
                        .map(Instant::toString)
                        .orElse(null));
        health.put("token_type", last.get().token().map(TokenFacts::type).orElse(null));
        var number = last.get().number();
        health.put("verified_name", number.map(NumberFacts::verifiedName).orElse(null));
        health.put("status", number.map(NumberFacts::status).orElse(null));
        health.put("quality", number.map(NumberFacts::quality).orElse(null));
        health.put("name_status", number.map(NumberFacts::nameStatus).orElse(null));
        health.put("throughput", number.map(NumberFacts::throughput).orElse(null));
        health.put("coexistence", number.map(NumberFacts::coexists).orElse(null));
        health.put("messaging_limit", number.map(NumberFacts::messagingLimit).orElse(null));
        health.put("can_send", number.map(NumberFacts::canSend).orElse(null));
    }

    /// A phone that answers for the channel, by what it is known; `/api/v1/inbox-phones` has more.
    static ObjectNode phone(InboxPhone phone) {
        return Json.object()
                .put("id", phone.id())
                .put("name", phone.name())
                .put("number", PhoneIdentities.number(phone.names().waId()))
                .put("user_id", phone.names().userId().orElse(null));
    }

    static ObjectNode warning(Warning warning) {
        return Json.object()
                .put("channel", warning.channelId())
                .put("kind", warning.kind().wireName())
                .put("since", warning.since().toString())
                .put("words", warning.words())
                .put("remedy", warning.remedy())
                .put("cleared_at", warning.clearedAt().map(Instant::toString).orElse(null));
    }

    static ObjectNode report(Report report) {
        var node =
                Json.object()
                        .put("ok", report.failure().isEmpty())
                        .put("at", report.at().toString());
        var steps = node.putArray("steps");
        report.steps().forEach(step -> steps.add(step(step)));
        return node;
    }

    static ObjectNode step(Report.Step step) {
        return Json.object()
                .put("id", step.id())
                .put("title", step.title())
                .put("state", step.finding().state().name().toLowerCase(Locale.ROOT))
                .put("found", step.finding().words())
                .put("remedy", step.finding().remedy().isEmpty() ? null : step.finding().remedy())
                .put("ms", step.took().toMillis());
    }
}
