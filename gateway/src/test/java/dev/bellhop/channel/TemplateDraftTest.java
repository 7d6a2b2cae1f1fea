package dev.bellhop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

final class TemplateDraftTest {
    private static final String NAMED =
            """
            {"name":"new_website_message","language":"en_US","category":"UTILITY",
             "parameter_format":"NAMED","components":[
              {"type":"HEADER","format":"TEXT","text":"Website"},
              {"type":"BODY","text":"New message from {{visitor}} on the website: {{words}} You can answer here.",
               "example":{"body_text_named_params":[{"param_name":"visitor","example":"Ana"},
                                                    {"param_name":"words","example":"Hello!"}]}},
              {"type":"FOOTER","text":"Juniper & Co."},
              {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Show it"},
               {"type":"URL","text":"Open","url":"https://chat.example/{{1}}","example":["https://chat.example/c"]}]}]}
            """;

    @Test
    void aSoundTemplateIsTaken() {
        assertThat(TemplateDraft.problems(Json.parse(NAMED))).isEmpty();
        assertThat(
                        TemplateDraft.problems(
                                body("Your order {{1}} is at {{2}} now.", "[\"7\",\"home\"]")))
                .isEmpty();
        assertThat(TemplateDraft.problems(body("Nothing to fill in.", "[]"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name":"New Message"}             | lower-case letters
                    {"language":"english"}             | Meta's codes
                    {"category":"NEWS"}                | UTILITY, MARKETING
                    {"parameter_format":"LETTERS"}     | NAMED or POSITIONAL
                    {"parameter_format":"POSITIONAL"}  | say parameter_format NAMED
                    {"components":[]}                  | The body has no words
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"BODY","text":"Hi"}]} | at most one
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"CAROUSEL"}]} | at most one
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"FOOTER","text":"by {{a}} now"}]} | footer has no variables
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"HEADER","format":"IMAGE"}]} | needs an example
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"HEADER","format":"TEXT","text":"For {{a}} now"}]} | header's variable
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"Go","url":"shop"}]}]} | begins with https
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"Go","url":"https://a.example/{{1}}/b","example":["x"]}]}]} | at its end
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"A label that is far too long to stand on it"}]}]} | 1 to 25
                    {"components":[{"type":"BODY","text":"Hi"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"A"},{"type":"URL","text":"Go","url":"https://a.example"},{"type":"QUICK_REPLY","text":"B"}]}]} | stand together
                    """)
    void whatMetaWouldRefuseIsRefusedHereInWords(String change, String words) {
        var draft = (ObjectNode) Json.parse(NAMED);
        Json.parse(change).properties().forEach(e -> draft.set(e.getKey(), e.getValue()));
        assertThat(String.join(" ", TemplateDraft.problems(draft))).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {{1}} is here.          | ["a"]      | very beginning or end
                    Here is {{1}}           | ["a"]      | very beginning or end
                    From {{1}} {{2}} today. | ["a","b"]  | there must be a word
                    From {{2}} today.       | ["a"]      | numbered {{1}}, {{2}}
                    From {{1}} today.       | []         | an example for each
                    From {{1}} today.       | ["a","b"]  | an example for each
                    From {{1}} today.       | ["a\\tb"]  | a line break, a tab
                    From {{1}} today.       | [" "]      | no words
                    From {{1 today.         | []         | is written
                    From {{wer?}} today.    | []         | is written
                    """)
    void aBodyKeepsTheRulesOfVariables(String text, String examples, String words) {
        assertThat(String.join(" ", TemplateDraft.problems(body(text, examples)))).contains(words);
    }

    @Test
    void aBodyMayNotBeTooLong() {
        assertThat(TemplateDraft.problems(body("a".repeat(1_024), "[]"))).isEmpty();
        assertThat(TemplateDraft.problems(body("a".repeat(1_025), "[]")))
                .containsExactly("The body has at most 1,024 characters.");
    }

    @Test
    void valuesAreCountedNamedAndOfOneLine() {
        var shape = shape();
        assertThat(shape.parameters()).containsExactly("visitor", "words", "button_1");
        assertThat(
                        TemplateValues.problems(
                                shape, Map.of("visitor", "Ana", "words", "Hi", "button_1", "c")))
                .isEmpty();
        assertThat(TemplateValues.problems(shape, Map.of("visitor", "Ana", "word", "Hi")))
                .containsExactly(
                        "There are no words for {{words}}.",
                        "There are no words for {{button_1}}.",
                        "The template has no {{word}}.");
        assertThat(
                        TemplateValues.problems(
                                shape,
                                Map.of("visitor", "A\nB", "words", "a     b", "button_1", "c")))
                .hasSize(2)
                .allMatch(problem -> problem.contains("line break"));
        assertThat(
                        TemplateValues.problems(
                                shape,
                                Map.of(
                                        "visitor",
                                        "A",
                                        "words",
                                        "x".repeat(1_000),
                                        "button_1",
                                        "c")))
                .containsExactly("With these words the body is longer than 1,024 characters.");
    }

    @Test
    void wordsThatLookLikeVariablesAreOnlyWords() {
        assertThat(shape().bodyWith(Map.of("visitor", "{{words}} $1 \\", "words", "Hi")))
                .isEqualTo(
                        "New message from {{words}} $1 \\ on the website: Hi You can answer here.");
    }

    @Test
    void aVisitorsWordsAreFoldedAndShortenedToFitTheRelaysTemplate() {
        var draft = (ObjectNode) Json.parse(NAMED);
        draft.withArray("components").remove(3);
        var usable =
                new UsableTemplate(
                        new TemplateName("t", "en_US"),
                        TemplateShape.of(draft.path("components"), true));
        var sent = usable.relaying("Ana #K7QD", "One\n\ntwo     three").orElseThrow();
        assertThat(sent.body().toString()).contains("Ana #K7QD", "One two three");
        var long1 = usable.relaying("Ana", "👍".repeat(2_000)).orElseThrow();
        var words = ((dev.bellhop.whatsapp.Outgoing.Parameter.Words) long1.body().getLast()).text();
        assertThat(words).endsWith("👍…");
        assertThat(usable.bodyLength(Map.of("visitor", "Ana", "words", words))).isEqualTo(1_024);
        assertThat(new UsableTemplate(new TemplateName("t", "en"), shape()).relaying("Ana", "Hi"))
                .as("a button waits for an address")
                .isEmpty();
    }

    private static TemplateShape shape() {
        return TemplateShape.of(Json.parse(NAMED).path("components"), true);
    }

    private static ObjectNode body(String text, String examples) {
        var draft = Json.object();
        draft.put("name", "n").put("language", "en").put("category", "utility");
        var body = draft.putArray("components").addObject().put("type", "BODY").put("text", text);
        body.putObject("example").putArray("body_text").add(Json.parse(examples));
        return draft;
    }
}
