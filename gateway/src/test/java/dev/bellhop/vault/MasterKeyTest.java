package dev.bellhop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

final class MasterKeyTest {
    @TempDir Path directory;

    @Test
    void aFirstStartMakesAKeyThatOnlyItsOwnerCanRead() throws IOException {
        var file = directory.resolve("etc/master.key");
        var made = load(file, true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).hasSize(45).endsWith("=\n");
        assertThat(load(file, false)).isEqualTo(made);
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void everyKeyIsAnother() throws IOException {
        assertThat(load(directory.resolve("a"), true))
                .isNotEqualTo(load(directory.resolve("b"), true));
    }

    @Test
    void aMissingKeyIsALossUnlessItIsAFirstStart() {
        assertThatIOException()
                .isThrownBy(() -> load(directory.resolve("none"), false))
                .withMessageContaining("is missing")
                .withMessageContaining("none");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void aKeyThatOthersCanReadOrChangeIsRefused(String mode) throws IOException {
        var file = key(mode);
        assertThatIOException()
                .isThrownBy(() -> load(file, false))
                .withMessageContaining("open to others")
                .withMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void aKeyThatOnlyItsOwnerCanReadIsTaken(String mode) throws IOException {
        assertThat(load(key(mode), false).toString()).isEqualTo("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "garbage!", "AAAA", "\u00e9\u00e9", "-----BEGIN PRIVATE KEY-----"})
    void whatIsNoKeyIsRefusedAndLeftAsItIs(String content) throws IOException {
        var file = directory.resolve("garbage");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatIOException()
                .isThrownBy(() -> load(file, true))
                .withMessageContaining("does not hold a key")
                .withMessageNotContaining("BEGIN");
        assertThat(file).hasContent(content);
    }

    @Test
    void whatAStartThatWasCutShortLeftIsNotInTheWay() throws IOException {
        Files.writeString(directory.resolve("master.key.new"), "half of a k");
        var made = load(directory.resolve("master.key"), true);
        assertThat(load(directory.resolve("master.key"), false)).isEqualTo(made);
    }

    @Test
    void aCredentialIsGuardedByWhoeverPutItThere() throws IOException {
        var file = key("rw-r-----");
        assertThat(open(new KeySource.Credential(file))).isEqualTo(KeyFile.readGuarded(file));
    }

    @Test
    void aCommandPrintsTheKey() throws IOException {
        var file = key("rw-------");
        var source = new KeySource.Command(List.of("cat", file.toString()));
        assertThat(open(source)).isEqualTo(KeyFile.read(file));
    }

    @ParameterizedTest
    @CsvSource({
        "false, ended with code 1",
        "echo hello, did not print a key",
        "head -c 100000 /dev/zero, did not print a key"
    })
    void aCommandThatPrintsNoneIsToldByItsName(String line, String why) {
        var source = new KeySource.Command(List.of(line.split(" ", -1)));
        assertThatIOException()
                .isThrownBy(() -> open(source))
                .withMessage("the key command " + line.split(" ", -1)[0] + " " + why(why));
    }

    @Test
    void aCommandThatIsNotThereIsAClearLine() {
        assertThatIOException()
                .isThrownBy(() -> open(new KeySource.Command(List.of("/no/such/program"))))
                .withMessageContaining("/no/such/program");
    }

    private static String why(String why) {
        return why.startsWith("did") ? why + ": it should be 32 bytes in base64" : why;
    }

    private static MasterKey load(Path file, boolean mayMake) throws IOException {
        return MasterKeys.open(new KeySource.File(file), Optional.empty(), mayMake).current();
    }

    private static MasterKey open(KeySource source) throws IOException {
        return MasterKeys.open(source, Optional.empty(), false).current();
    }

    private Path key(String mode) throws IOException {
        var file = directory.resolve("master.key");
        load(file, true);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }
}
