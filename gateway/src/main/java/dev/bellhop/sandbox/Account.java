package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.List;
import java.util.Optional;

/// What the simulated Graph knows about the number, the account, its templates, its app and its
/// tokens.
final class Account {
    private static final List<String> SCOPES =
            List.of(
                    "whatsapp_business_management",
                    "whatsapp_business_messaging",
                    "public_profile");

    private final Sandbox.Settings settings;
    private final Credentials credentials;
    private final Templates templates;
    private final TemplateReview review;
    private final Subscription subscription;

    Account(
            Sandbox.Settings settings,
            Credentials credentials,
            Templates templates,
            TemplateReview review,
            Subscription subscription) {
        this.settings = settings;
        this.credentials = credentials;
        this.templates = templates;
        this.review = review;
        this.subscription = subscription;
    }

    /// @throws GraphError 100 with subcode 33 for any other number
    void requireNumber(String id) {
        if (!id.equals(settings.phoneNumberId())) {
            throw GraphError.noSuchObject(id);
        }
    }

    /// Answers reads of number, account and token, and the account's templates; empty for anything
    /// else.
    Optional<JsonNode> answer(GraphCall call) {
        var segments = call.segments();
        if (segments.equals(List.of("debug_token")) && call.method().equals("GET")) {
            return Optional.of(token(call.query("input_token").orElse("")));
        }
        if (segments.size() == 1 && segments.getFirst().matches("[0-9]+")) {
            return call.method().equals("GET")
                    ? Optional.of(object(segments.getFirst()))
                    : Optional.empty();
        }
        if (segments.size() != 2) {
            return Optional.empty();
        }
        return switch (segments.get(1)) {
            case "phone_numbers" -> inAccount(call, "GET").map(_ -> list(number()));
            case "message_templates" -> templates(call);
            case "subscribed_apps" -> inAccount(call, call.method()).flatMap(subscription::answer);
            default -> Optional.empty();
        };
    }

    private Optional<JsonNode> templates(GraphCall call) {
        return inAccount(call, call.method())
                .flatMap(_ ->
                        switch (call.method()) {
                            case "GET" -> Optional.of(listed(call));
                            case "POST" -> Optional.of(review.submit(call.json()));
                            case "DELETE" -> Optional.of(removed(call));
                            default -> Optional.empty();
                        });
    }

    private JsonNode listed(GraphCall call) {
        var name = call.query("name");
        var items =
                templates.all().stream()
                        .filter(template -> name.isEmpty() || template.name().equals(name.get()))
                        .map(Template::json)
                        .toArray(ObjectNode[]::new);
        return list(items);
    }

    private JsonNode removed(GraphCall call) {
        var name = call.query("name").orElse("");
        if (!templates.remove(name)) {
            throw GraphError.of(100, "There is no template named " + name + ".");
        }
        return Json.object().put("success", true);
    }

    private Optional<GraphCall> inAccount(GraphCall call, String method) {
        if (!call.segments().getFirst().equals(settings.accountId())) {
            throw GraphError.noSuchObject(call.segments().getFirst());
        }
        return call.method().equals(method) ? Optional.of(call) : Optional.empty();
    }

    private JsonNode object(String id) {
        if (id.equals(settings.accountId())) {
            return Json.object()
                    .put("id", id)
                    .put("name", settings.siteName())
                    .put("timezone_id", "1")
                    .put("message_template_namespace", "sandbox");
        }
        requireNumber(id);
        return number();
    }

    private ObjectNode number() {
        var number = Json.object();
        number.put("verified_name", settings.siteName());
        number.put("code_verification_status", "VERIFIED");
        number.put("display_phone_number", "+" + settings.businessNumber());
        number.put("quality_rating", "GREEN");
        number.put("platform_type", "CLOUD_API");
        number.put("status", "CONNECTED");
        number.put("name_status", "APPROVED");
        number.put("account_mode", "SANDBOX");
        number.putObject("throughput").put("level", "STANDARD");
        number.put("whatsapp_business_manager_messaging_limit", "TIER_250");
        subscription.describe(number);
        var health = number.putObject("health_status");
        health.put("can_send_message", "AVAILABLE");
        var entities = health.putArray("entities");
        entity(entities.addObject(), "PHONE_NUMBER", settings.phoneNumberId());
        entity(entities.addObject(), "WABA", settings.accountId());
        entity(entities.addObject(), "APP", settings.appId());
        number.put("id", settings.phoneNumberId());
        return number;
    }

    private static void entity(ObjectNode entity, String type, String id) {
        entity.put("entity_type", type).put("id", id).put("can_send_message", "AVAILABLE");
    }

    private JsonNode token(String token) {
        var answer = Json.object();
        var data = answer.putObject("data");
        if (!credentials.takes(token)) {
            data.putObject("error")
                    .put("code", 190)
                    .put("message", "Invalid OAuth access token - Cannot parse access token");
            data.put("is_valid", false);
            data.putArray("scopes");
            return answer;
        }
        data.put("app_id", settings.appId());
        data.put("type", "SYSTEM_USER");
        data.put("application", "Bellhop sandbox");
        data.put("data_access_expires_at", 0);
        data.put("expires_at", 0);
        data.put("is_valid", true);
        var scopes = data.putArray("scopes");
        SCOPES.forEach(scopes::add);
        var granular = data.putArray("granular_scopes");
        for (var scope : SCOPES.subList(0, 2)) {
            granular.addObject()
                    .put("scope", scope)
                    .putArray("target_ids")
                    .add(settings.accountId());
        }
        data.put("user_id", "110000000000001");
        return answer;
    }

    private static JsonNode list(ObjectNode... items) {
        var list = Json.object();
        var data = list.putArray("data");
        List.of(items).forEach(data::add);
        list.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MjQZD");
        return list;
    }
}
