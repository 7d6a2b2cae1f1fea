package dev.bellhop.whatsapp;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Says what Meta would refuse about a message, in words for whoever wrote it, before Meta is
/// asked. Lengths are counted in code points; Meta does not say what it counts, so who composes
/// texts stays below.
///
/// Source: Meta's pages on each kind of message and its OpenAPI description, where they differ the
/// lower limit.
public final class OutgoingCheck {
    private static final int TEXT_MAX = 4_096;
    private static final int CAPTION_MAX = 1_024;
    private static final int INTERACTIVE_BODY_MAX = 1_024;
    private static final int FOOTER_MAX = 60;
    private static final int BUTTONS_MAX = 3;
    private static final int BUTTON_ID_MAX = 256;
    private static final int BUTTON_TITLE_MAX = 20;
    private static final int ROWS_MAX = 10;
    private static final int ROW_ID_MAX = 200;
    private static final int ROW_TITLE_MAX = 24;
    private static final int ROW_DESCRIPTION_MAX = 72;
    private static final int TEMPLATE_NAME_MAX = 512;
    private static final int PARAMETER_MAX = 1_024;

    private static final Pattern TEMPLATE_NAME = Pattern.compile("[a-z0-9_]+");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Za-z]{2,4}){0,2}");
    private static final Pattern ONE_SIGN = Pattern.compile("\\X");
    private static final Pattern NOT_IN_PARAMETER = Pattern.compile("[\\n\\r\\t]| {5,}");

    private OutgoingCheck() {}

    /// The first thing that is wrong; empty when Meta should take it.
    public static Optional<String> problem(Outgoing message) {
        return switch (message) {
            case Outgoing.Text(var body, _) -> words("The message", body, TEXT_MAX);
            case Outgoing.Reaction(var wamid, var emoji) -> reaction(wamid, emoji);
            case Outgoing.Media media -> media(media);
            case Outgoing.Location place -> location(place);
            case Outgoing.Buttons buttons -> buttons(buttons);
            case Outgoing.Menu menu -> menu(menu);
            case Outgoing.Template template -> template(template);
        };
    }

    private static Optional<String> reaction(String wamid, String emoji) {
        if (wamid.isBlank()) {
            return Optional.of("A reaction needs a message to be on.");
        }
        boolean takesAway = emoji.isEmpty();
        return takesAway || (Texts.length(emoji) <= 20 && isOneEmoji(emoji))
                ? Optional.empty()
                : Optional.of("A reaction is one emoji.");
    }

    /// One sign to the eye, however many code points: with a tone of skin, joined to a family, a
    /// flag, a digit on a key.
    private static boolean isOneEmoji(String text) {
        return ONE_SIGN.matcher(text).matches()
                && text.codePoints()
                        .anyMatch(c ->
                                Character.isExtendedPictographic(c)
                                        || (c >= 0x1F1E6 && c <= 0x1F1FF)
                                        || c == 0x20E3);
    }

    private static Optional<String> media(Outgoing.Media media) {
        boolean takesCaption =
                switch (media.kind()) {
                    case IMAGE, VIDEO, DOCUMENT -> true;
                    case AUDIO, STICKER -> false;
                };
        if (media.mediaId().isBlank()) {
            return Optional.of("The file was not uploaded to WhatsApp.");
        }
        if (media.caption().isPresent() && !takesCaption) {
            return Optional.of(
                    "WhatsApp shows no words under "
                            + (media.kind() == Outgoing.Media.Kind.AUDIO
                                    ? "audio."
                                    : "a sticker."));
        }
        if (media.filename().isPresent() && media.kind() != Outgoing.Media.Kind.DOCUMENT) {
            return Optional.of("Only a document has a file name on WhatsApp.");
        }
        if (media.voice() && media.kind() != Outgoing.Media.Kind.AUDIO) {
            return Optional.of("Only audio can be a voice note.");
        }
        return media.caption().flatMap(caption -> atMost("The caption", caption, CAPTION_MAX));
    }

    private static Optional<String> location(Outgoing.Location place) {
        boolean real =
                Math.abs(place.latitude()) <= 90
                        && Math.abs(place.longitude()) <= 180; // false for what is not a number
        return real
                ? Optional.empty()
                : Optional.of(
                        "A place lies between -90 and 90 degrees of latitude and -180 and 180 of"
                                + " longitude.");
    }

    private static Optional<String> buttons(Outgoing.Buttons message) {
        var buttons = message.buttons();
        if (buttons.isEmpty() || buttons.size() > BUTTONS_MAX) {
            return Optional.of("A message has one to three buttons, not " + buttons.size() + ".");
        }
        if (!distinct(buttons, Outgoing.Button::id) || !distinct(buttons, Outgoing.Button::title)) {
            return Optional.of("Two buttons must not be the same.");
        }
        return first(
                List.of(
                        words("The message", message.body(), INTERACTIVE_BODY_MAX),
                        message.footer().flatMap(text -> words("The footer", text, FOOTER_MAX)),
                        each(
                                buttons,
                                button -> words("A button", button.title(), BUTTON_TITLE_MAX)),
                        each(
                                buttons,
                                button -> words("A button's id", button.id(), BUTTON_ID_MAX))));
    }

    private static Optional<String> menu(Outgoing.Menu message) {
        var rows = message.rows();
        if (rows.isEmpty() || rows.size() > ROWS_MAX) {
            return Optional.of("A list has one to ten rows, not " + rows.size() + ".");
        }
        if (!distinct(rows, Outgoing.Row::id)) {
            return Optional.of("Two rows must not have the same id.");
        }
        return first(
                List.of(
                        words("The message", message.body(), INTERACTIVE_BODY_MAX),
                        words("The list's button", message.button(), BUTTON_TITLE_MAX),
                        words("The list's heading", message.section(), ROW_TITLE_MAX),
                        message.footer().flatMap(text -> words("The footer", text, FOOTER_MAX)),
                        each(rows, row -> words("A row", row.title(), ROW_TITLE_MAX)),
                        each(rows, row -> words("A row's id", row.id(), ROW_ID_MAX)),
                        each(
                                rows,
                                row ->
                                        row.description()
                                                .flatMap(text ->
                                                        words(
                                                                "A row's description",
                                                                text,
                                                                ROW_DESCRIPTION_MAX)))));
    }

    private static Optional<String> template(Outgoing.Template message) {
        if (!TEMPLATE_NAME.matcher(message.name()).matches()
                || message.name().length() > TEMPLATE_NAME_MAX) {
            return Optional.of(
                    "A template's name is made of small letters, digits and underscores.");
        }
        if (!LANGUAGE.matcher(message.language()).matches()) {
            return Optional.of("A template's language looks like en or en_US.");
        }
        return first(
                List.of(
                        message.header().flatMap(OutgoingCheck::parameter),
                        each(message.body(), OutgoingCheck::parameter),
                        each(
                                message.buttons(),
                                button ->
                                        words("A button's value", button.text(), PARAMETER_MAX))));
    }

    private static Optional<String> parameter(Outgoing.Parameter parameter) {
        return switch (parameter) {
            case Outgoing.Parameter.Words(_, var text) ->
                    NOT_IN_PARAMETER.matcher(text).find()
                            ? Optional.of(
                                    "A template's value must not hold a line break, a tab or more"
                                            + " than four blanks in a row.")
                            : words("A template's value", text, PARAMETER_MAX);
            case Outgoing.Parameter.File(_, var mediaId, _) ->
                    mediaId.isBlank()
                            ? Optional.of("The template's file was not uploaded to WhatsApp.")
                            : Optional.empty();
            case Outgoing.Parameter.Place(var latitude, var longitude, var name, var address) ->
                    first(
                            List.of(
                                    location(
                                            new Outgoing.Location(
                                                    latitude,
                                                    longitude,
                                                    Optional.empty(),
                                                    Optional.empty())),
                                    words("The place's name", name, PARAMETER_MAX),
                                    words("The place's address", address, PARAMETER_MAX)));
        };
    }

    private static Optional<String> words(String what, String text, int charactersMax) {
        return text.isBlank()
                ? Optional.of(what + " is empty.")
                : atMost(what, text, charactersMax);
    }

    private static Optional<String> atMost(String what, String text, int charactersMax) {
        int length = Texts.length(text);
        return length > charactersMax
                ? Optional.of(
                        "%s has %,d characters; WhatsApp takes %,d."
                                .formatted(what, length, charactersMax))
                : Optional.empty();
    }

    private static <T> boolean distinct(List<T> all, Function<T, String> key) {
        var seen = new HashSet<String>();
        return all.stream().map(key).allMatch(seen::add);
    }

    private static <T> Optional<String> each(List<T> all, Function<T, Optional<String>> problem) {
        return all.stream().map(problem).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> first(List<Optional<String>> problems) {
        return problems.stream().flatMap(Optional::stream).findFirst();
    }
}
