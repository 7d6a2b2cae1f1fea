package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.TestDatabase;
import dev.bellhop.story.Changes;
import dev.bellhop.story.Child;
import dev.bellhop.story.House;
import dev.bellhop.story.Witness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Starts that fail say why in one line; starts that succeed find everything as it was.
final class StartTest {

    @Test
    void helpAndVersionAreTold() {
        var help = Child.run(List.of("--help"), Map.of());
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--config FILE", "--version");
        var version = Child.run(List.of("--version"), Map.of());
        assertThat(version.code()).isZero();
        assertThat(version.out()).isEqualTo("bellhop-gateway " + Version.CURRENT + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot", "server.port=80", "--config"})
    void anArgumentThatIsNotKnownOrNotWholeIsAMisuse(String argument) {
        var ended = Child.run(List.of(argument), Map.of());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err()).startsWith("bellhop: ").contains(argument);
    }

    @Test
    void aWrongSettingEndsTheStartWithOneLine() throws IOException {
        var file = Files.writeString(Child.home().resolve("bellhop.yaml"), "server:\n  prot: 80\n");
        endsWith(
                Child.run(List.of("--config", file.toString()), Map.of()),
                "unknown setting server.prot; config/bellhop.yaml lists all");
        endsWith(
                Child.run(List.of(), Map.of("BELLHOP_CONFIG", file.toString())),
                "unknown setting server.prot; config/bellhop.yaml lists all");
        endsWith(
                Child.run(List.of(), Map.of("BELLHOP_SERVER_PORT", "eighty")),
                "server.port is \"eighty\"; it must be a whole number from 0 to 65535");
        endsWith(
                Child.run(List.of("--config", "/nowhere/bellhop.yaml"), Map.of()),
                "the configuration file /nowhere/bellhop.yaml does not exist or cannot be read");
    }

    @Test
    void aPortThatIsTakenEndsTheStartWithOneLine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            endsWith(
                    Child.run(
                            List.of(),
                            onDatabase(Map.of("BELLHOP_SERVER_PORT", Integer.toString(port)))),
                    "port " + port + " on 127.0.0.1 is taken; set server.port to another");
        }
    }

    @Test
    void aDatabaseThatIsAwayEndsTheStartWithOneLine() throws IOException {
        try (var nobody = Witness.nobody()) {
            var ended =
                    Child.run(
                            List.of(),
                            Map.of(
                                    "BELLHOP_DATA_DIR", Child.home().toString(),
                                    "BELLHOP_SERVER_PORT", "0",
                                    "BELLHOP_DATABASE_URL",
                                            "jdbc:mariadb://127.0.0.1:"
                                                    + nobody.getLocalPort()
                                                    + "/bellhop",
                                    "BELLHOP_DATABASE_PASSWORD", "never-shown",
                                    "BELLHOP_DATABASE_PATIENCE", "1s"));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(lastLine(ended)).startsWith("bellhop: the database: ");
            assertThat(ended.err()).doesNotContain("\tat ", "never-shown");
        }
    }

    @Test
    void aWrongPasswordOfTheDatabaseEndsTheStartAndIsNotTold() {
        var settings = new HashMap<>(onDatabase(Map.of()));
        settings.put("BELLHOP_DATABASE_PASSWORD", "never-shown");
        settings.put("BELLHOP_DATABASE_PATIENCE", "1s");
        var ended = Child.run(List.of(), settings);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(lastLine(ended)).startsWith("bellhop: the database: ");
        assertThat(ended.err() + ended.out()).doesNotContain("\tat ", "never-shown");
    }

    private static void endsWith(Child.Ended ended, String line) {
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("bellhop: " + line + "\n");
    }

    private static String lastLine(Child.Ended ended) {
        return ended.err().lines().reduce("", (_, line) -> line);
    }

    private static Map<String, String> onDatabase(Map<String, String> more) {
        var database = TestDatabase.fresh();
        var settings = new HashMap<String, String>();
        settings.put("BELLHOP_DATA_DIR", Child.home().toString());
        settings.put("BELLHOP_SERVER_PORT", "0");
        settings.put("BELLHOP_DATABASE_URL", database.url());
        settings.put("BELLHOP_DATABASE_USER", database.user());
        settings.put("BELLHOP_DATABASE_PASSWORD", database.password());
        settings.putAll(more);
        return settings;
    }

    /// Where people reach it tells nothing of a port that the machine chose.
    @Test
    void theAddressItListensOnIsPrinted() {
        var ended =
                Child.run(
                        List.of("--stop-when-ready"),
                        onDatabase(
                                Map.of("BELLHOP_SERVER_PUBLIC_URL", "https://chat.example.com")));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("is ready at https://chat.example.com (")
                .containsPattern("(?m)^  listens http://127\\.0\\.0\\.1:[1-9][0-9]+$");
    }

    @Test
    void aKeyFileIsMadeAtTheFirstStartForItsOwnerAlone() throws IOException {
        try (var house = House.open()) {
            var file = Changes.keyFile(house.settings());
            assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).hasSize(32);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aKeyFileThatIsGoneWhileSecretsAreStoredIsNotMadeAnew() throws IOException {
        var settings = closedHouse();
        Files.delete(Changes.keyFile(settings));
        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("the key file " + Changes.keyFile(settings) + " is missing");
        assertThat(Changes.keyFile(settings)).doesNotExist();
    }

    @Test
    void aKeyFileThatOthersMayReadIsRefused() throws IOException {
        var settings = closedHouse();
        Files.setPosixFilePermissions(
                Changes.keyFile(settings), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "is open to others; run: chmod 600 " + Changes.keyFile(settings));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "c2hvcnQ="})
    void aKeyFileWithoutAKeyIsRefused(String content) throws IOException {
        var settings = closedHouse();
        Files.writeString(Changes.keyFile(settings), content);
        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "the key file " + Changes.keyFile(settings) + " does not hold a key");
    }

    @Test
    void aKeyFileOfAnotherInstallationIsRefused() throws IOException {
        var settings = closedHouse();
        Files.writeString(
                Changes.keyFile(settings), Base64.getEncoder().encodeToString(new byte[32]));
        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("does not fit the stored secrets")
                .hasMessageContaining("are sealed by master key")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDataDirectoryThatIsAFileIsToldByItsKey() throws IOException {
        var settings = closedHouse();
        var file = Files.writeString(settings.dataDir().resolve("file"), "x");
        endsWith(
                Child.run(List.of(), onDatabase(Map.of("BELLHOP_DATA_DIR", file.toString()))),
                "data.dir: " + file + " is not a directory");
    }

    @Test
    void aHostThatIsNotOursIsToldByItsKey() {
        var ended =
                Child.run(List.of(), onDatabase(Map.of("BELLHOP_SERVER_HOST", "nowhere.invalid")));
        endsWith(ended, "server.host: nowhere.invalid is no address of this machine");
        endsWith(
                Child.run(List.of(), onDatabase(Map.of("BELLHOP_SERVER_HOST", "192.0.2.1"))),
                "server.host: 192.0.2.1 is no address of this machine");
    }

    /// A start that failed leaves nothing open that would keep the next one out.
    @Test
    void afterAStartThatFailedTheNextOneSucceeds() throws IOException {
        var settings = closedHouse();
        var key = Files.readString(Changes.keyFile(settings));
        Files.writeString(Changes.keyFile(settings), "");
        assertThatThrownBy(() -> start(settings)).isInstanceOf(StartFailure.class);
        Files.writeString(Changes.keyFile(settings), key);
        start(settings).close();
    }

    @Test
    void aRestartKeepsEverything() {
        try (var house = House.open();
                var visitor = house.visitor()) {
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"Elena\"}");
            visitor.says("Before");
            var relayed = house.phone().sees("Before");
            house.phone().replies(relayed, "An answer");
            visitor.sees("An answer");
            visitor.seesTick(1, "read");
            var before = house.setup();
            var status = house.status();
            house.restart();
            assertThat(house.setup()).isEqualTo(before);
            assertThat(house.status().path("conversations"))
                    .isEqualTo(status.path("conversations"));
            assertThat(house.status().at("/deliveries/last_at").asText())
                    .isGreaterThanOrEqualTo(status.at("/deliveries/last_at").asText());
            try (var back = visitor.returns(0)) {
                back.sees("An answer");
                assertThat(back.code()).isEqualTo(visitor.code());
                assertThat(back.hears("message").path("status").asText()).isEqualTo("read");
                assertThat(back.says("After")).isEqualTo(3);
                assertThat(house.phone().sees("After").path("text").asText())
                        .startsWith("*Elena* #");
            }
        }
    }

    private static Settings closedHouse() {
        try (var house = House.open(UnaryOperator.identity())) {
            return house.settings();
        }
    }

    private static Gateway start(Settings settings) {
        return Gateway.start(settings, Clock.systemUTC(), new Random(7));
    }
}
