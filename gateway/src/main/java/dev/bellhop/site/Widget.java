package dev.bellhop.site;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// How a site's widget looks, what it says before anybody has written, and what it asks.
///
/// @param initials shown where a face would be
/// @param theme `auto`, `light` or `dark`
/// @param suggestions offered for a first message
/// @param whatsapp whether a visitor may go on on WhatsApp, where the site has a number
/// @param sound whether a sound may tell of an answer
/// @param privacyUrl where the business says what it does with words
/// @param languages which may be shown, the first one where none of the visitor's is among them;
///   none for all
public record Widget(
        String initials,
        String theme,
        Greeting greeting,
        List<String> suggestions,
        Prechat prechat,
        boolean whatsapp,
        boolean sound,
        Optional<String> privacyUrl,
        List<String> languages,
        Appearance appearance) {

    /// What an open panel says first.
    public record Greeting(String title, String text) {}

    /// What is asked before the first message.
    ///
    /// @param mode `off`, `optional` or `required`
    /// @param fields of `name`, `email` and `phone`
    /// @param required those of them without which nothing can be sent
    public record Prechat(String mode, List<String> fields, List<String> required) {
        public static final Prechat OFF = new Prechat("off", List.of(), List.of());

        public Prechat {
            fields = List.copyOf(fields);
            required = List.copyOf(required);
        }
    }

    /// Colour and place.
    ///
    /// @param accent such as `#0b7a5e`; without one the widget's own
    /// @param position `right` or `left`
    /// @param offsetX pixels from that side
    /// @param offsetY pixels from below
    /// @param launcher `bubble`, or `none` where the page has a button of its own
    public record Appearance(
            Optional<Colour> accent, String position, int offsetX, int offsetY, String launcher) {
        public static final Appearance USUAL =
                new Appearance(Optional.empty(), "right", 20, 20, "bubble");
    }

    public Widget {
        suggestions = List.copyOf(suggestions);
        languages = List.copyOf(languages);
    }

    /// The same, which asks for these, too, without needing an answer.
    public Widget askingFor(List<String> fields) {
        if (fields.isEmpty()) {
            return this;
        }
        boolean asks = !prechat.mode().equals("off");
        var all = new LinkedHashSet<>(asks ? prechat.fields() : List.<String>of());
        all.addAll(fields);
        return new Widget(
                initials,
                theme,
                greeting,
                suggestions,
                new Prechat(
                        asks ? prechat.mode() : "optional",
                        List.copyOf(all),
                        asks ? prechat.required() : List.of()),
                whatsapp,
                sound,
                privacyUrl,
                languages,
                appearance);
    }

    /// One that says this and is as usual otherwise.
    public static Widget saying(
            String initials, String title, String text, List<String> suggestions) {
        return new Widget(
                initials,
                "auto",
                new Greeting(title, text),
                suggestions,
                Prechat.OFF,
                true,
                true,
                Optional.empty(),
                List.of(),
                Appearance.USUAL);
    }
}
