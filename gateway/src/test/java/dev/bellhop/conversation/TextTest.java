package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.nio.charset.StandardCharsets;

final class TextTest {

    @Property(seed = "42")
    void whatIsKeptCanBeStoredAndSentAndStaysTheSame(@ForAll String typed) {
        String kept;
        try {
            kept = new Text(typed).value();
        } catch (Refusal refused) {
            assertThat(refused.code()).isIn(Code.EMPTY, Code.TOO_LONG);
            return;
        }
        assertThat(kept).isNotEmpty().isEqualTo(kept.strip());
        assertThat(kept.codePointCount(0, kept.length())).isLessThanOrEqualTo(4_096);
        assertThat(kept.codePoints())
                .allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c));
        assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(kept);
        assertThat(new Text(kept).value()).isEqualTo(kept);
    }

    @Property(seed = "42")
    void nothingButControlCharactersAndMarginsIsTakenAway(@ForAll String typed) {
        Assume.that(typed.codePoints().noneMatch(TextTest::isTakenAway));
        Assume.that(!typed.isBlank());
        assertThat(new Text(typed).value()).isEqualTo(typed.strip());
    }

    private static boolean isTakenAway(int codePoint) {
        return (Character.isISOControl(codePoint) && codePoint != '\n' && codePoint != '\t')
                || Character.getType(codePoint) == Character.SURROGATE
                || Character.getType(codePoint) == Character.LINE_SEPARATOR
                || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    @Example
    void whatTurnsTheDirectionOfTheTextAroundItIsTakenAwayAndItsMarksStay() {
        assertThat(new Text("\u202Etxt.exe\u2066 \u200Fשלום\u200F").value())
                .isEqualTo("txt.exe \u200Fשלום\u200F");
    }

    @Property(seed = "42")
    void cutWordsFitAndSayThatSomethingIsMissing(
            @ForAll String words, @ForAll @IntRange(min = 1, max = 50) int max) {
        var cut = Text.cut(words, max);
        assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(max);
        var whole = Text.cut(words, Integer.MAX_VALUE);
        if (whole.codePointCount(0, whole.length()) <= max) {
            assertThat(cut).isEqualTo(whole);
        } else {
            assertThat(cut).endsWith("…");
        }
    }

    @Example
    void anEmojiCountsAsOneCharacter() {
        assertThat(new Text("😀".repeat(4_096)).value()).hasSize(2 * 4_096);
        assertThatThrownBy(() -> new Text("😀".repeat(4_097)))
                .hasMessageContaining("4,097 characters");
    }

    @Example
    void whatIsTakenAwayDoesNotCount() {
        assertThat(new Text(" " + "a".repeat(4_096) + "\0\0\n ").value()).hasSize(4_096);
    }

    @Example
    void linesAndTabsStayAndOtherControlCharactersGo() {
        assertThat(new Text("One\r\nTwo\tand\u0007 three\u2028four\0").value())
                .isEqualTo("One\nTwo\tand three\nfour");
    }

    @Example
    void halvesOfCharactersGo() {
        assertThat(new Text("a\ud83dz\ude00").value()).isEqualTo("az");
    }

    @Example
    void nothingIsRefused() {
        assertThatThrownBy(() -> new Text(" \n\t\0\u0085"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.EMPTY));
    }
}
