package dev.bellhop.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class FileNameTest {
    @Test
    void onlyTheLastPartOfAPathIsAName() {
        assertThat(FileName.of("../../etc/passwd")).contains("passwd");
        assertThat(FileName.of("C:\\Users\\Ada\\offer.pdf")).contains("offer.pdf");
        assertThat(FileName.of("a/b/..")).isEmpty();
        assertThat(FileName.of("/")).isEmpty();
    }

    @Test
    void whatHidesBreaksOrTurnsALineIsTakenOut() {
        assertThat(FileName.of("invoice\u202Efdp.exe")).contains("invoice fdp.exe");
        assertThat(FileName.of("a\r\nSet-Cookie: b=c\u0000.txt")).contains("a Set-Cookie b=c .txt");
        assertThat(FileName.of(".htaccess")).contains("htaccess");
        assertThat(FileName.of("a\"b<c>|?.txt")).contains("a b c .txt");
        assertThat(FileName.of("\uD800half.txt")).contains("half.txt");
        assertThat(FileName.of(" \u200B ")).isEmpty();
    }

    @Test
    void namesInEveryScriptStay() {
        assertThat(FileName.of("Übersicht für Zoë 報告書.pdf")).contains("Übersicht für Zoë 報告書.pdf");
    }

    @Test
    void aLongNameKeepsItsEnding() {
        assertThat(FileName.of("x".repeat(500) + ".pdf"))
                .hasValueSatisfying(name -> assertThat(name).hasSize(120).endsWith("….pdf"));
        assertThat(FileName.of("😀".repeat(300)))
                .map(it -> it.codePointCount(0, it.length()))
                .isEqualTo(Optional.of(120));
    }
}
