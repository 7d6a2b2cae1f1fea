package dev.bellhop.relay;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Content.Contacts.Card;
import dev.bellhop.whatsapp.Content.Order.Product;
import dev.bellhop.whatsapp.Context;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a message from WhatsApp reads like in a thread.
///
/// @param kind `text` or what WhatsApp calls it
record Wording(String kind, String text) {

    static Wording of(Content.Said said) {
        return switch (said) {
            case Content.Words(var text) ->
                    new Wording("text", text.isBlank() ? "(no words)" : text);
            case Content.Choice(_, _, var title, var description) ->
                    new Wording(
                            "text",
                            title.isBlank()
                                    ? "(a button)"
                                    : title + description.map(more -> "\n" + more).orElse(""));
            case Content.FormReply form -> new Wording("form", form(form));
            case Content.Media media ->
                    new Wording(
                            media.kind(),
                            media.caption().or(media::filename).orElse("(" + name(media) + ")"));
            case Content.Location place -> new Wording("location", location(place));
            case Content.Contacts(var cards) ->
                    new Wording(
                            "contacts",
                            cards.isEmpty()
                                    ? "(contact)"
                                    : cards.stream()
                                            .map(Wording::card)
                                            .collect(Collectors.joining("\n")));
            case Content.Order order -> new Wording("order", order(order));
            case Content.Unsupported(var type, _) ->
                    new Wording(
                            "unsupported",
                            "WhatsApp does not pass on what was sent here ("
                                    + type.replace('_', ' ')
                                    + ").");
        };
    }

    /// What stands above a message: where its words come from.
    static Optional<String> note(Context context) {
        var forwarded = context.forwarded() ? Stream.of("Forwarded") : Stream.<String>empty();
        var note =
                Stream.concat(forwarded, context.referral().map(Wording::referral).stream())
                        .collect(Collectors.joining(" · "));
        return note.isEmpty() ? Optional.empty() : Optional.of(note);
    }

    private static String referral(Context.Referral referral) {
        var words = new StringBuilder("From ");
        words.append(
                referral.sourceType().toLowerCase(Locale.ROOT).equals("ad") ? "an ad" : "a post");
        referral.headline().or(referral::body).ifPresent(it -> words.append(": ").append(it));
        referral.sourceUrl().ifPresent(url -> words.append(' ').append(url));
        return words.toString();
    }

    private static String name(Content.Media media) {
        return switch (media.kind()) {
            case "image" -> "picture";
            case "audio" -> media.voice() ? "voice message" : "audio";
            default -> media.kind();
        };
    }

    private static String location(Content.Location place) {
        var words = new StringBuilder();
        place.name().ifPresent(name -> words.append(name).append('\n'));
        place.address().ifPresent(address -> words.append(address).append('\n'));
        words.append(place.latitude()).append(", ").append(place.longitude());
        place.url().ifPresent(url -> words.append('\n').append(url));
        return words.toString();
    }

    private static String card(Card card) {
        return Stream.of(
                        Stream.of(card.name()).filter(name -> !name.isEmpty()),
                        card.phones().stream(),
                        card.emails().stream())
                .flatMap(parts -> parts)
                .collect(Collectors.joining(", "));
    }

    private static String order(Content.Order order) {
        var lines = new ArrayList<String>();
        lines.add("Order");
        order.products().stream().map(Wording::product).forEach(lines::add);
        order.text().ifPresent(lines::add);
        return String.join("\n", lines);
    }

    private static String product(Product product) {
        return product.quantity()
                + " × "
                + product.retailerId()
                + (product.price().isEmpty()
                        ? ""
                        : ", " + product.price() + " " + product.currency());
    }

    /// What was entered into a form, a line each; the token is for machines.
    private static String form(Content.FormReply form) {
        var lines = new ArrayList<String>();
        lines.add(form.body().isBlank() ? "(a form)" : form.body());
        Json.tryRead(form.responseJson().getBytes(StandardCharsets.UTF_8)).stream()
                .flatMap(JsonNode::propertyStream)
                .filter(field -> !field.getKey().equals("flow_token"))
                .map(field -> field.getKey() + ": " + field.getValue().asText())
                .forEach(lines::add);
        return String.join("\n", lines);
    }
}
