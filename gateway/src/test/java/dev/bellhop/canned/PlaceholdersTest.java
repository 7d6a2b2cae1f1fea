package dev.bellhop.canned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/// How placeholders are filled.
final class PlaceholdersTest {
    private static final Map<String, String> FACTS =
            Map.of("first_name", "Elena", "email", " ", "code", "$1\\K7QD");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hi {{first_name}}, hello      | Hi Elena, hello       |",
                "Hi {{ First_Name }}!          | Hi Elena!             |",
                "Hi {{phone}}!                 | Hi {{phone}}!         | phone",
                "At {{email}} or {{phone}}     | At {{email}} or {{phone}} | email,phone",
                "{{phone}} and {{phone}}       | {{phone}} and {{phone}} | phone",
                "Code {{code}}                 | Code $1\\K7QD         |",
                "{{first_name}{{phone          | {{first_name}{{phone  |",
                "{{first_name`}}               | {{first_name`}}       |",
                "No placeholder, { } or {{}}   | No placeholder, { } or {{}} |"
            })
    void whatIsKnownTakesThePlace(String text, String filled, String missing) {
        var got = Placeholders.fill(text.strip(), FACTS);
        assertThat(got.text()).isEqualTo(filled.strip());
        assertThat(String.join(",", got.missing())).isEqualTo(missing == null ? "" : missing);
    }

    @Test
    void otherWordsStandWhereNothingIsKnown() {
        var got = Placeholders.fill("Hi {{name|there}}, {{email|}}{{first_name|you}}.", FACTS);
        assertThat(got.text()).isEqualTo("Hi there, Elena.");
        assertThat(got.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hi {{first_name}}, hello          | Hi Elena, hello",
                "Hi {{name}}!                      | Hi!",
                "Hi {{name}}, we are closed.       | Hi, we are closed.",
                "Well, {{name}}, we are closed.    | Well, we are closed.",
                "Hi, {{name}}! We are closed.      | Hi! We are closed.",
                "{{name}}, we are closed.          | We are closed.",
                "{{name}} we are closed.           | We are closed.",
                "{{name}}，您好！                   | 您好！",
                "We are back {{phone}}.            | We are back.",
                "Back at {{phone}} or {{name}} now | Back at or now",
                "Bye, {{name}}                     | Bye",
                "Hi {{name}} {{phone}}!            | Hi!",
                "Code {{code}}                     | Code $1\\K7QD",
            })
    void whatIsSaidByItselfHasNoHole(String text, String said) {
        assertThat(Placeholders.say(text.strip(), FACTS)).isEqualTo(said.strip());
    }

    @Test
    void otherWordsAreSaidWhereNothingIsKnown() {
        assertThat(Placeholders.say("Hi {{name|there}}!\n{{phone|}}, bye.", FACTS))
                .isEqualTo("Hi there!\nBye.");
        assertThat(Placeholders.say("{{name}}", FACTS)).isEmpty();
        assertThat(Placeholders.bare("{{name}} {{first_name|}} {{code|x}}"))
                .containsExactly("name");
    }

    @Test
    void whatNobodyKnowsIsNamedBeforeItIsSaved() {
        assertThat(Placeholders.unknown("{{first_name}} {{order}} {{Colour|red}} {{order}}"))
                .containsExactly("colour", "order");
    }

    @Test
    void whatAVisitorCallsThemselvesIsNotFilledAgain() {
        var got = Placeholders.fill("Hi {{name}}", Map.of("name", "{{email}}", "email", "a@b.c"));
        assertThat(got.text()).isEqualTo("Hi {{email}}");
    }
}
