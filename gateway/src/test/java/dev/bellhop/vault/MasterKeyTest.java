package dev.bellhop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class MasterKeyTest {
    @TempDir Path directory;

    @Test
    void aFirstStartMakesAKeyThatOnlyItsOwnerCanRead() throws IOException {
        var file = directory.resolve("etc/master.key");
        var made = MasterKey.load(file, true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).hasSize(45).endsWith("=\n");
        assertThat(MasterKey.load(file, false).key()).isEqualTo(made.key());
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void everyKeyIsAnother() throws IOException {
        assertThat(MasterKey.load(directory.resolve("a"), true).key())
                .isNotEqualTo(MasterKey.load(directory.resolve("b"), true).key());
    }

    @Test
    void aMissingKeyIsALossUnlessItIsAFirstStart() {
        assertThatIOException()
                .isThrownBy(() -> MasterKey.load(directory.resolve("none"), false))
                .withMessageContaining("is missing")
                .withMessageContaining("none");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void aKeyThatOthersCanReadOrChangeIsRefused(String mode) throws IOException {
        var file = key(mode);
        assertThatIOException()
                .isThrownBy(() -> MasterKey.load(file, false))
                .withMessageContaining("open to others")
                .withMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void aKeyThatOnlyItsOwnerCanReadIsTaken(String mode) throws IOException {
        assertThat(MasterKey.load(key(mode), false).toString()).isEqualTo("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "garbage!", "AAAA", "\u00e9\u00e9", "-----BEGIN PRIVATE KEY-----"})
    void whatIsNoKeyIsRefusedAndLeftAsItIs(String content) throws IOException {
        var file = directory.resolve("garbage");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatIOException()
                .isThrownBy(() -> MasterKey.load(file, true))
                .withMessageContaining("does not hold a key")
                .withMessageNotContaining("BEGIN");
        assertThat(file).hasContent(content);
    }

    @Test
    void whatAStartThatWasCutShortLeftIsNotInTheWay() throws IOException {
        Files.writeString(directory.resolve("master.key.new"), "half of a k");
        var made = MasterKey.load(directory.resolve("master.key"), true);
        assertThat(MasterKey.load(directory.resolve("master.key"), false).key())
                .isEqualTo(made.key());
    }

    private Path key(String mode) throws IOException {
        var file = directory.resolve("master.key");
        MasterKey.load(file, true);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }
}
