package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

final class LoginTest {
    private final Path home;
    private final TinyGateway gateway;
    private final CommandLineUser user;

    LoginTest(@TempDir Path home) throws IOException {
        this.home = home;
        gateway = new TinyGateway().answers("{\"version\":\"0.1.0\"}");
        user = new CommandLineUser(home);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"var", "installed"})
    void findsTheGatewayOfThisMachine(String folder) {
        user.keeps(folder + "/cli.json", saved(gateway.url(), TinyGateway.TOKEN));

        assertThat(user.runs("status").code()).isZero();
    }

    @Test
    void looksOnlyWhereTheDataIsSaidToBe() {
        user.sets("BELLHOP_DATA_DIR", "elsewhere")
                .keeps("var/cli.json", saved(gateway.url(), TinyGateway.TOKEN));
        assertThat(user.runs("status", "--url", gateway.url()).code()).isEqualTo(3);

        user.keeps("elsewhere/cli.json", saved(gateway.url(), TinyGateway.TOKEN));
        assertThat(user.runs("status").code()).isZero();
    }

    @Test
    void looksWhereTheGatewaysSettingsSay() {
        for (var settings :
                List.of(
                        "data.dir: %s\n",
                        "server:\n  port: 1\ndata:\n  # where it is\n  dir: '%s'\n",
                        "data: {dir: %s}\n")) {
            user.keeps("bellhop.yaml", settings.formatted(home.resolve("configured")))
                    .keeps("configured/cli.json", saved(gateway.url(), TinyGateway.TOKEN))
                    // Left by an earlier one, which has moved.
                    .keeps("installed/cli.json", saved("http://127.0.0.1:1", "bhp_old"))
                    .sets("BELLHOP_CONFIG", "bellhop.yaml");
            assertThat(user.runs("status").code()).as(settings).isZero();
        }
        user.keeps("bellhop.yaml", "data.dir: deeper\n")
                .keeps("installed/deeper/cli.json", saved(gateway.url(), TinyGateway.TOKEN));
        assertThat(user.runs("status").code()).as("relative to where the unit starts it").isZero();
        for (var silent : List.of("#data.dir: x\n", "data:\n", "data: [half", "data.dir:\n")) {
            user.keeps("bellhop.yaml", silent)
                    .keeps("installed/cli.json", saved(gateway.url(), TinyGateway.TOKEN));
            assertThat(user.runs("status").code()).as(silent).isZero();
        }
    }

    @Test
    void saysWhatIsMissingWhenNobodyIsSignedIn() {
        var places = home.resolve("var") + " or " + home.resolve("installed");
        var there = user.findsUsually(gateway.url()).runs("status");
        assertThat(there.code()).isEqualTo(3);
        assertThat(there.err()).startsWith("Error: Not signed in.\n").contains(places);
        assertThat(there.err()).hasLineCount(3);

        var nowhere = user.findsUsually("http://127.0.0.1:1").runs("status");
        assertThat(nowhere.code()).isEqualTo(6);
        assertThat(nowhere.err()).startsWith("Error: No gateway is found.\n").contains(places);
        assertThat(nowhere.err()).hasLineCount(3);
    }

    /// For scripts it is one thing that nobody is let in, and another that nobody is there.
    @Test
    void whoeverHasNoTokenIsToldWhetherAGatewayIsThere() throws IOException {
        var url = gateway.url();
        var there = user.runs("status", "--url", url);
        assertThat(there.code()).isEqualTo(3);
        assertThat(there.err()).contains("Not signed in at " + url, "none is kept on this machine");
        assertThat(gateway.asked()).isEqualTo("GET /observe/health/live");
        gateway.close();
        var gone = user.runs("status", "--url", url);
        assertThat(gone.code()).isEqualTo(6);
        assertThat(gone.err()).contains("No gateway answers at " + url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"})
    void thisMachineHasSeveralNames(String name) {
        user.keeps("var/cli.json", saved(gateway.url(), TinyGateway.TOKEN));
        var url = gateway.url().replace("127.0.0.1", name);

        assertThat(user.runs("status", "--url", url).code()).isZero();
        assertThat(user.runs("status", "--url", url + "/").code()).isZero();
        // Another port, scheme or path is another gateway, and so is another name.
        for (var other :
                List.of(
                        url.replaceAll(":[0-9]+$", ":1"),
                        url.replace("http:", "https:"),
                        url + "/shop",
                        gateway.url().replace("127.0.0.1", "127.0.0.2"))) {
            assertThat(user.runs("status", "--url", other).code()).as(other).isIn(3, 6);
        }
    }

    @Test
    void optionsWinOverTheEnvironment() {
        user.sets("BELLHOP_URL", "http://127.0.0.1:1").sets("BELLHOP_TOKEN", "bhp_old");

        var result =
                user.runs("status", "--url", gateway.url() + "/", "--token", TinyGateway.TOKEN);

        assertThat(result.code()).isZero();
    }

    @Test
    void readsTheTokenFromAFileOrFromStandardInput() {
        user.keeps("secret/token", TinyGateway.TOKEN + "\n").types(TinyGateway.TOKEN + "\n");

        assertThat(
                        user.runs("status", "--url", gateway.url(), "--token-file", "secret/token")
                                .code())
                .isZero();
        assertThat(user.runs("status", "--url", gateway.url(), "--token-file", "-").code())
                .isZero();
        assertThat(user.runs("status", "--url", gateway.url(), "--token-file", "none").code())
                .isEqualTo(2);
    }

    @Test
    void sendsASavedTokenToNobodyElse() throws IOException {
        user.keeps("var/cli.json", saved("http://127.0.0.1:1", TinyGateway.TOKEN));

        var result = user.runs("status", "--url", gateway.url());

        assertThat(result.code()).isEqualTo(3);
        assertThat(gateway.asked()).isEqualTo("GET /observe/health/live");
        assertThat(gateway.sawToken()).isFalse();
        assertThat(result.err()).contains("is for http://127.0.0.1:1");
    }

    @Test
    void sendsAGivenTokenToNoAddressOutOfAFile() throws IOException {
        user.keeps("var/cli.json", saved(gateway.url(), "bhp_theirs"))
                .sets("BELLHOP_TOKEN", "bhp_mine");

        user.runs("status");

        assertThat(gateway.asked()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"url\":",
                "[]",
                "{\"url\":\"http://127.0.0.1:1\"}",
                "{\"token\":\"bhp_x\"}"
            })
    void saysThatTheFileIsBroken(String content) {
        user.keeps("var/cli.json", content);

        var result = user.runs("status");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("cli.json is not what a gateway writes").hasLineCount(3);
    }

    @Test
    void saysThatTheFileIsSomebodyElses() throws IOException {
        user.keeps("var/cli.json", saved(gateway.url(), TinyGateway.TOKEN));
        var file = home.resolve("var/cli.json");
        Files.setPosixFilePermissions(file, Set.of());
        // Root may read everything, so for root there is nothing to refuse.
        int expected = Files.isReadable(file) ? 0 : 3;

        assertThat(user.runs("status").code()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat.example.com",
                "ftp://chat.example.com",
                "https://",
                "http://a b",
                "https://me:pw@h",
                "https://h?x=1"
            })
    void refusesWhatIsNoAddress(String url) {
        var result = user.runs("status", "--url", url, "--token", "bhp_x");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Write it like https://chat.example.com.");
    }

    @Test
    void keepsAMisshapenTokenOutOfTheMessage() {
        var result = user.runs("status", "--url", gateway.url(), "--token", "bhp_a\nX-Evil: 1");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("bhp_a").contains("The token cannot be used.");
    }

    @Test
    void refusesTwoTokens() {
        assertThat(user.runs("status", "--token", "a", "--token-file", "b").code()).isEqualTo(2);
    }

    private static String saved(String url, String token) {
        return "{\"url\":\"" + url + "\",\"token\":\"" + token + "\"}";
    }
}
