package dev.bellhop.channel;

import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.Outgoing.ButtonParameter;
import dev.bellhop.whatsapp.Outgoing.Parameter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// An approved template, which goes out with words for its variables and with whatever its header
/// wants besides.
public final class UsableTemplate {
    /// What a header wants.
    public enum Header {
        /// Words, or nothing.
        WORDS,
        IMAGE,
        VIDEO,
        DOCUMENT,
        LOCATION,
        /// What Meta may have thought of since.
        UNKNOWN
    }

    /// A piece of a text: words of the template's own, or the place of somebody's.
    ///
    /// @param parameter whose words stand there, as [#parameters()] names it; empty for its own
    /// @param words its own, or the variable as Meta writes it
    public record Piece(String parameter, String words) {}

    private final TemplateName name;
    private final String category;
    private final TemplateShape shape;

    UsableTemplate(TemplateName name, TemplateShape shape) {
        this(name, "", shape);
    }

    private UsableTemplate(TemplateName name, String category, TemplateShape shape) {
        this.name = name;
        this.category = category;
        this.shape = shape;
    }

    static UsableTemplate of(Template template) {
        return new UsableTemplate(template.name(), template.category(), template.shape());
    }

    public TemplateName name() {
        return name;
    }

    /// Meta's word for what it is about, such as `UTILITY`.
    public String category() {
        return category;
    }

    /// The header's words in pieces; none where it has no words.
    public List<Piece> headerPieces() {
        return pieces(shape.header().orElse(""), _ -> TemplateShape.HEADER);
    }

    /// The body in pieces.
    public List<Piece> bodyPieces() {
        return pieces(shape.body(), UnaryOperator.identity());
    }

    public Optional<String> footer() {
        return shape.footer();
    }

    /// What stands on its buttons.
    public List<String> buttons() {
        return shape.buttons().stream().map(TemplateShape.Button::text).toList();
    }

    /// The button that waits for the end of its address, and the address.
    ///
    /// @param parameter such as `button_0`
    public Optional<Map.Entry<String, String>> button(String parameter) {
        return IntStream.range(0, shape.buttons().size())
                .filter(place -> TemplateShape.button(place).equals(parameter))
                .mapToObj(place -> shape.buttons().get(place))
                .map(button -> Map.entry(button.text(), button.url().orElse("")))
                .findFirst();
    }

    private static List<Piece> pieces(String text, UnaryOperator<String> parameter) {
        var pieces = new ArrayList<Piece>();
        var matcher = TemplateShape.VARIABLE.matcher(text);
        int done = 0;
        while (matcher.find()) {
            own(pieces, text.substring(done, matcher.start()));
            pieces.add(new Piece(parameter.apply(matcher.group(1)), matcher.group()));
            done = matcher.end();
        }
        own(pieces, text.substring(done));
        return pieces;
    }

    private static void own(List<Piece> pieces, String words) {
        if (!words.isEmpty()) {
            pieces.add(new Piece("", words));
        }
    }

    /// What goes into the header.
    public Header header() {
        return shape.headerFile()
                .map(format ->
                        Arrays.stream(Header.values())
                                .filter(header -> header.name().equals(format))
                                .findFirst()
                                .orElse(Header.UNKNOWN))
                .orElse(Header.WORDS);
    }

    /// The variables of the body in their order: by name, or as `1`, `2` … where they have none.
    public List<String> body() {
        return shape.bodyVariables();
    }

    /// Every name that needs words: those of the body, `header` for the header's variable,
    /// `button_0` and so on for the end of a button's address.
    public List<String> parameters() {
        return shape.parameters();
    }

    /// How long the body is with these words, of the 1,024 characters that Meta takes.
    public int bodyLength(Map<String, String> values) {
        return TemplateValues.length(shape.bodyWith(folded(values)));
    }

    /// The template as it reads with these words.
    public String text(Map<String, String> values) {
        return shape.bodyWith(folded(values));
    }

    /// The message to send. Words are folded to one line, as Meta wants them.
    ///
    /// @return empty when words are missing for a variable, the body is too long with them, or the
    ///   header wants a file or a place
    public Optional<Outgoing.Template> with(Map<String, String> values) {
        return header() == Header.WORDS ? filled(values, Optional.empty()) : Optional.empty();
    }

    /// The message to send, with a file or a place in its header.
    ///
    /// @return empty as above, or when the header wants something else
    public Optional<Outgoing.Template> with(Map<String, String> values, Parameter inHeader) {
        boolean fits =
                switch (inHeader) {
                    case Parameter.File file -> header().name().equals(file.kind().name());
                    case Parameter.Place _ -> header() == Header.LOCATION;
                    case Parameter.Words _ -> false;
                };
        return fits ? filled(values, Optional.of(inHeader)) : Optional.empty();
    }

    private Optional<Outgoing.Template> filled(
            Map<String, String> values, Optional<Parameter> inHeader) {
        var folded = folded(values);
        folded.keySet().retainAll(shape.parameters());
        if (!TemplateValues.problems(shape, folded).isEmpty()) {
            return Optional.empty();
        }
        var buttons = new ArrayList<ButtonParameter>();
        for (int i = 0; i < shape.buttons().size(); i++) {
            if (shape.buttons().get(i).waits()) {
                buttons.add(
                        new ButtonParameter(
                                i,
                                ButtonParameter.Type.URL,
                                folded.getOrDefault(TemplateShape.button(i), "")));
            }
        }
        return Optional.of(
                new Outgoing.Template(
                        name.name(),
                        name.language(),
                        shape.headerWaits() ? Optional.of(header(folded)) : inHeader,
                        shape.bodyVariables().stream().map(v -> words(v, folded)).toList(),
                        buttons));
    }

    /// The message that carries somebody's words: in the one variable together with who says them,
    /// or in the second of two.
    ///
    /// @return empty when it has no variable, more than two, or others than in its body
    Optional<Outgoing.Template> relaying(String who, String words) {
        var variables = body();
        if (variables.isEmpty() || variables.size() > 2 || variables.size() < parameters().size()) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        if (variables.size() == 2) {
            values.put(variables.getFirst(), who);
        }
        var last = variables.getLast();
        var text = fold(variables.size() == 2 ? words : who + ": " + words);
        values.put(last, "");
        int room = TemplateShape.BODY_MAX - bodyLength(values);
        if (room < 1) {
            return Optional.empty();
        }
        values.put(last, shortened(text, room));
        return with(values);
    }

    private static String shortened(String text, int max) {
        return TemplateValues.length(text) > max
                ? text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…"
                : text;
    }

    private Parameter header(Map<String, String> values) {
        var variable = TemplateShape.variables(shape.header().orElse("")).getFirst();
        return Parameter.words(
                Optional.of(variable).filter(_ -> shape.named()),
                values.getOrDefault(TemplateShape.HEADER, ""));
    }

    private Parameter words(String variable, Map<String, String> values) {
        return Parameter.words(
                Optional.of(variable).filter(_ -> shape.named()),
                values.getOrDefault(variable, ""));
    }

    private static Map<String, String> folded(Map<String, String> values) {
        var folded = new HashMap<String, String>();
        values.forEach((name, text) -> folded.put(name, fold(text)));
        return folded;
    }

    /// As [Parameter#words] does.
    private static String fold(String text) {
        return text.strip().replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ");
    }
}
