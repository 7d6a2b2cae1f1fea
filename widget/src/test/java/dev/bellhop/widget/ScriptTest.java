package dev.bellhop.widget;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

class ScriptTest {
    /// What a visitor's phone loads before it has asked for anything: script and styles, gzipped.
    private static final int GZIPPED_BYTES_MAX = 19_500;

    @Test
    void staysSmall() throws IOException {
        var gzipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzipped)) {
            out.write(script());
        }
        assertThat(gzipped.size()).isLessThanOrEqualTo(GZIPPED_BYTES_MAX);
    }

    /// A page in another encoding reads the script in its own.
    @Test
    void readsTheSameInEveryEncoding() throws IOException {
        var script = new String(script(), ISO_8859_1);
        assertThat(script.chars().filter(letter -> letter > 127)).isEmpty();
    }

    @Test
    void leavesNoMarkupToBeParsed() throws IOException {
        var script = new String(script(), ISO_8859_1);
        assertThat(script).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(", "Function(");
    }

    private static byte[] script() throws IOException {
        try (var in =
                ScriptTest.class.getResourceAsStream("/META-INF/resources/widget/widget.js")) {
            return requireNonNull(in, "The script is not on the class path.").readAllBytes();
        }
    }
}
