package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A backup is taken from a real gateway, checked, encrypted, spoilt, and brought back.
final class BackupCommandTest {
    @TempDir private static Path folder;

    @Test
    void aBackupIsTakenCheckedAndBroughtBack() throws IOException {
        var data = folder.resolve("data");
        var user = new CommandLineUser(folder).sets("BELLHOP_DATA_DIR", data.toString());
        String codes;
        try (var gateway = new RealGateway(data)) {
            assertThat(user.runs("wait", "--for", "ready").code()).isZero();
            gateway.hears("351912000111", "Rosa", "Is the shop open on Sunday?");
            user.hearsOf("Is the shop open on Sunday?");
            codes = user.runs("conversation", "list", "-q").out();

            var taken = user.runs("backup", "--out", "b.zip");
            assertThat(taken.err()).contains("Written to ", "It is whole: ");
            assertThat(taken.code()).isZero();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve("b.zip"))))
                    .isEqualTo("rw-------");
            assertThat(user.runs("backup", "--out", "b.zip").err()).contains("There is a file");

            var key = user.runs("backup", "key", "--out", "identity.txt").out().strip();
            assertThat(user.runs("backup", "--out", "b.age", "--recipient", key).code()).isZero();
            assertThat(user.runs("backup", "--recipient", "age1nonsense").err())
                    .contains("This is no public key of age");

            for (int i = 0; i < 3; i++) {
                user.keeps("kept/bellhop-2026010%dT000000Z.zip".formatted(i + 1), "old");
            }
            user.keeps("kept/holiday.zip", "somebody's");
            assertThat(user.runs("backup", "--folder", "kept", "--keep", "2").code()).isZero();
            assertThat(names(folder.resolve("kept")))
                    .containsExactlyInAnyOrder(
                            "bellhop-20261122T120000Z.zip",
                            "bellhop-20260103T000000Z.zip",
                            "holiday.zip");
            assertThat(user.runs("backup", "--keep", "2").code()).isEqualTo(2);
            assertThat(user.runs("backup", "list").out().lines()).hasSize(4);
        }

        var seen = user.runs("backup", "verify", "b.zip");
        assertThat(seen.code()).isZero();
        assertThat(seen.out()).contains("whole", "Rows", "Master key");
        assertThat(user.runs("backup", "verify", "b.age").err()).contains("is encrypted");
        assertThat(user.runs("backup", "verify", "b.age", "--identity", "identity.txt").code())
                .isZero();
        var bytes = Files.readAllBytes(folder.resolve("b.zip"));
        // More than what a ZIP says of a file without anybody looking.
        for (int i = bytes.length / 2; i < bytes.length / 2 + 256; i++) {
            bytes[i] ^= 1;
        }
        Files.write(folder.resolve("spoilt.zip"), bytes);
        assertThat(user.runs("backup", "verify", "spoilt.zip").code()).isEqualTo(7);
        Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 3));
        assertThat(user.runs("backup", "verify", "cut.zip").err()).contains("What is wrong: ");

        var there = folder.resolve("there");
        Files.createDirectories(there);
        Files.copy(data.resolve("master.key"), there.resolve("master.key"));
        user.sets("BELLHOP_DATA_DIR", there.toString());
        var program = RealGateway.program(folder);
        assertThat(user.runs("restore", "spoilt.zip", "--gateway", program).code()).isEqualTo(7);
        assertThat(user.runs("restore", "b.zip", "--gateway", "nowhere").code()).isEqualTo(1);
        assertThat(
                        user.runs(
                                        "restore",
                                        "b.age",
                                        "--identity",
                                        "identity.txt",
                                        "--dry-run",
                                        "--gateway",
                                        program)
                                .err())
                .contains("The backup is whole");
        assertThat(names(there)).containsExactly("master.key");
        assertThat(
                        user.runs(
                                        "restore",
                                        "b.age",
                                        "--identity",
                                        "identity.txt",
                                        "--gateway",
                                        program)
                                .code())
                .isZero();
        try (var _ = new RealGateway(there)) {
            assertThat(user.runs("conversation", "list", "-q").out()).isEqualTo(codes);
            assertThat(user.runs("audit", "verify").code()).isZero();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString()).toList();
        }
    }
}
