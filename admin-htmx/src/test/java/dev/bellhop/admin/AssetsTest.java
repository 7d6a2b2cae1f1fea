package dev.bellhop.admin;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

class AssetsTest {
    private static final String OWN = "/META-INF/resources/admin/";

    @Test
    void theLibrariesAreWhereThePagesLookForThem() throws IOException {
        assertThat(bytes("/META-INF/resources" + Assets.htmx())).isNotEmpty();
        assertThat(bytes("/META-INF/resources" + Assets.sse())).isNotEmpty();
    }

    @Test
    void ourOwnScriptsAndStylesStaySmall() throws IOException {
        int scripts = gzipped(bytes(OWN + "panel.js"));
        int libraries =
                gzipped(bytes("/META-INF/resources" + Assets.htmx()))
                        + gzipped(bytes("/META-INF/resources" + Assets.sse()));
        int styles =
                gzipped(bytes(OWN + "tokens.css"))
                        + gzipped(bytes(OWN + "panel.css"))
                        + gzipped(bytes(OWN + "app.css"));

        assertThat(scripts).isLessThan(15 * 1024);
        // It comes when a button for it is shown.
        assertThat(gzipped(bytes(OWN + "passkey.js"))).isLessThan(1024);
        assertThat(scripts + libraries).isLessThan(34 * 1024);
        assertThat(styles).isLessThan(20 * 1024);
    }

    @Test
    void nothingIsFetchedFromElsewhere() throws IOException {
        for (var file :
                new String[] {"tokens.css", "panel.css", "app.css", "panel.js", "passkey.js"}) {
            var text = new String(bytes(OWN + file), UTF_8);
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .as(file)
                    .doesNotContain("http://")
                    .doesNotContain("https://")
                    .doesNotContain("@import");
        }
    }

    private static int gzipped(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.size();
    }

    private static byte[] bytes(String resource) throws IOException {
        try (var in = AssetsTest.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        }
    }
}
