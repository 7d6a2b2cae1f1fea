package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the simulated Graph knows about the number, the account, its templates, its app and its
/// tokens.
final class Account {
    private static final int PAGE = 25;
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
    private final NumberState state;

    Account(
            Sandbox.Settings settings,
            Credentials credentials,
            Templates templates,
            TemplateReview review,
            Subscription subscription,
            NumberState state) {
        this.settings = settings;
        this.credentials = credentials;
        this.templates = templates;
        this.review = review;
        this.subscription = subscription;
        this.state = state;
    }

    /// Whether a call is about the number, its account or a token.
    boolean answers(GraphCall call) {
        var first = call.segments().getFirst();
        return call.segments().equals(List.of("debug_token"))
                || first.equals(settings.accountId())
                || (first.equals(settings.phoneNumberId()) && call.segments().size() == 1);
    }

    /// Whether a call is about one template.
    boolean isTemplate(GraphCall call) {
        return call.segments().size() == 1
                && templates.all().stream()
                        .anyMatch(template -> template.id().equals(call.segments().getFirst()));
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
        if (isTemplate(call)) {
            return call.method().equals("POST")
                    ? Optional.of(review.edit(segments.getFirst(), call.json()))
                    : Optional.empty();
        }
        if (segments.size() == 1 && segments.getFirst().matches("[0-9]+")) {
            return call.method().equals("GET")
                    ? Optional.of(object(call, segments.getFirst()))
                    : Optional.empty();
        }
        if (segments.size() != 2) {
            return Optional.empty();
        }
        return switch (segments.get(1)) {
            case "phone_numbers" ->
                    inAccount(call, "GET").map(_ -> paged(call, List.of(number(call))));
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
                        .toList();
        return paged(call, items);
    }

    private JsonNode removed(GraphCall call) {
        var name = call.query("name").orElse("");
        if (!templates.remove(name, call.query("hsm_id"))) {
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

    private JsonNode object(GraphCall call, String id) {
        if (id.equals(settings.accountId())) {
            return Json.object()
                    .put("id", id)
                    .put("name", settings.siteName())
                    .put("timezone_id", "1")
                    .put("message_template_namespace", "sandbox");
        }
        requireNumber(id);
        return number(call);
    }

    /// With the fields that were asked for; all of them when none were.
    private ObjectNode number(GraphCall call) {
        var number = number();
        call.query("fields")
                .ifPresent(fields -> {
                    var wanted = new ArrayList<>(List.of(fields.split(",", -1)));
                    wanted.add("id");
                    number.retain(wanted);
                });
        return number;
    }

    private ObjectNode number() {
        var number = Json.object();
        number.put("verified_name", settings.siteName());
        number.put("code_verification_status", "VERIFIED");
        number.put("display_phone_number", "+" + settings.businessNumber());
        number.put("quality_rating", state.get("quality_rating"));
        number.put("platform_type", "CLOUD_API");
        number.put("status", state.get("status"));
        number.put("name_status", state.get("name_status"));
        number.put("account_mode", "SANDBOX");
        number.put("is_on_biz_app", state.get("is_on_biz_app").equals("true"));
        number.putObject("throughput").put("level", state.get("throughput"));
        number.put("whatsapp_business_manager_messaging_limit", "TIER_250");
        subscription.describe(number);
        var health = number.putObject("health_status");
        health.put("can_send_message", state.get("can_send_message"));
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
            var error = data.putObject("error").put("code", 190);
            if (credentials.hasExpired(token)) {
                error.put("message", "Error validating access token: Session has expired")
                        .put("subcode", 463);
            } else {
                error.put("message", "Invalid OAuth access token - Cannot parse access token");
            }
            data.put("is_valid", false);
            data.putArray("scopes");
            return answer;
        }
        data.put("app_id", settings.appId());
        data.put("type", "SYSTEM_USER");
        data.put("application", "Bellhop sandbox");
        data.put("data_access_expires_at", 0);
        data.put("expires_at", credentials.end(token).map(Instant::getEpochSecond).orElse(0L));
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

    /// A page of a list, which begins after the query's `after` and has at most its `limit`.
    private static JsonNode paged(GraphCall call, List<ObjectNode> all) {
        int from = Math.clamp(number(call, "after", 0), 0, all.size());
        int to = Math.clamp(from + (long) number(call, "limit", PAGE), from, all.size());
        var list = Json.object();
        list.putArray("data").addAll(all.subList(from, to));
        var paging = list.putObject("paging");
        paging.putObject("cursors")
                .put("before", Integer.toString(from))
                .put("after", Integer.toString(to));
        if (to < all.size()) {
            paging.put("next", "https://graph.facebook.com" + call.path() + "?after=" + to);
        }
        return list;
    }

    private static int number(GraphCall call, String name, int otherwise) {
        return call.query(name)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }
}
