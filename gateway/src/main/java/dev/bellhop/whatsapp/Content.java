package dev.bellhop.whatsapp;

import java.util.Optional;

/// What a message on WhatsApp says.
public sealed interface Content {

    /// Written words.
    record Words(String text) implements Content {}

    /// A button or row that was chosen.
    ///
    /// @param kind Meta's type: `button` of a template, `button_reply`, `list_reply`
    /// @param id what the button's maker called it; of a template's button the payload
    /// @param title what stood on it
    record Choice(String kind, String id, String title, Optional<String> description)
            implements Content {}

    /// A picture, video, voice note, document or sticker, with what was written under it.
    ///
    /// @param kind Meta's type, such as `image`
    record Media(String kind, Optional<String> caption, Optional<String> filename)
            implements Content {}

    /// A place.
    record Location(
            double latitude, double longitude, Optional<String> name, Optional<String> address)
            implements Content {}

    /// Contact cards, by their formatted names.
    record Contacts(java.util.List<String> names) implements Content {}

    /// A kind that the API does not carry or that nobody here knows yet; it is shown as such.
    ///
    /// @param type Meta's type
    record Unsupported(String type) implements Content {}
}
