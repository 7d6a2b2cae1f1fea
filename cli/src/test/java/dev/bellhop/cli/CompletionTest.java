package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is proposed while somebody writes a command, asked for as real shells ask for it.
final class CompletionTest {
    @TempDir private Path folder;

    private final TinyGateway gateway;
    private CommandLineUser user;

    CompletionTest() throws IOException {
        gateway =
                new TinyGateway()
                        .answers(
                                """
                                {"items":[
                                    {"id":7,"email":"maya@example.com","name":"Maya: Okafor"},
                                    {"id":8,"email":"$(reboot)","name":"Nobody"},
                                    {"id":9,"email":"mark@example.com","name":"Mark\\u001b[1m"}]}
                                """);
    }

    @BeforeEach
    void signIn() {
        user =
                new CommandLineUser(folder)
                        .sets("BELLHOP_COMPLETION_SECONDS", "60")
                        .sets("BELLHOP_URL", gateway.url())
                        .sets("BELLHOP_TOKEN", TinyGateway.TOKEN)
                        .sets("XDG_CONFIG_HOME", folder.resolve("config").toString());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private List<String> proposed(String... words) {
        var typed = new java.util.ArrayList<>(List.of("__complete", "--"));
        typed.addAll(List.of(words));
        var result = user.runs(typed.toArray(String[]::new));
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        return result.out().lines().map(line -> line.split("\t", 2)[0]).toList();
    }

    @Test
    void everyCommandThatThereIsIsProposed() {
        assertThat(proposed("")).containsExactlyElementsOf(nouns());
        assertThat(proposed("help", "ex")).containsExactly("exit-codes");
        assertThat(proposed("credentials", "ro")).containsExactlyInAnyOrder("rollback", "rotate");
        assertThat(proposed("report", "")).contains("messages", "message-log", "rebuild");
        assertThat(proposed("report", "rebuild", "")).isEmpty();
        assertThat(proposed("nonsense", "")).isEmpty();
    }

    @Test
    void optionsMayStandBeforeTheCommandThere() throws IOException {
        assertThat(proposed("-o", "json", "cred")).containsExactly("credentials");
        assertThat(proposed("-o", "y")).containsExactly("yaml");
        assertThat(proposed("-o", "json", "credentials", "ro"))
                .containsExactlyInAnyOrder("rollback", "rotate");
        try (var other = new TinyGateway().answers("{\"items\":[{\"id\":3}]}")) {
            assertThat(proposed("--url", other.url(), "api-token", "revoke", "")).contains("3");
        }
    }

    private static List<String> nouns() {
        return List.copyOf(Main.line(Surroundings.ofNobody()).getSubcommands().keySet());
    }

    @Test
    void optionsAreProposedOnceAndTheirValuesBehindThem() {
        assertThat(proposed("agent", "list", "-"))
                .contains("--output", "--url", "--help")
                .doesNotContain("-o");
        assertThat(proposed("agent", "list", "-o", "json", "--o")).isEmpty();
        assertThat(proposed("agent", "list", "-o", "y")).containsExactly("yaml");
        assertThat(proposed("agent", "list", "--output=js"))
                .containsExactly("--output=json", "--output=jsonl");
        assertThat(proposed("wait", "--for", "")).containsExactly("ready", "sent");
        assertThat(proposed("backup", "verify", "")).containsExactly(":files");
        assertThat(proposed("agent", "show", "--", "-")).isEmpty();
    }

    /// Nothing that would mean something to a shell, and no way to move its cursor.
    @Test
    void whatOnlyTheGatewayKnowsIsAskedForThere() {
        assertThat(proposed("agent", "disable", ""))
                .containsExactly("maya@example.com", "mark@example.com");
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/agents?limit=100");
        assertThat(user.runs("__complete", "--", "agent", "show", "mar").out())
                .isEqualTo("mark@example.com\tMark\uFFFD[1m\n");
        assertThat(proposed("report", "messages", "--agent", "")).containsExactly("7", "8", "9");
        assertThat(proposed("conversation", "list", "--site", "9")).containsExactly("9");
        assertThat(gateway.asked()).startsWith("GET /api/v1/sites");
    }

    @Test
    void theGatewayThatIsMeantIsTheOneOfTheLine() throws IOException {
        try (var other = new TinyGateway().answers("{\"items\":[{\"id\":3}]}")) {
            assertThat(proposed("api-token", "revoke", "--url", other.url(), "")).isNotEmpty();
            assertThat(other.asked()).startsWith("GET /api/v1/api-tokens");
        }
        assertThat(proposed("agent", "show", "--url", "http://127.0.0.1:1", "")).isEmpty();
        assertThat(proposed("agent", "show", "--context", "none", "")).isEmpty();
        gateway.answers(401, "application/problem+json", "{}");
        assertThat(proposed("agent", "show", "")).isEmpty();
    }

    @Test
    void contextsAreProposedByName() {
        user.types(TinyGateway.TOKEN);
        assertThat(
                        user.runs(
                                        "context",
                                        "add",
                                        "shop",
                                        "--url",
                                        gateway.url(),
                                        "--token-file",
                                        "-")
                                .code())
                .isZero();
        assertThat(proposed("context", "use", "")).containsExactly("shop");
        assertThat(proposed("agent", "list", "--context", "s")).containsExactly("shop");
    }

    @Test
    void bashPutsItWhereTheCursorIs() throws IOException, InterruptedException {
        assertThat(bash("bellhop credentials ro")).containsExactlyInAnyOrder("rollback", "rotate");
        assertThat(bash("bellhop agent show ma"))
                .containsExactly("maya@example.com", "mark@example.com");
        // What is before the @ is a word of its own to bash, and stays.
        assertThat(bash("bellhop agent show maya@")).containsExactly("example.com");
        Files.writeString(folder.resolve("kept 1.zip"), "");
        assertThat(bash("bellhop backup verify k")).containsExactly("kept 1.zip");
    }

    private List<String> bash(String line) throws IOException, InterruptedException {
        return shell(
                "bash",
                "source <(bellhop completion bash); COMP_LINE=$1; COMP_POINT=${#1}; _bellhop;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                line);
    }

    @Test
    void fishShowsWhatItIsAsWell() throws IOException, InterruptedException {
        assertThat(
                        shell(
                                "fish",
                                "bellhop completion fish | source; complete -C $argv[2]",
                                "bellhop agent show may"))
                .containsExactly("maya@example.com\tMaya: Okafor");
    }

    @Test
    void zshDescribesWhatItProposes() throws IOException, InterruptedException {
        var proposed =
                shell(
                        "zsh",
                        "_describe() { print -l -- \"${found[@]}\" }; compdef() { };"
                                + " source <(bellhop completion zsh);"
                                + " words=(${(z)1}); CURRENT=${#words}; _bellhop",
                        "bellhop agent show may");
        assertThat(proposed).containsExactly("maya@example.com:Maya: Okafor");
    }

    /// The lines that a shell's script writes, of which the first argument is the line so far.
    private List<String> shell(String name, String script, String line)
            throws IOException, InterruptedException {
        var bellhop = folder.resolve("bellhop");
        Files.writeString(
                bellhop,
                "#!/bin/sh\nexec %s \"$@\"\n".formatted(String.join(" ", RealGateway.launcher())));
        assertThat(bellhop.toFile().setExecutable(true)).isTrue();
        var builder =
                new Installed(
                                folder,
                                Map.of(
                                        "PATH",
                                        folder + ":" + System.getenv("PATH"),
                                        "BELLHOP_COMPLETION_SECONDS",
                                        "60",
                                        "BELLHOP_URL",
                                        gateway.url(),
                                        "BELLHOP_TOKEN",
                                        TinyGateway.TOKEN))
                        .builder(List.of(name, "-c", script, name, line))
                        .redirectErrorStream(true);
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }
}
