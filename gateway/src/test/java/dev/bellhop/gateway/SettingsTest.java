package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// What may be set, from where, and what is said of the rest.
class SettingsTest {
    @TempDir Path folder = Path.of("");

    private static Settings read(Map<String, String> environment) {
        return SettingsReader.read(Optional.empty(), environment, new Properties());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("bellhop.yaml"), text);
    }

    @Test
    void theLaterPlaceWins() throws IOException {
        var file = file("server.port: 9001\nwhatsapp.read-timeout: 7s\n");
        var environment = Map.of("BELLHOP_SERVER_PORT", "9002");
        var properties = new Properties();
        assertThat(SettingsReader.read(Optional.of(file), Map.of(), properties).server().port())
                .isEqualTo(9001);
        assertThat(SettingsReader.read(Optional.of(file), environment, properties).server().port())
                .isEqualTo(9002);
        properties.setProperty("server.port", "9003");
        var settings = SettingsReader.read(Optional.of(file), environment, properties);
        assertThat(settings.server().port()).isEqualTo(9003);
        assertThat(settings.graphReadTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void anUnknownKeyIsNamedWithTheNearestOne() throws IOException {
        var file = file("server:\n  prot: 8080\n");
        assertThatThrownBy(() -> SettingsReader.read(Optional.of(file), Map.of(), new Properties()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("server.prot");
        assertThatThrownBy(() -> read(Map.of("BELLHOP_SERVER_PROT", "1")))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("BELLHOP_SERVER_PROT");
    }

    @Test
    void aMissingOrBrokenFileIsNamed() throws IOException {
        var missing = folder.resolve("nowhere.yaml");
        assertThatThrownBy(
                        () -> SettingsReader.read(Optional.of(missing), Map.of(), new Properties()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("nowhere.yaml");
        var broken = file("server: [unclosed\n");
        assertThatThrownBy(
                        () -> SettingsReader.read(Optional.of(broken), Map.of(), new Properties()))
                .isInstanceOf(BadSetting.class);
    }

    @ParameterizedTest
    @CsvSource({
        "BELLHOP_SERVER_PORT, eighty, a whole number",
        "BELLHOP_SERVER_PORT, 70000, 65535",
        "BELLHOP_SERVER_PUBLIC_URL, chat.example.com, https://chat.example.com",
        "BELLHOP_SERVER_TRUSTED_PROXIES, not-an-address, networks like",
        "BELLHOP_DATABASE_URL, jdbc:postgresql://x/y, jdbc:mariadb://",
        "BELLHOP_DATABASE_EMBEDDED_MEMORY, lots, 64MB",
        "BELLHOP_SANDBOX_ENABLED, maybe, true or false",
        "BELLHOP_WHATSAPP_READ_TIMEOUT, soon, 30s",
        "BELLHOP_RETRY_FIRST, 0s, above 0",
        "BELLHOP_PANEL_ZONE, Lisbon, Europe/Lisbon",
        "BELLHOP_LIMITS_SIGN_IN_BURST, 0, a whole number",
    })
    void aWrongValueIsNamedWithWhatWouldBeRight(String name, String value, String right) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(value)
                .hasMessageContaining(right)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aPasswordIsReadFromItsFileAndNeverShown() throws IOException {
        var secret = Files.writeString(folder.resolve("password"), "not-for-logs\n");
        var settings =
                read(
                        Map.of(
                                "BELLHOP_DATABASE_URL",
                                "jdbc:mariadb://127.0.0.1/bellhop",
                                "BELLHOP_DATABASE_PASSWORD_FILE",
                                secret.toString()));
        assertThat(settings.database().orElseThrow().password()).isEqualTo("not-for-logs");
        assertThat(settings.toString()).doesNotContain("not-for-logs");
    }
}
