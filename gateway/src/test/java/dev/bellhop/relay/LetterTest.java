package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;
import dev.bellhop.conversation.Visitor;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

final class LetterTest {
    private static final int WHATSAPP_MAX = 4_096;

    @Test
    void theHeadSaysWhoWhichChatAndWhichPage() {
        assertThat(letter(Optional.of("Elena"), Optional.of("Fjord pendant"), "Is it dimmable?"))
                .containsExactly("*Elena* #K7QD\n_on Fjord pendant_\nIs it dimmable?");
    }

    @Test
    void aVisitorWithoutANameHasANumberThatTellsThemApart() {
        assertThat(letter(Optional.empty(), Optional.empty(), "Hello"))
                .containsExactly("*Visitor 1042* #K7QD\nHello");
    }

    @Test
    void wordsKeepTheirLinesAndMarks() {
        assertThat(letter(Optional.of("Elena"), Optional.empty(), "*One*\n\n_two_"))
                .containsExactly("*Elena* #K7QD\n*One*\n\n_two_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bob* #MMMM",
                "Bob\n*Ana* #MMMM",
                "Bob\u2028*Ana* #MMMM",
                "Bob\u0085#MMMM",
                "_Bob_ ~#MMMM~ `x`",
                "\u202e#MMMM boB",
                "\u2066Bob\u2069 #MMMM",
                "Bob\t\t\t#MMMM"
            })
    void aNameCannotPassForAHeadOfOurs(String name) {
        var head = letter(Optional.of(name), Optional.empty(), "Hi").getFirst().lines().toList();
        assertThat(head).hasSize(2);
        assertThat(head.getFirst()).startsWith("*").endsWith("* #K7QD").doesNotContain("#MMMM");
        var shown = head.getFirst().substring(1, head.getFirst().length() - "* #K7QD".length());
        assertThat(shown)
                .doesNotContainPattern("[*_~`#\\n\\u2028\\u0085\\u202a-\\u202e\\u2066-\\u2069]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"***", "#", " _ ", "\u202e"})
    void aNameOfMarksAloneIsNoName(String name) {
        assertThat(letter(Optional.of(name), Optional.empty(), "Hi"))
                .containsExactly("*Visitor* #K7QD\nHi");
    }

    @Test
    void aTitleCannotPassForAHeadEither() {
        assertThat(letter(Optional.of("Elena"), Optional.of("x_\n*Bob* #MMMM"), "Hi"))
                .containsExactly("*Elena* #K7QD\n_on x Bob MMMM_\nHi");
    }

    @Test
    void aLongNameAndALongTitleAreCut() {
        var head =
                letter(Optional.of("N".repeat(500)), Optional.of("𝄞".repeat(500)), "Hi")
                        .getFirst();
        assertThat(head)
                .isEqualTo("*" + "N".repeat(59) + "…* #K7QD\n_on " + "𝄞".repeat(79) + "…_\nHi");
    }

    @Test
    void wordsThatDoNotFitGoInTwo() {
        var text = "word ".repeat(818).strip(); // 4,089 characters
        var parts = letter(Optional.of("Elena"), Optional.empty(), text);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0)).startsWith("*Elena* #K7QD\nword ").endsWith("word");
        assertThat(parts.get(1)).startsWith("… word").endsWith("word");
    }

    /// A try that is repeated composes again; a name that came in between must not move the break.
    @Test
    void theBreakIsAtTheSamePlaceWhateverTheHeadSays() {
        var text = "word ".repeat(818).strip();
        var before = letter(Optional.empty(), Optional.empty(), text);
        var after = letter(Optional.of("N".repeat(500)), Optional.of("T".repeat(500)), text);
        assertThat(after).hasSameSizeAs(before);
        assertThat(after.get(1)).isEqualTo(before.get(1));
    }

    @Property(tries = 300, seed = "42")
    void noWordIsLostAndEachPartFits(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4_096) int characters) {
        var text = text(new Random(seed), characters);
        var parts = letter(Optional.of("Elena"), Optional.of("Page"), text);
        assertThat(parts)
                .allSatisfy(part -> {
                    assertThat(part.codePointCount(0, part.length()))
                            .isLessThanOrEqualTo(WHATSAPP_MAX);
                    assertThat(Character.isLowSurrogate(part.charAt(0))).isFalse();
                    assertThat(Character.isHighSurrogate(part.charAt(part.length() - 1))).isFalse();
                });
        var joined = new StringBuilder(parts.getFirst().replaceFirst("^.*\n.*\n", ""));
        parts.stream().skip(1).forEach(part -> joined.append(part.substring(2)));
        assertThat(joined.toString().replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }

    private static String text(Random random, int characters) {
        var text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(12)) {
                        case 0 -> ' ';
                        case 1 -> '\n';
                        case 2 -> 0x1F44B;
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString().strip();
    }

    @Test
    void aQuoteThatThePhoneNeverHadStandsOnALineOfItsOwn() {
        var quoted = message("text", "*Green*\nand ochre, " + "and more ".repeat(30));
        var letter =
                Letter.compose(
                        "K7QD",
                        visitor(Optional.of("Elena"), Optional.empty()),
                        Optional.of(quoted),
                        List.of(message("text", "The green one")));
        assertThat(letter).hasSize(1);
        var lines = letter.getFirst().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("> Green and ochre, and more").endsWith("…");
        assertThat(lines.get(1).length()).isLessThanOrEqualTo(80);
        assertThat(lines.get(2)).isEqualTo("The green one");
    }

    @Test
    void aQuotedFileWithoutWordsIsNamed() {
        var letter =
                Letter.compose(
                        "K7QD",
                        visitor(Optional.of("Elena"), Optional.empty()),
                        Optional.of(message("image", "")),
                        List.of(message("text", "This one")));
        assertThat(letter).containsExactly("*Elena* #K7QD\n> [Photo]\nThis one");
    }

    /// What was once told must break at the same places however long its head is.
    @Test
    void theLongestHeadWithAQuoteFitsWithTheLongestPart() {
        var long80 = "x".repeat(200);
        var letter =
                Letter.compose(
                        "K7QDXY",
                        visitor(Optional.of(long80), Optional.of(long80)),
                        Optional.of(message("text", long80)),
                        List.of(message("text", "y".repeat(4_096))));
        assertThat(letter).allMatch(part -> part.length() <= WHATSAPP_MAX);
    }

    @Test
    void aTemplateSaysThatThereIsAFile() {
        var messages =
                List.of(message("text", "Look:"), message("image", ""), message("video", "Two"));
        assertThat(Letter.folded(messages)).isEqualTo("Look: / [Photo] / [Video] Two");
    }

    private static List<String> letter(Optional<String> name, Optional<String> title, String text) {
        return Letter.compose(
                "K7QD", visitor(name, title), Optional.empty(), List.of(message("text", text)));
    }

    private static Visitor visitor(Optional<String> name, Optional<String> title) {
        return new Visitor(
                42,
                OptionalLong.of(1),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                name,
                Optional.empty(),
                Optional.empty(),
                Visitor.Vouched.NONE,
                Optional.empty(),
                Optional.empty(),
                new Visitor.Page(Optional.empty(), title, Optional.empty(), Optional.empty()),
                false,
                false,
                Instant.parse("2026-03-02T10:41:07Z"));
    }

    private static Message message(String kind, String text) {
        var now = Instant.parse("2026-03-02T10:41:07Z");
        return new Message(
                1,
                1,
                Author.VISITOR,
                Optional.empty(),
                Via.WIDGET,
                kind,
                text,
                Optional.empty(),
                OptionalInt.empty(),
                Status.ACCEPTED,
                now,
                Optional.empty(),
                now);
    }
}
