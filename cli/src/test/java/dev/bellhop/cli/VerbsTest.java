package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.cli.Installed.Ended;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// Every verb once, by the launcher that is installed, against a gateway in a process of its own:
/// what no other test of a command goes through is this way from a shell and back to it.
final class VerbsTest {
    @TempDir private static Path folder;

    private static RealGateway gateway;
    private final Set<String> done = new TreeSet<>();

    @BeforeAll
    static void start() throws IOException {
        gateway = new RealGateway(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private Installed installed() {
        return new Installed(folder, Map.of("BELLHOP_DATA_DIR", folder.resolve("data").toString()));
    }

    private Ended launches(String... arguments) throws IOException, InterruptedException {
        note(arguments);
        return installed().runs(arguments);
    }

    /// Which verb these words are for.
    private void note(String... arguments) {
        var command = Main.line(Surroundings.ofNobody());
        var name = new StringBuilder();
        for (var word : arguments) {
            command = command.getSubcommands().get(word);
            if (command == null) {
                break;
            }
            name.append(name.isEmpty() ? "" : " ").append(word);
        }
        done.add(name.toString());
    }

    private String does(String... arguments) throws IOException, InterruptedException {
        var ended = launches(arguments);
        assertThat(ended.code()).as(String.join(" ", arguments) + ": " + ended.err()).isZero();
        return ended.out();
    }

    private void ends(int code, String... arguments) throws IOException, InterruptedException {
        var ended = launches(arguments);
        assertThat(ended.code())
                .as(String.join(" ", arguments) + ": " + ended.err())
                .isEqualTo(code);
        assertThat(ended.err()).contains("Error: ", "  Why: ", "   Do: ");
    }

    /// Its id, as scripts take it.
    private String id(String noun, String name) throws IOException, InterruptedException {
        return does(noun, "list", "--columns", "id,name", "-o", "csv")
                .lines()
                .filter(line -> line.endsWith("," + name))
                .findFirst()
                .orElseThrow()
                .split(",", 2)[0];
    }

    private static void keeps(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void everyVerbIsDoneByTheLauncher() throws IOException, InterruptedException {
        status();
        staff();
        numbers();
        conversations();
        endpoints();
        tokensAndKeys();
        records();
        settings();
        contexts();
        backups();

        var there = new TreeSet<String>();
        verbs("", Main.line(Surroundings.ofNobody()), there);
        assertThat(done).containsAll(there);
    }

    private static void verbs(String path, CommandLine command, Set<String> found) {
        if (command.getCommandSpec().userObject() instanceof Callable<?>
                || (command.getSubcommands().isEmpty() && !path.isEmpty())) {
            found.add(path);
        }
        command.getSubcommands()
                .forEach((name, inner) ->
                        verbs(path.isEmpty() ? name : path + " " + name, inner, found));
    }

    private void status() throws IOException, InterruptedException {
        assertThat(does("version")).startsWith("bellhop ");
        assertThat(does("help", "exit-codes")).contains("not signed in");
        assertThat(does("completion", "bash")).contains("_bellhop");
        does("wait", "--for", "ready");
        assertThat(does("status")).contains("Gateway");
        assertThat(does("doctor")).contains("Database");
        assertThat(does("api", "GET", "/v1/status")).contains("\"ready\"");
        ends(2, "stats");
        ends(6, "status", "--url", "http://127.0.0.1:9", "--token", "bhp_any");
        ends(3, "status", "--url", gateway.url(), "--token", "bhp_any");
    }

    private void staff() throws IOException, InterruptedException {
        assertThat(does("role", "list", "-q")).contains("supervisor");
        assertThat(does("role", "show", "agent")).contains("conversations.answer");
        var maya = "maya@example.com";
        assertThat(does("agent", "add", maya, "--name", "Maya")).contains("/admin/welcome/");
        ends(5, "agent", "add", maya, "--name", "Maya");
        assertThat(does("agent", "list")).contains(maya);
        does("agent", "edit", maya, "--role", "supervisor");
        assertThat(does("agent", "show", maya)).contains("supervisor");
        assertThat(does("agent", "reset-password", maya)).contains("/admin/welcome/");
        does("agent", "sessions", maya);
        does("agent", "sign-out", maya);
        does("agent", "disable", maya);
        does("agent", "enable", maya);
    }

    private void numbers() throws IOException, InterruptedException {
        var number = does("credentials", "list", "-q").strip();
        assertThat(does("credentials", "show", number)).contains("phone_number_id");
        assertThat(does("credentials", "test", number)).contains("ok");
        does("webhook", "show");
        does("webhook", "subscribe", number);
        does("webhook", "send-test", number);
        keeps("token", gateway.newAccessToken());
        does("credentials", "rotate", number, "--access-token-file", "token");
        does("credentials", "rollback", number);
        keeps("other", "EAAG-a-token-that-is-long-enough");
        keeps("secret", "0123456789abcdef0123456789abcdef");
        does(
                "credentials",
                "add",
                "--name",
                "Spare",
                "--number-id",
                "106540352242999",
                "--account-id",
                "102290129340399",
                "--app-id",
                "670843887433899",
                "--access-token-file",
                "other",
                "--app-secret-file",
                "secret");
        var spare = id("credentials", "Spare");
        does("credentials", "edit", spare, "--name", "Second");
        does("credentials", "remove", spare, "--yes");
        // A question needs a terminal: one that says yes to the number that is there.
        note("credentials", "setup");
        var line = String.join(" ", RealGateway.launcher()) + " credentials setup";
        var walked = installed().ends("y\n", List.of("script", "-qec", line, "/dev/null"));
        assertThat(walked.code()).as(walked.out()).isZero();
        assertThat(walked.out()).contains("5 of 5");
    }

    private void conversations() throws IOException, InterruptedException {
        var words = "Is the lamp in stock?";
        gateway.hears("15550009901", "Rosa", words);
        var user =
                new CommandLineUser(folder)
                        .sets("BELLHOP_DATA_DIR", folder.resolve("data").toString());
        var code = user.hearsOf(words);
        assertThat(does("conversation", "list", "-q")).contains(code);
        assertThat(does("conversation", "show", code)).contains(words);
        assertThat(does("conversation", "export", code)).contains(words);
        var delivery = does("webhook", "deliveries", "-n", "1", "-q").strip();
        user.seesTaken(delivery);
        does("webhook", "replay", delivery);
        assertThat(does("route", "test", "Do you deliver?")).isNotEmpty();
        does("report", "rebuild");
        assertThat(does("report", "messages")).startsWith("day,");
        does("report", "exports");
        does("conversation", "erase", code, "--yes");
        assertThat(tail("webhook", "tail", "-o", "jsonl")).contains("\"id\"");
    }

    /// The first line of what has no end.
    private String tail(String... arguments) throws IOException, InterruptedException {
        note(arguments);
        var builder =
                installed()
                        .builder(Installed.line(arguments))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; ; i++) {
                gateway.hears("15550009902", "Wanda", "Number " + i);
                if (lines.ready() || i % 8 == 7) {
                    return lines.readLine();
                }
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private void endpoints() throws IOException, InterruptedException {
        does("event", "add", "CRM", "http://127.0.0.1:9/nobody");
        var id = id("event", "CRM");
        does("event", "show", id);
        does("event", "edit", id, "--kinds", "message.created");
        assertThat(does("event", "rotate", id)).startsWith("whsec_");
        assertThat(launches("event", "test", id).code()).isEqualTo(7);
        assertThat(does("event", "deliveries", id)).contains("test");
        does("event", "replay", id, "--since", "1h");
        does("event", "remove", id, "--yes");
    }

    private void tokensAndKeys() throws IOException, InterruptedException {
        var token = does("api-token", "create", "Nightly", "--may", "status.read").strip();
        assertThat(token).startsWith("bhp_");
        keeps("api.token", token);
        does("status", "--url", gateway.url(), "--token-file", "api.token");
        var id = id("api-token", "Nightly");
        assertThat(does("api-token", "rotate", id)).startsWith("bhp_");
        does("api-token", "revoke", id);
        does("key", "list");
        does("key", "rotate");
    }

    private void records() throws IOException, InterruptedException {
        var entry = does("audit", "list", "-n", "1", "-q").strip();
        assertThat(does("audit", "show", entry)).contains(entry);
        does("audit", "tail");
        does("audit", "verify");
        does("audit", "export", "--out", "audit.jsonl");
        does("audit", "verify", "--file", "audit.jsonl");
    }

    private void settings() throws IOException, InterruptedException {
        does("settings", "export", "--out", "settings.yaml");
        does("settings", "diff", "-f", "settings.yaml");
        does("settings", "apply", "-f", "settings.yaml");
    }

    private void contexts() throws IOException, InterruptedException {
        does("context", "add", "shop", "--url", gateway.url(), "--token-file", "api.token");
        assertThat(does("context", "list")).contains("shop");
        does("context", "use", "shop");
        does("context", "remove", "shop");
    }

    private void backups() throws IOException, InterruptedException {
        does("backup", "--out", "b.zip");
        does("backup", "list");
        does("backup", "key", "--out", "identity.txt");
        assertThat(does("backup", "verify", "b.zip")).contains("whole");
        var there = Files.createDirectories(folder.resolve("there"));
        Files.copy(folder.resolve("data/master.key"), there.resolve("master.key"));
        note("restore");
        var restored =
                installed()
                        .with("BELLHOP_DATA_DIR", there.toString())
                        .runs(
                                "restore",
                                "b.zip",
                                "--dry-run",
                                "--gateway",
                                RealGateway.program(folder));
        assertThat(restored.code()).as(restored.err()).isZero();
    }

    /// Whatever changes something at a gateway can be tried before. The others read, or are asked
    /// for the very call that a rehearsal would leave out.
    @Test
    void whatChangesSomethingHasADryRun() {
        var verbs = new TreeSet<String>();
        verbs("", Main.line(Surroundings.ofNobody()), verbs);
        verbs.removeIf(verb -> command(verb).getCommandSpec().findOption("--dry-run") != null);
        verbs.removeIf(
                verb -> verb.matches(".*(list|show|export|verify|tail|diff|sessions|deliveries)"));
        assertThat(verbs)
                .containsExactlyInAnyOrder(
                        "status",
                        "doctor",
                        "wait",
                        "version",
                        "help",
                        "completion",
                        "report",
                        "route test",
                        "backup",
                        // These make or change a file of whoever types them.
                        "backup key",
                        "context add",
                        "context use",
                        "context remove",
                        // These ask Meta, or the gateway itself, whether all is well.
                        "credentials setup",
                        "credentials test",
                        "webhook send-test");
    }

    private static CommandLine command(String verb) {
        var found = Main.line(Surroundings.ofNobody());
        for (var word : verb.split(" ", -1)) {
            found = Objects.requireNonNull(found.getSubcommands().get(word));
        }
        return found;
    }
}
