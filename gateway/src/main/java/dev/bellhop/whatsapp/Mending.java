package dev.bellhop.whatsapp;

import dev.bellhop.whatsapp.Outgoing.ButtonParameter;
import dev.bellhop.whatsapp.Outgoing.Parameter;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;

/// What may make Meta take a template that it refused for what it was filled with. It is tried
/// once: Meta does not say how it counts, nor which signs it minds.
public enum Mending {
    /// The longest of its words are cut to half.
    SHORTEN,
    /// Signs that show nothing, or mean something to Meta, are left out.
    CLEAN;

    /// Fewer words are not worth cutting: then the template itself is too long.
    private static final int WORTH_CUTTING = 20;

    /// The message as it may be taken; empty when there is nothing to mend.
    public Optional<Outgoing> of(Outgoing message) {
        if (!(message instanceof Outgoing.Template template)) {
            return Optional.empty();
        }
        var mended =
                switch (this) {
                    case SHORTEN -> shortened(template);
                    case CLEAN -> cleaned(template);
                };
        return Optional.<Outgoing>of(mended).filter(it -> !it.equals(message));
    }

    private static Outgoing.Template shortened(Outgoing.Template template) {
        var longest =
                template.body().stream()
                        .mapMulti(Mending::words)
                        .max(Comparator.comparingInt(words -> Texts.length(words.text())));
        if (longest.filter(words -> Texts.length(words.text()) >= WORTH_CUTTING).isEmpty()) {
            return template;
        }
        var body = new ArrayList<>(template.body());
        var words = longest.get();
        var half = Texts.cut(words.text(), Texts.length(words.text()) / 2);
        body.set(body.indexOf(words), new Parameter.Words(words.name(), half));
        return new Outgoing.Template(
                template.name(), template.language(), template.header(), body, template.buttons());
    }

    private static void words(
            Parameter parameter, java.util.function.Consumer<Parameter.Words> takes) {
        if (parameter instanceof Parameter.Words words) {
            takes.accept(words);
        }
    }

    private static Outgoing.Template cleaned(Outgoing.Template template) {
        return new Outgoing.Template(
                template.name(),
                template.language(),
                template.header().map(Mending::cleaned),
                template.body().stream().map(Mending::cleaned).toList(),
                template.buttons().stream()
                        .map(button ->
                                new ButtonParameter(
                                        button.index(), button.type(), cleaned(button.text())))
                        .toList());
    }

    private static Parameter cleaned(Parameter parameter) {
        return switch (parameter) {
            case Parameter.Words(var name, var text) ->
                    Parameter.words(name, cleaned(text)); // what was left out leaves blanks
            case Parameter.File file -> file;
            case Parameter.Place place -> place;
        };
    }

    /// Words of which nothing would be left stay as they are.
    private static String cleaned(String text) {
        var clean = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("{{", "{")
                .replace("}}", "}")
                .codePoints()
                .filter(Mending::shows)
                .forEach(clean::appendCodePoint);
        return clean.toString().isBlank() ? text : clean.toString();
    }

    private static boolean shows(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
