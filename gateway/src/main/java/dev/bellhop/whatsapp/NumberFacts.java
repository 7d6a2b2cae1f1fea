package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Meta tells of a business number. Members that Meta left out are empty.
///
/// @param displayNumber in digits
/// @param quality `GREEN`, `YELLOW`, `RED`, or that there is none yet
/// @param status `CONNECTED` is the only good one
/// @param throughput `STANDARD`, `HIGH` or `NOT_APPLICABLE`
/// @param coexists whether the WhatsApp Business app uses the number, too
/// @param messagingLimit how many people may be written to outside their window, such as `TIER_250`
/// @param canSend `AVAILABLE`, `LIMITED` or `BLOCKED`
/// @param obstacles what stands in the way of sending, in Meta's words
public record NumberFacts(
        String displayNumber,
        String verifiedName,
        String quality,
        String status,
        String nameStatus,
        String throughput,
        boolean coexists,
        String messagingLimit,
        String canSend,
        List<String> obstacles,
        Callbacks callbacks) {

    /// So many messages a second Meta takes from a number of which it says nothing else.
    static final int USUAL = 80;

    private static final int RAISED = 1_000;
    private static final int COEXISTING = 20;

    /// Where notifications go: the nearest that is set wins.
    ///
    /// @param application the app's own address, where news of templates and accounts always go
    public record Callbacks(
            Optional<String> application, Optional<String> account, Optional<String> number) {}

    public NumberFacts {
        obstacles = List.copyOf(obstacles);
    }

    /// How many messages a second Meta takes from it.
    ///
    /// Source: Meta's pages "Throughput" and "Onboarding business app users", 2026.
    public int perSecond() {
        if (coexists) {
            return COEXISTING; // whatever the level says: the app's numbers are not raised
        }
        return throughput.equals("HIGH") ? RAISED : USUAL;
    }

    /// Reads the body of a success.
    public static NumberFacts of(JsonNode body) {
        var health = body.path("health_status");
        var callbacks = body.path("webhook_configuration");
        return new NumberFacts(
                body.path("display_phone_number").asText().replaceAll("[^0-9]", ""),
                body.path("verified_name").asText(),
                body.path("quality_rating").asText(),
                body.path("status").asText(),
                body.path("name_status").asText(),
                body.path("throughput").path("level").asText(),
                body.path("is_on_biz_app").asBoolean()
                        && body.path("platform_type").asText("CLOUD_API").equals("CLOUD_API"),
                body.path("whatsapp_business_manager_messaging_limit").asText(),
                health.path("can_send_message").asText(),
                obstacles(health),
                new Callbacks(
                        address(callbacks, "application"),
                        address(callbacks, "whatsapp_business_account"),
                        address(callbacks, "phone_number")));
    }

    private static List<String> obstacles(JsonNode health) {
        var found = new ArrayList<String>();
        for (JsonNode entity : health.path("entities")) {
            var what = entity.path("entity_type").asText() + ": ";
            for (JsonNode error : entity.path("errors")) {
                var solution =
                        Json.string(error, "possible_solution").map(way -> " " + way).orElse("");
                found.add(
                        Texts.cut(what + error.path("error_description").asText() + solution, 300));
            }
            for (JsonNode information : entity.path("additional_info")) {
                found.add(Texts.cut(what + information.asText(), 300));
            }
        }
        return found;
    }

    private static Optional<String> address(JsonNode callbacks, String member) {
        return Json.string(callbacks, member).filter(text -> !text.isBlank());
    }
}
