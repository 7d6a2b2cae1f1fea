package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what is told about accounts, numbers and templates. Of these fields Meta changes names and
/// members more often than of messages: what is missing is left out, nothing is damaged by it.
final class AccountReader {
    private static final int LABEL_MAX = ContentReader.LABEL_MAX;
    private static final int NAME_MAX = 512;
    private static final int ADVICE_MAX = 300;
    private static final int RESTRICTIONS_MAX = 20;

    private static final Set<String> TEMPLATE_FIELDS =
            Set.of(
                    "message_template_status_update",
                    "message_template_quality_update",
                    "message_template_components_update",
                    "template_category_update",
                    "template_correct_category_detection");

    private static final Set<String> ACCOUNT_FIELDS =
            Set.of(
                    "account_alerts",
                    "account_offboarded",
                    "account_reconnected",
                    "account_review_update",
                    "account_settings_update",
                    "account_update",
                    "business_capability_update",
                    "business_status_update",
                    "business_username_updates",
                    "phone_number_name_update",
                    "phone_number_quality_update",
                    "security");

    private static final Set<String> RESPONDER_FIELDS = Set.of("standby", "messaging_handovers");

    private AccountReader() {}

    /// Whether a field is about accounts, numbers or templates.
    static boolean knows(String field) {
        return TEMPLATE_FIELDS.contains(field)
                || ACCOUNT_FIELDS.contains(field)
                || RESPONDER_FIELDS.contains(field);
    }

    static Item read(JsonNode entry, String field, JsonNode value) {
        var accountId = Members.id(entry, "id").orElse("");
        var at = Members.timeMaybe(entry, "time");
        return TEMPLATE_FIELDS.contains(field)
                ? template(accountId, at, field, value)
                : account(accountId, at, field, value);
    }

    /// An error of a number as a whole.
    static Item trouble(JsonNode entry, String phoneNumberId, JsonNode error) {
        return new Item.AccountChange(
                Members.id(entry, "id").orElse(""),
                Members.timeMaybe(entry, "time"),
                Optional.of(phoneNumberId),
                Optional.empty(),
                new AccountNews.Trouble(Failure.of(error)));
    }

    private static Item template(
            String accountId, Optional<Instant> at, String field, JsonNode value) {
        var name = Members.label(value, "message_template_name", NAME_MAX);
        if (name.isEmpty()) {
            return new Item.Damaged(field, "message_template_name is missing");
        }
        return new Item.TemplateChange(
                accountId,
                at,
                Members.id(value, "message_template_id").orElse(""),
                name.get(),
                Members.label(value, "message_template_language", LABEL_MAX)
                        .orElse("")
                        .replace('-', '_'),
                templateNews(field, value));
    }

    private static TemplateNews templateNews(String field, JsonNode value) {
        return switch (field) {
            case "message_template_quality_update" ->
                    new TemplateNews.QualityChanged(
                            label(value, "previous_quality_score"),
                            label(value, "new_quality_score").orElse("UNKNOWN"));
            case "message_template_components_update" -> new TemplateNews.ComponentsChanged();
            case "template_category_update", "template_correct_category_detection" ->
                    category(value);
            default ->
                    new TemplateNews.StatusChanged(
                            label(value, "event").orElse("UNKNOWN"),
                            label(value, "message_template_category"),
                            label(value, "reason").filter(reason -> !reason.equals("NONE")),
                            advice(value));
        };
    }

    /// Before a change `new_category` is still the present one.
    private static TemplateNews category(JsonNode value) {
        var now = label(value, "new_category").orElse("UNKNOWN");
        return label(value, "correct_category")
                .<TemplateNews>map(coming ->
                        new TemplateNews.CategoryAnnounced(
                                now, coming, Members.timeMaybe(value, "category_update_timestamp")))
                .orElseGet(() ->
                        new TemplateNews.CategoryChanged(label(value, "previous_category"), now));
    }

    private static Optional<String> advice(JsonNode value) {
        var rejection = value.path("rejection_info");
        var reason = Members.label(rejection, "reason", ADVICE_MAX);
        var recommendation = Members.label(rejection, "recommendation", ADVICE_MAX);
        return reason.isPresent() && recommendation.isPresent()
                ? Optional.of(reason.get() + " " + recommendation.get())
                : reason.or(() -> recommendation)
                        .or(() ->
                                Members.label(value.path("other_info"), "description", ADVICE_MAX))
                        .or(() ->
                                Members.labelOrNumber(
                                        value.path("disable_info"), "disable_date", LABEL_MAX));
    }

    private static Item account(
            String accountId, Optional<Instant> at, String field, JsonNode value) {
        return new Item.AccountChange(
                accountId,
                at,
                Members.id(value.path("metadata"), "phone_number_id")
                        .or(() -> Members.id(value.path("recipient"), "phone_number_id")),
                Members.text(value, "display_phone_number").filter(Members::isNumber),
                news(field, value));
    }

    private static AccountNews news(String field, JsonNode value) {
        var event = label(value, "event");
        return switch (field) {
            case "standby", "messaging_handovers" -> new AccountNews.AnotherResponder(field);
            case "phone_number_quality_update" ->
                    new AccountNews.LimitsChanged(event.orElse("UNKNOWN"), limit(value));
            case "business_capability_update" ->
                    new AccountNews.LimitsChanged(event.orElse("CAPABILITY"), limit(value));
            case "phone_number_name_update" ->
                    new AccountNews.NameDecided(
                            Members.label(value, "requested_verified_name", ADVICE_MAX).orElse(""),
                            label(value, "decision").orElse("UNKNOWN"),
                            Members.label(value, "rejection_reason", ADVICE_MAX));
            default -> accountNews(field, event, value);
        };
    }

    private static AccountNews accountNews(String field, Optional<String> event, JsonNode value) {
        var ban = label(value.path("ban_info"), "waba_ban_state");
        if (ban.isPresent()) {
            return new AccountNews.Banned(
                    ban.get(), label(value.path("ban_info"), "waba_ban_date"));
        }
        var restrictions = restrictions(value.path("restriction_info"));
        return restrictions.isEmpty()
                ? new AccountNews.Other(
                        field,
                        event.or(() -> label(value, "decision"))
                                .or(() -> label(value, "alert_type")))
                : new AccountNews.Restricted(restrictions);
    }

    private static List<AccountNews.Restriction> restrictions(JsonNode nodes) {
        var restrictions = new ArrayList<AccountNews.Restriction>();
        for (JsonNode node : nodes) {
            if (restrictions.size() == RESTRICTIONS_MAX) {
                break;
            }
            label(node, "restriction_type")
                    .map(type ->
                            new AccountNews.Restriction(
                                    type, Members.timeMaybe(node, "expiration")))
                    .ifPresent(restrictions::add);
        }
        return restrictions;
    }

    private static Optional<String> limit(JsonNode value) {
        return Members.labelOrNumber(value, "max_daily_conversations_per_business", LABEL_MAX)
                .or(() -> Members.labelOrNumber(value, "current_limit", LABEL_MAX));
    }

    private static Optional<String> label(JsonNode node, String member) {
        return Members.label(node, member, LABEL_MAX);
    }
}
