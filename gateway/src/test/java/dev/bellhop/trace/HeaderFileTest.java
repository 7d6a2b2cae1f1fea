package dev.bellhop.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

final class HeaderFileTest {
    private final Path file;

    HeaderFileTest(@TempDir Path folder) {
        this.file = folder.resolve("headers");
    }

    @Test
    void eachLineIsAHeader() throws IOException {
        Files.writeString(
                file,
                "# for Tempo\n\n  Authorization:Bearer s3cret==  \r\nX-Scope-OrgID: shop 1\n");
        assertThat(HeaderFile.read(file))
                .isEqualTo(Map.of("Authorization", "Bearer s3cret==", "X-Scope-OrgID", "shop 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "Authorization: ",
                ": s3cret",
                "Author ization: s3cret",
                "X-A: s3\u0007cret",
                "X-A: s3crèt"
            })
    void whatIsNoneIsSaidWithoutIt(String line) throws IOException {
        Files.writeString(file, "X-Good: yes\n" + line + "\n");
        assertThatThrownBy(() -> HeaderFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2 of " + file)
                .message()
                .doesNotContain("s3", "cret");
    }

    @Test
    void whatIsNoTextOrMuchTooLongIsSaid() throws IOException {
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> HeaderFile.read(file)).hasMessageContaining("is no text");
        Files.write(file, "X-A: b\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> HeaderFile.read(file)).hasMessageContaining("is too long");
    }
}
