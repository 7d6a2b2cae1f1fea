package dev.bellhop.whatsapp;

import java.util.List;
import java.util.Optional;

/// What a message on WhatsApp holds: something that was said, or a change of an earlier message.
public sealed interface Content {

    /// Something that has a place of its own in a thread.
    sealed interface Said extends Content {}

    /// Something about an earlier message, named by its id.
    sealed interface Change extends Content {
        String messageId();
    }

    /// Written words.
    record Words(String text) implements Said {}

    /// A button or row that was chosen.
    ///
    /// @param kind Meta's type: `button` of a template, `button_reply`, `list_reply`
    /// @param id what the button's maker called it; of a template's button the payload
    /// @param title what stood on it
    record Choice(String kind, String id, String title, Optional<String> description)
            implements Said {}

    /// A form of WhatsApp's that was filled in, which Meta calls `nfm_reply`.
    ///
    /// @param responseJson what was entered, as a JSON document
    record FormReply(String name, String body, String responseJson) implements Said {}

    /// A picture, video, voice note, sound, document or sticker.
    ///
    /// @param kind Meta's type: `image`, `video`, `audio`, `document`, `sticker`
    /// @param id the media id, which lives seven days; without one there is no file to get
    /// @param mimeType as claimed, parameters included: `audio/ogg; codecs=opus`
    /// @param sha256 of the content, in base64
    /// @param url where the file is for five minutes from the notification on; only with the access
    ///   token, and only at Meta's hosts
    /// @param filename as claimed: a name of one line, which may be no file name at all
    /// @param voice whether it was spoken into WhatsApp
    /// @param animated whether a sticker moves
    record Media(
            String kind,
            Optional<String> id,
            Optional<String> mimeType,
            Optional<String> sha256,
            Optional<String> url,
            Optional<String> caption,
            Optional<String> filename,
            boolean voice,
            boolean animated)
            implements Said {}

    /// A place.
    record Location(
            double latitude,
            double longitude,
            Optional<String> name,
            Optional<String> address,
            Optional<String> url)
            implements Said {}

    /// Contact cards.
    record Contacts(List<Card> cards) implements Said {
        public Contacts {
            cards = List.copyOf(cards);
        }

        /// One person's card.
        ///
        /// @param name the formatted name; may be empty
        public record Card(String name, List<String> phones, List<String> emails) {
            public Card {
                phones = List.copyOf(phones);
                emails = List.copyOf(emails);
            }
        }
    }

    /// An order from the business's catalogue.
    ///
    /// @param text what the customer wrote with it
    record Order(String catalogId, Optional<String> text, List<Product> products) implements Said {
        public Order {
            products = List.copyOf(products);
        }

        /// One line of an order.
        ///
        /// @param price of one piece, as Meta wrote it
        public record Product(String retailerId, String quantity, String price, String currency) {}
    }

    /// A kind that the API does not carry or that nobody here knows yet; it is shown as such.
    ///
    /// @param type what Meta calls it
    /// @param why what Meta says about it
    record Unsupported(String type, Optional<Failure> why) implements Said {}

    /// A reaction to a message; a later one of the same person takes the place of an earlier one.
    ///
    /// @param emoji empty when a reaction was taken away
    record Reaction(String messageId, Optional<String> emoji) implements Change {}

    /// Other words in the place of earlier ones.
    record Edit(String messageId, Said now) implements Change {}

    /// A message was deleted for everyone.
    record Revoke(String messageId) implements Change {}
}
