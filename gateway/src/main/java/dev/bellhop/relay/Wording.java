package dev.bellhop.relay;

import dev.bellhop.whatsapp.Content;

/// What a message from WhatsApp reads like in a thread.
///
/// @param kind `text` or what WhatsApp calls it
record Wording(String kind, String text) {

    static Wording of(Content content) {
        return switch (content) {
            case Content.Words(var text) ->
                    new Wording("text", text.isBlank() ? "(no words)" : text);
            case Content.Choice choice -> new Wording("text", choice.title());
            case Content.Media media ->
                    new Wording(
                            media.kind(),
                            media.caption().or(media::filename).orElse("(" + media.kind() + ")"));
            case Content.Location place -> new Wording("location", location(place));
            case Content.Contacts(var names) ->
                    new Wording(
                            "contacts", names.isEmpty() ? "(contact)" : String.join(", ", names));
            case Content.Unsupported(var type) ->
                    new Wording("unsupported", "A message of a kind not shown here: " + type);
        };
    }

    private static String location(Content.Location place) {
        var words = new StringBuilder();
        place.name().ifPresent(name -> words.append(name).append('\n'));
        place.address().ifPresent(address -> words.append(address).append('\n'));
        return words.append(place.latitude()).append(", ").append(place.longitude()).toString();
    }
}
