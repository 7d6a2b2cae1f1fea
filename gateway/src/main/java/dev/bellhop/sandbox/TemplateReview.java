package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Duration;
import java.util.Optional;

/// Reviews new templates: they wait a little, and are approved by notification.
final class TemplateReview {
    private static final Duration REVIEW = Duration.ofMillis(500);

    private final Sandbox.Settings settings;
    private final Templates templates;
    private final Courier courier;
    private final Lane lane;
    private final SkippingClock clock;

    TemplateReview(
            Sandbox.Settings settings,
            Templates templates,
            Courier courier,
            Lane lane,
            SkippingClock clock) {
        this.settings = settings;
        this.templates = templates;
        this.courier = courier;
        this.lane = lane;
        this.clock = clock;
    }

    /// Takes a template in, PENDING.
    JsonNode submit(JsonNode json) {
        var template = templates.create(json);
        review(template);
        return Json.object()
                .put("id", template.id())
                .put("status", template.status())
                .put("category", template.category());
    }

    /// Takes a change of a template in, PENDING again.
    JsonNode edit(String id, JsonNode json) {
        review(templates.edit(id, json));
        return Json.object().put("success", true);
    }

    private void review(Template template) {
        lane.after(
                REVIEW,
                () ->
                        templates
                                .approve(template.id())
                                .ifPresent(approved ->
                                        courier.carry(
                                                lane,
                                                notice(approved, Optional.of("NONE")),
                                                () -> {})));
    }

    /// Gives a template another status, and tells it.
    Optional<Template> change(String name, String language, String event, Optional<String> reason) {
        var changed = templates.change(name, language, event);
        changed.ifPresent(template -> courier.carry(lane, notice(template, reason), () -> {}));
        return changed;
    }

    /// Here, unlike anywhere else, Meta writes the time and the id as numbers.
    private ObjectNode notice(Template template, Optional<String> reason) {
        var body = Json.object();
        body.put("object", "whatsapp_business_account");
        var entry = body.putArray("entry").addObject();
        entry.put("id", settings.accountId());
        entry.put("time", clock.wire().getEpochSecond());
        var change = entry.putArray("changes").addObject();
        change.putObject("value")
                .put("event", template.status())
                .put("message_template_id", Long.parseLong(template.id()))
                .put("message_template_name", template.name())
                .put("message_template_language", template.language())
                .put("reason", reason.orElse(null))
                .put("message_template_category", template.category());
        change.put("field", "message_template_status_update");
        return body;
    }
}
