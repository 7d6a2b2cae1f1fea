package dev.bellhop.whatsapp;

import java.util.List;
import java.util.Optional;

/// A message to be sent, of each kind that a gateway sends. [OutgoingCheck] says whether Meta would
/// take it, [OutgoingForm] how it reads on the wire.
public sealed interface Outgoing {

    /// Written words.
    ///
    /// @param body 1 to 4,096 characters
    /// @param preview whether the first address in it is shown with a preview
    record Text(String body, boolean preview) implements Outgoing {}

    /// An emoji on a message.
    ///
    /// @param emoji empty takes an earlier one away
    record Reaction(String wamid, String emoji) implements Outgoing {}

    /// A file that was uploaded to Meta before.
    ///
    /// @param mediaId what the upload answered
    /// @param caption for images, videos and documents, up to 1,024 characters
    /// @param filename for documents; its ending chooses the icon
    /// @param voice whether audio is shown as a voice note
    record Media(
            Kind kind,
            String mediaId,
            Optional<String> caption,
            Optional<String> filename,
            boolean voice)
            implements Outgoing {

        /// Meta's types of files, in its words.
        public enum Kind {
            IMAGE,
            VIDEO,
            AUDIO,
            DOCUMENT,
            STICKER;

            /// Meta's `type`.
            public String wireName() {
                return name().toLowerCase(java.util.Locale.ROOT);
            }
        }
    }

    /// A place.
    record Location(
            double latitude, double longitude, Optional<String> name, Optional<String> address)
            implements Outgoing {}

    /// Words with one to three reply buttons under them; only inside the window.
    ///
    /// @param body up to 1,024 characters
    /// @param footer up to 60 characters
    record Buttons(String body, List<Button> buttons, Optional<String> footer) implements Outgoing {
        public Buttons {
            buttons = List.copyOf(buttons);
        }
    }

    /// A reply button.
    ///
    /// @param id comes back when it is tapped; up to 256 characters
    /// @param title up to 20 characters
    record Button(String id, String title) {}

    /// Words with a list to choose one row from; only inside the window.
    ///
    /// @param body up to 1,024 characters
    /// @param button what opens the list, up to 20 characters
    /// @param rows 1 to 10
    record Menu(String body, String button, String section, List<Row> rows, Optional<String> footer)
            implements Outgoing {
        public Menu {
            rows = List.copyOf(rows);
        }
    }

    /// A row of a list.
    ///
    /// @param id comes back when it is chosen; up to 200 characters
    /// @param title up to 24 characters
    /// @param description up to 72 characters
    record Row(String id, String title, Optional<String> description) {}

    /// An approved template, the only thing that may be sent outside the window.
    ///
    /// @param language such as `en_US`
    /// @param header what its header's variable or file becomes
    /// @param body what its variables become, in their order
    /// @param buttons what its buttons' variables become
    record Template(
            String name,
            String language,
            Optional<Parameter> header,
            List<Parameter> body,
            List<ButtonParameter> buttons)
            implements Outgoing {
        public Template {
            body = List.copyOf(body);
            buttons = List.copyOf(buttons);
        }

        /// The same with another header.
        public Template withHeader(Parameter filled) {
            return new Template(name, language, Optional.of(filled), body, buttons);
        }
    }

    /// What a variable of a template becomes.
    sealed interface Parameter {
        /// Words. Line breaks, tabs and runs of blanks are refused by Meta; [Parameter#words] folds
        /// them.
        ///
        /// @param name of the variable, in templates whose variables have names
        record Words(Optional<String> name, String text) implements Parameter {}

        /// An uploaded file in the header.
        ///
        /// @param filename for documents
        record File(Media.Kind kind, String mediaId, Optional<String> filename)
                implements Parameter {
            /// A file that has yet to be uploaded, when the message goes out.
            public static File coming(Media.Kind kind) {
                return new File(kind, "to be uploaded", Optional.empty());
            }
        }

        /// A place in the header; Meta wants all of it.
        record Place(double latitude, double longitude, String name, String address)
                implements Parameter {}

        /// Words as they may stand in a template: on one line, without runs of blanks.
        static Words words(Optional<String> name, String text) {
            return new Words(name, text.strip().replaceAll("[\\s\\p{Z}\\p{Cc}]+", " "));
        }
    }

    /// What a button of a template becomes.
    ///
    /// @param index its place among the buttons, from 0
    /// @param text the end of the address, or the payload that comes back
    record ButtonParameter(int index, Type type, String text) {
        /// The buttons that take a value.
        public enum Type {
            QUICK_REPLY,
            URL
        }
    }
}
