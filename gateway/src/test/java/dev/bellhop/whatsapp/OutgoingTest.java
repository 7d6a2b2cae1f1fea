package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outgoing.Button;
import dev.bellhop.whatsapp.Outgoing.ButtonParameter;
import dev.bellhop.whatsapp.Outgoing.Media;
import dev.bellhop.whatsapp.Outgoing.Parameter;
import dev.bellhop.whatsapp.Outgoing.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Each kind of outgoing message: how it reads on the wire, and what is said before Meta could
/// refuse it.
final class OutgoingTest {
    private static final Optional<String> NONE = Optional.empty();

    static Stream<Arguments> forms() {
        return Stream.of(
                form(
                        new Outgoing.Text("See https://example.com", true),
                        """
                        {"type":"text","text":{"body":"See https://example.com","preview_url":true}}
                        """),
                form(
                        new Outgoing.Reaction("wamid.A", "👍"),
                        """
                        {"type":"reaction","reaction":{"message_id":"wamid.A","emoji":"👍"}}
                        """),
                form(
                        new Media(
                                Media.Kind.DOCUMENT,
                                "600",
                                Optional.of("Your invoice"),
                                Optional.of("invoice.pdf"),
                                false),
                        """
                        {"type":"document",
                         "document":{"id":"600","caption":"Your invoice","filename":"invoice.pdf"}}
                        """),
                form(
                        new Media(Media.Kind.AUDIO, "601", NONE, NONE, true),
                        """
                        {"type":"audio","audio":{"id":"601","voice":true}}
                        """),
                form(
                        new Outgoing.Location(44.5, -63.25, Optional.of("Harbour Lamps"), NONE),
                        """
                        {"type":"location",
                         "location":{"latitude":44.5,"longitude":-63.25,"name":"Harbour Lamps"}}
                        """),
                form(
                        new Outgoing.Buttons(
                                "Take it?",
                                List.of(new Button("t", "Take it"), new Button("l", "Leave it")),
                                Optional.of("Bellhop")),
                        """
                        {"type":"interactive","interactive":{"type":"button",
                          "body":{"text":"Take it?"},"footer":{"text":"Bellhop"},
                          "action":{"buttons":[
                            {"type":"reply","reply":{"id":"t","title":"Take it"}},
                            {"type":"reply","reply":{"id":"l","title":"Leave it"}}]}}}
                        """),
                form(
                        new Outgoing.Menu(
                                "Which one?",
                                "Choose",
                                "Open",
                                List.of(new Row("c-1", "K7QD Ana", Optional.of("Is it…"))),
                                NONE),
                        """
                        {"type":"interactive","interactive":{"type":"list",
                          "body":{"text":"Which one?"},
                          "action":{"button":"Choose","sections":[{"title":"Open","rows":[
                            {"id":"c-1","title":"K7QD Ana","description":"Is it…"}]}]}}}
                        """),
                form(
                        new Outgoing.Template(
                                "hello_world", "en_US", Optional.empty(), List.of(), List.of()),
                        """
                        {"type":"template","template":{"name":"hello_world","language":{"code":"en_US"}}}
                        """),
                form(
                        new Outgoing.Template(
                                "new_website_message",
                                "en_US",
                                Optional.of(new Parameter.File(Media.Kind.IMAGE, "602", NONE)),
                                List.of(
                                        Parameter.words(Optional.of("visitor"), "Ana"),
                                        Parameter.words(NONE, " Is\nit\t\there?      Yes ")),
                                List.of(
                                        new ButtonParameter(
                                                0, ButtonParameter.Type.QUICK_REPLY, "c-K7QD"),
                                        new ButtonParameter(
                                                1, ButtonParameter.Type.URL, "c/K7QD"))),
                        """
                        {"type":"template","template":{"name":"new_website_message",
                          "language":{"code":"en_US"},"components":[
                          {"type":"header","parameters":[{"type":"image","image":{"id":"602"}}]},
                          {"type":"body","parameters":[
                            {"type":"text","parameter_name":"visitor","text":"Ana"},
                            {"type":"text","text":"Is it here? Yes"}]},
                          {"type":"button","sub_type":"quick_reply","index":"0",
                           "parameters":[{"type":"payload","payload":"c-K7QD"}]},
                          {"type":"button","sub_type":"url","index":"1",
                           "parameters":[{"type":"text","text":"c/K7QD"}]}]}}
                        """));
    }

    private static Arguments form(Outgoing message, String json) {
        return Arguments.of(message, json);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void itReadsAsMetaWantsAndHasNoProblem(Outgoing message, String json) {
        var body = Json.object();
        OutgoingForm.putInto(body, message);
        assertThat(body).isEqualTo(Json.parse(json));
        assertThat(OutgoingCheck.problem(message)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"👍", "👍🏽", "❤️", "❤", "👩‍👩‍👧‍👦", "🇨🇦", "7️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", ""})
    void anEmojiOfWhateverPartsIsOne(String emoji) {
        assertThat(OutgoingCheck.problem(new Outgoing.Reaction("wamid.A", emoji))).isEmpty();
    }

    static Stream<Outgoing> kept() {
        return Stream.of(
                new Outgoing.Location(44.6488, -63.5752, Optional.of("Harbour Lamps"), NONE),
                new Outgoing.Buttons(
                        "Which?\nOne of two", List.of(new Button("a", "Yes")), Optional.of("End")),
                new Outgoing.Menu(
                        "Which?",
                        "Choose",
                        "Open",
                        List.of(
                                new Outgoing.Row("a", "One", Optional.of("The first")),
                                new Outgoing.Row("b", "Two", NONE)),
                        NONE),
                new Outgoing.Template(
                        "order_ready",
                        "en_US",
                        Optional.of(new Outgoing.Parameter.Words(NONE, "Today")),
                        List.of(new Outgoing.Parameter.Words(Optional.of("visitor"), "Ana")),
                        List.of(
                                new Outgoing.ButtonParameter(
                                        1, Outgoing.ButtonParameter.Type.URL, "c/K7QD"))));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatIsKeptIsReadAsItWasWritten(Outgoing message) {
        var kept = Json.text(OutgoingJson.write(message));
        assertThat(OutgoingJson.read(Json.parse(kept))).isEqualTo(message);
    }

    @Test
    void whatNobodyCanSeeIsLeftOut() {
        var read =
                OutgoingJson.read(
                        Json.parse(
                                """
                                {"buttons":{"text":" A\\u0000\\ud800 line\\nand another ",
                                            "buttons":[{"title":"\\u202eYes\\n"}]}}
                                """));
        assertThat(read)
                .isEqualTo(
                        new Outgoing.Buttons(
                                "A line\nand another", List.of(new Button("Yes", "Yes")), NONE));
    }

    static Stream<Arguments> problems() {
        var ok = new Button("a", "Yes");
        return Stream.of(
                Arguments.of(new Outgoing.Text(" ", false), "The message is empty."),
                Arguments.of(
                        new Outgoing.Text("😀".repeat(4_097), false),
                        "The message has 4,097 characters; WhatsApp takes 4,096."),
                Arguments.of(
                        new Outgoing.Reaction("", "👍"), "A reaction needs a message to be on."),
                Arguments.of(
                        new Outgoing.Reaction("wamid.A", "x".repeat(21)),
                        "A reaction is one emoji."),
                Arguments.of(new Outgoing.Reaction("wamid.A", "7"), "A reaction is one emoji."),
                Arguments.of(new Outgoing.Reaction("wamid.A", "👍👍"), "A reaction is one emoji."),
                Arguments.of(
                        new Media(Media.Kind.AUDIO, "1", Optional.of("hm"), NONE, false),
                        "WhatsApp shows no words under audio."),
                Arguments.of(
                        new Media(Media.Kind.IMAGE, "1", NONE, Optional.of("a.jpg"), false),
                        "Only a document has a file name on WhatsApp."),
                Arguments.of(
                        new Media(Media.Kind.IMAGE, "1", NONE, NONE, true),
                        "Only audio can be a voice note."),
                Arguments.of(
                        new Media(Media.Kind.IMAGE, "", NONE, NONE, false),
                        "The file was not uploaded to WhatsApp."),
                Arguments.of(
                        new Media(
                                Media.Kind.IMAGE, "1", Optional.of("x".repeat(1_025)), NONE, false),
                        "The caption has 1,025 characters; WhatsApp takes 1,024."),
                Arguments.of(
                        new Outgoing.Location(Double.NaN, 0, NONE, NONE),
                        "A place lies between -90 and 90 degrees of latitude and -180 and 180 of"
                                + " longitude."),
                Arguments.of(
                        new Outgoing.Buttons("Hm?", List.of(), NONE),
                        "A message has one to three buttons, not 0."),
                Arguments.of(
                        new Outgoing.Buttons("Hm?", List.of(ok, ok), NONE),
                        "Two buttons must not be the same."),
                Arguments.of(
                        new Outgoing.Buttons("Hm?", List.of(new Button("a", "x".repeat(21))), NONE),
                        "A button has 21 characters; WhatsApp takes 20."),
                Arguments.of(
                        new Outgoing.Menu("Hm?", "Choose", "Open", rows(11), NONE),
                        "A list has one to ten rows, not 11."),
                Arguments.of(
                        new Outgoing.Menu(
                                "Hm?",
                                "Choose",
                                "Open",
                                List.of(new Row("1", "x".repeat(25), NONE)),
                                NONE),
                        "A row has 25 characters; WhatsApp takes 24."),
                Arguments.of(
                        template("Hello", "en_US", "x"),
                        "A template's name is made of small" + " letters, digits and underscores."),
                Arguments.of(
                        template("hello", "english!", "x"),
                        "A template's language looks like en or en_US."),
                Arguments.of(
                        template("hello", "pt_BR", "two\nlines"),
                        "A template's value must not hold a line break, a tab or more than four"
                                + " blanks in a row."),
                Arguments.of(template("hello", "en", ""), "A template's value is empty."));
    }

    private static List<Row> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Row("row-" + i, "Row " + i, NONE))
                .toList();
    }

    private static Outgoing.Template template(String name, String language, String value) {
        return new Outgoing.Template(
                name,
                language,
                Optional.empty(),
                List.of(new Parameter.Words(NONE, value)),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("problems")
    void whatMetaWouldRefuseIsSaidInWords(Outgoing message, String problem) {
        assertThat(OutgoingCheck.problem(message)).hasValue(problem);
    }
}
