package dev.bellhop.widget;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

class ScriptTest {
    /// What every page loads, gzipped: the button with its styles.
    private static final int LAUNCHER_BYTES_MAX = 3_000;

    /// What comes when a visitor reaches for the button, gzipped: all else with its styles, in
    /// English.
    private static final int PANEL_BYTES_MAX = 22_000;

    /// Each of the parts that come after the panel, when they are needed, gzipped.
    private static final int PART_BYTES_MAX = 5_000;

    private static final Path FILES = Path.of("target", "classes", "META-INF/resources/widget");
    private static final Pattern PANEL = Pattern.compile("panel-[A-Z0-9]{8}\\.mjs");

    @Test
    void theLauncherStaysSmall() throws IOException {
        assertThat(gzipped(launcher())).isLessThanOrEqualTo(LAUNCHER_BYTES_MAX);
    }

    @Test
    void thePanelStaysSmall() throws IOException {
        assertThat(gzipped(panel())).isLessThanOrEqualTo(PANEL_BYTES_MAX);
    }

    @Test
    void eachFurtherPartStaysSmall() throws IOException {
        for (var file : all()) {
            if (!file.equals(launcher()) && !isPanel(file)) {
                assertThat(gzipped(file)).as("%s", file).isLessThanOrEqualTo(PART_BYTES_MAX);
            }
        }
    }

    /// Browsers keep the panel for good under the name that tells what is in it.
    @Test
    void theLauncherNamesThePanelThatIsThere() throws IOException {
        assertThat(text(launcher())).contains(panel().getFileName().toString());
        assertThat(FILES.resolve("panel.mjs")).hasSameBinaryContentAs(panel());
    }

    /// A page in another encoding reads the script in its own.
    @Test
    void readsTheSameInEveryEncoding() throws IOException {
        for (var file : all()) {
            assertThat(text(file).chars().filter(letter -> letter > 127)).as("%s", file).isEmpty();
        }
    }

    @Test
    void leavesNoMarkupToBeParsed() throws IOException {
        for (var file : all()) {
            assertThat(text(file))
                    .doesNotContain("innerHTML", "insertAdjacentHTML", "eval(", "Function(");
        }
    }

    private static Path launcher() {
        return FILES.resolve("widget.js");
    }

    private static Path panel() throws IOException {
        return all().stream()
                .filter(file -> PANEL.matcher(file.getFileName().toString()).matches())
                .findFirst()
                .orElseThrow();
    }

    private static boolean isPanel(Path file) {
        return file.getFileName().toString().startsWith("panel");
    }

    private static List<Path> all() throws IOException {
        try (var files = Files.list(FILES)) {
            return files.toList();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, ISO_8859_1);
    }

    private static int gzipped(Path file) throws IOException {
        var gzipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzipped)) {
            out.write(Files.readAllBytes(file));
        }
        return gzipped.size();
    }
}
