package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.Optional;

/// What Meta charges a message as, once it was delivered. It tells no amount.
///
/// @param category such as `service`, `utility` or `marketing`; Meta adds further ones
/// @param type `regular` is charged; `free_customer_service` and the like are not
public record Pricing(String category, String type) {
    /// What the type of something charged is called.
    public static final String CHARGED = "regular";

    private static final String FREE = "free";
    private static final int LABEL_MAX = 40;

    /// Reads the `pricing` of a status; empty where there is none. Older ones name no type but
    /// whether it is billable.
    static Optional<Pricing> of(JsonNode pricing) {
        var category = Members.text(pricing, "category").map(Pricing::label);
        var type =
                Members.text(pricing, "type")
                        .map(Pricing::label)
                        .or(() ->
                                pricing.path("billable").isBoolean()
                                        ? Optional.of(
                                                pricing.path("billable").asBoolean()
                                                        ? CHARGED
                                                        : FREE)
                                        : Optional.empty());
        return category.isPresent() && type.isPresent()
                ? Optional.of(new Pricing(category.get(), type.get()))
                : Optional.empty();
    }

    private static String label(String text) {
        var plain = Texts.label(text, LABEL_MAX).replaceAll("[^\\x21-\\x7e]", "_");
        return plain.substring(0, Math.min(plain.length(), LABEL_MAX)).toLowerCase(Locale.ROOT);
    }
}
