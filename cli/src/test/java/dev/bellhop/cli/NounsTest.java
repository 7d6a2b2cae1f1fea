package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.cli.CommandLineUser.Result;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a sysadmin does at a terminal, with a real gateway: each noun and verb does what it says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NounsTest {
    @TempDir private static Path folder;

    private RealGateway gateway;
    private CommandLineUser user;

    @BeforeAll
    void start() throws IOException {
        gateway = new RealGateway(folder.resolve("data"));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void arrive() {
        user =
                new CommandLineUser(folder)
                        .sets("BELLHOP_DATA_DIR", folder.resolve("data").toString());
    }

    private Result does(String... arguments) {
        var result = user.runs(arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    private static String line(Result result, String word) {
        return result.out()
                .lines()
                .filter(line -> line.contains(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + word + " in " + result.out()));
    }

    private static String firstWord(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    /// A conversation that somebody on WhatsApp has begun.
    private String conversation(String waId, String name, String words) {
        gateway.hears(waId, name, words);
        return user.hearsOf(words);
    }

    @Test
    void aNumbersWebhookIsKnockedAt() {
        var id = firstWord(does("credentials", "list", "-q").out().strip() + " ");
        var knocked = does("webhook", "send-test", id);
        assertThat(knocked.out().lines()).hasSize(2).allMatch(line -> line.startsWith("ok"));
        assertThat(user.runs("webhook", "send-test", "999").code()).isEqualTo(4);
    }

    @Test
    void agentsAreInvitedChangedAndKeptOut() {
        var invited = does("agent", "add", "maya@example.com", "--name", "Maya Okafor");
        assertThat(invited.out()).contains("/admin/welcome/");
        assertThat(invited.err()).contains("shown this once");
        assertThat(line(does("agent", "list"), "maya@example.com"))
                .contains("Maya Okafor", "agent", "invited");
        var changed = does("agent", "edit", "maya@example.com", "--role", "supervisor");
        assertThat(line(changed, "role")).contains("supervisor");
        assertThat(does("agent", "reset-password", "MAYA@example.com").out())
                .contains("/admin/welcome/");
        assertThat(does("agent", "disable", "maya@example.com").err()).contains("is out");
        assertThat(line(does("agent", "show", "maya@example.com"), "state")).contains("disabled");
        assertThat(does("agent", "enable", "maya@example.com").err()).contains("may sign in");
        assertThat(does("agent", "sessions", "maya@example.com").err())
                .contains("There is nothing.");
        assertThat(does("agent", "sign-out", "maya@example.com").err()).contains("Signed out.");
        assertThat(user.runs("agent", "show", "nobody@example.com").code()).isEqualTo(4);
        assertThat(user.runs("agent", "edit", "maya@example.com").code()).isEqualTo(2);
    }

    /// What is done is told to programs by the gateway's own answer.
    @Test
    void whatIsDoneIsToldInEveryFormat() throws IOException {
        var invited = answer("agent", "add", "programs@example.com", "--name", "Programs");
        assertThat(invited.text("link")).isPresent();
        var id = Long.toString(invited.number("id").orElseThrow());
        assertThat(answer("agent", "disable", id).text("state")).contains("disabled");
        assertThat(answer("agent", "enable", id).text("name")).contains("Programs");
        assertThat(answer("agent", "sign-out", id).flag("signed_out")).contains(true);
        assertThat(answer("webhook", "subscribe", "1").text("webhook_url")).isPresent();
        assertThat(answer("webhook", "replay", "--since", "1h").number("replayed")).isPresent();
        var token = answer("api-token", "create", "Short", "--may", "status.read");
        var revoked =
                answer("api-token", "revoke", Long.toString(token.number("id").orElseThrow()));
        assertThat(revoked.flag("revoked")).contains(true);
        var endpoint = answer("event", "add", "Gone", "http://127.0.0.1:9/nobody");
        var number = Long.toString(endpoint.number("id").orElseThrow());
        assertThat(answer("event", "replay", number, "--since", "1h").number("replayed"))
                .hasValue(0);
        assertThat(answer("event", "remove", number, "--yes").flag("removed")).contains(true);
        assertThat(answer("report", "rebuild").flag("done")).contains(true);
        var code = conversation("15550008809", "Petra", "Erase me, please");
        assertThat(answer("conversation", "erase", code, "--yes").text("code")).contains(code);
        assertThat(does("agent", "disable", id, "-o", "yaml").out()).contains("state: disabled");
        assertThat(does("agent", "enable", id, "-o", "csv").out()).startsWith("id,");
        var backup = answer("backup", "--out", "told.zip");
        assertThat(backup.flag("whole")).contains(true);
        assertThat(backup.text("file").orElseThrow()).endsWith("told.zip");
    }

    private Document answer(String... arguments) throws IOException {
        var more = new ArrayList<>(List.of(arguments));
        more.addAll(List.of("-o", "json"));
        var done = does(more.toArray(String[]::new));
        return Document.parse(done.out().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingHappensInADryRun() {
        var told = does("agent", "add", "dry@example.com", "--name", "Dry", "--dry-run");
        assertThat(told.err())
                .contains("Would do: POST /api/v1/agents", "\"email\":\"dry@example.com\"");
        assertThat(does("agent", "list").out()).doesNotContain("dry@example.com");
    }

    @Test
    void rolesSayWhatTheyAreFor() {
        assertThat(does("role", "list", "-q").out().lines()).contains("agent", "admin");
        assertThat(does("role", "show", "agent").out()).contains("conversations.answer");
        assertThat(user.runs("role", "show", "king").err()).contains("There are: ");
    }

    @Test
    void conversationsAreFoundReadTakenAwayAndErased() throws Exception {
        var code = conversation("15550008801", "Rita Erased", "Where is the Halden lamp?");
        var shown = does("conversation", "show", code);
        assertThat(shown.out()).contains("Rita Erased", "15550008801", "Where is the Halden lamp?");
        assertThat(does("conversation", "list", "--search", "halden", "-o", "jsonl").out())
                .contains("\"code\":\"" + code + "\"");
        assertThat(does("conversation", "list", "--view", "unassigned", "-q").out()).contains(code);
        does("conversation", "export", code, "--out", "one.json");
        assertThat(Files.readString(folder.resolve("one.json")))
                .contains("\"messages\"", "Where is the Halden lamp?");
        assertThat(does("conversation", "export", code, "--person").out())
                .contains("Rita Erased", "15550008801");

        var asked = user.answers("no").runs("conversation", "erase", code);
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("Nothing was done.");
        var alone = arriveAgain().runs("conversation", "erase", code);
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("Give --yes");
        assertThat(arriveAgain().answers(code).runs("conversation", "erase", code).err())
                .contains("Erased: Rita Erased");
        assertThat(user.runs("conversation", "show", code).code()).isEqualTo(4);
    }

    private CommandLineUser arriveAgain() {
        arrive();
        return user;
    }

    @Test
    void whatMetaBroughtIsListedAndTakenAgain() throws Exception {
        var _ = conversation("15550008802", "Wanda", "Do you deliver to Porto?");
        var newest = does("webhook", "deliveries", "-n", "1", "-q").out().strip();
        user.seesTaken(newest);
        assertThat(does("webhook", "deliveries", newest).out()).contains("received_at");
        assertThat(does("webhook", "deliveries", "--since", "1h", "-o", "csv").out())
                .startsWith("id,channel,received_at");
        assertThat(does("webhook", "replay", newest).out()).contains("state");
        assertThat(does("webhook", "replay", "--since", "1h").err()).contains("are taken again.");
        assertThat(user.runs("webhook", "replay").code()).isEqualTo(2);
        assertThat(line(does("webhook", "show"), "/webhook")).contains("http");
        assertThat(does("webhook", "subscribe", "1").err()).contains("Meta brings");
        assertThat(does("webhook", "subscribe", "1", "--end").err()).contains("nothing of number");
        assertThat(does("webhook", "subscribe", "1").err()).contains("Meta brings");
    }

    @Test
    void anEndpointIsAddedTriedAndRemoved() {
        var url = "http://127.0.0.1:9/nobody";
        var added = does("event", "add", "CRM", url, "--kinds", "message.created");
        assertThat(added.out().strip()).startsWith("whsec_").doesNotContain("\n");
        assertThat(added.err()).contains("shown this once");
        var id = firstWord(line(does("event", "list"), "CRM"));
        assertThat(line(does("event", "list"), "CRM")).contains(url, "message.created", "working");
        assertThat(line(does("event", "show", id), "state")).contains("working");
        assertThat(line(does("event", "edit", id, "--kinds", "*", "--name", "CRM two"), "name"))
                .contains("CRM two");
        assertThat(user.runs("event", "edit", id).code()).isEqualTo(2);
        assertThat(user.runs("event", "edit", id, "--on", "--off").code()).isEqualTo(2);
        assertThat(does("event", "rotate", id).out().strip())
                .startsWith("whsec_")
                .isNotEqualTo(added.out().strip());
        var tried = user.runs("event", "test", id);
        assertThat(tried.code()).isEqualTo(7);
        assertThat(line(tried, "error")).contains("Nobody answers there.");
        assertThat(line(does("event", "deliveries", id, "--state", "failed"), "test"))
                .contains("Nobody answers there.");
        var delivery = does("event", "deliveries", id, "--state", "failed", "-q").out().strip();
        assertThat(does("event", "deliveries", id, delivery, "-o", "json").out())
                .contains("\"tries\"", "evt_");
        assertThat(user.runs("event", "replay", id).code()).isEqualTo(2);
        assertThat(does("event", "replay", id, "--since", "1h").err())
                .contains("1 are posted again.");
        assertThat(user.runs("event", "replay", id, delivery).code()).isEqualTo(5);
        assertThat(line(does("event", "edit", id, "--off"), "state")).contains("off");
        assertThat(does("event", "remove", id, "--yes").err()).contains("Removed CRM two.");
        assertThat(user.runs("event", "show", id).code()).isEqualTo(4);
    }

    @Test
    void aNumberIsAddedTriedAndRemoved() {
        assertThat(line(does("credentials", "list"), "1")).isNotEmpty();
        assertThat(does("credentials", "test", "1").out()).contains("ok  Access token");
        user.keeps("token.txt", "EAAG-a-token-that-is-long-enough\n")
                .keeps("secret.txt", "0123456789abcdef0123456789abcdef\n");
        var added =
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
                        "token.txt",
                        "--app-secret-file",
                        "secret.txt");
        assertThat(added.out()).doesNotContain("EAAG-a-token", "0123456789abcdef0123");
        assertThat(added.err()).contains("The verify token, which is shown this once: ");
        var id = firstWord(line(does("credentials", "list"), "Spare"));
        assertThat(line(does("credentials", "edit", id, "--name", "Spare two"), "name"))
                .contains("Spare two");
        assertThat(line(does("credentials", "show", id), "phone_number_id"))
                .contains("106540352242999");
        var tried = user.runs("credentials", "test", id);
        assertThat(tried.code()).isEqualTo(7);
        assertThat(tried.out()).contains("failed");
        assertThat(
                        user.runs("credentials", "rotate", id, "--access-token-file", "token.txt")
                                .code())
                .isNotZero();
        assertThat(user.runs("credentials", "rollback", id).code()).isNotZero();
        assertThat(does("credentials", "remove", id, "--yes").err()).contains("Removed Spare two.");
        assertThat(user.runs("credentials", "show", id).code()).isEqualTo(4);
    }

    @Test
    void secretsAreAskedForAndNeverShown() {
        var asked =
                user.answers("EAAG-a-token-that-is-long-enough")
                        .runs("credentials", "rotate", "1", "--dry-run");
        assertThat(asked.code()).as(asked.err()).isZero();
        assertThat(asked.err()).contains("\"access_token\":\"***\"").doesNotContain("EAAG");
        assertThat(arriveAgain().runs("credentials", "rotate", "1").err())
                .contains("The access token is missing.", "--access-token-file");
    }

    @Test
    void gatewaysAreKeptUnderNames() throws IOException {
        var token =
                Document.parse(Files.readAllBytes(folder.resolve("data/cli.json")))
                        .text("token")
                        .orElseThrow();
        var stranger = new CommandLineUser(folder).sets("HOME", folder.resolve("home").toString());
        assertThat(stranger.runs("status", "--url", gateway.url()).code()).isEqualTo(3);
        stranger.keeps("kept.token", token);
        var added =
                stranger.runs(
                        "context",
                        "add",
                        "shop",
                        "--url",
                        gateway.url(),
                        "--token-file",
                        "kept.token");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(stranger.runs("status").code()).isZero();
        assertThat(stranger.runs("context", "list").out())
                .contains("shop", gateway.url())
                .doesNotContain(token);
        assertThat(stranger.runs("status", "--context", "other").code()).isEqualTo(4);
        assertThat(stranger.runs("status", "--context", "shop", "--url", gateway.url()).code())
                .isEqualTo(2);
        // What is said by hand wins over the environment.
        stranger.sets("BELLHOP_URL", "http://127.0.0.1:9").sets("BELLHOP_TOKEN", "bhp_other");
        assertThat(stranger.runs("status", "--context", "shop").code()).isZero();
        assertThat(stranger.runs("status").code()).isEqualTo(6);
        stranger.sets("BELLHOP_URL", "").sets("BELLHOP_TOKEN", "");
        assertThat(stranger.runs("context", "use", "shop").code()).isZero();
        var file = folder.resolve("home/.config/bellhop/contexts.json");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(stranger.runs("status").err()).contains("may be read by others", "chmod 600");
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(stranger.runs("context", "remove", "shop").code()).isZero();
        assertThat(stranger.runs("status", "--url", gateway.url()).code()).isEqualTo(3);
    }

    @Test
    void theDoctorLooksAtEverythingThatHasToBeRight() throws IOException {
        var well = does("doctor");
        assertThat(well.out().lines()).hasSizeGreaterThan(20);
        assertThat(well.out()).contains("(sandbox):", "  signature", "Disk", "Key file");
        assertThat(well.err()).containsPattern("[0-9]+ checks: [0-9]+ well, .* 0 failed");
        var key = folder.resolve("data/master.key");
        Files.setPosixFilePermissions(
                key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        try {
            var ill = user.runs("doctor", "-o", "jsonl");
            assertThat(ill.code()).isEqualTo(7);
            assertThat(ill.out())
                    .contains("{\"check\":\"Key file\",\"state\":\"failed\"", "chmod 600 " + key);
        } finally {
            Files.setPosixFilePermissions(
                    key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void whatHasNoVerbIsAskedForByItsAddress() {
        assertThat(does("api", "GET", "/v1/teams").out()).contains("\"items\"");
        assertThat(does("api", "post", "/v1/labels", "-d", "{\"name\":\"Damage\"}").out())
                .contains("\"Damage\"");
        assertThat(user.runs("api", "GET", "/v1/nothing").code()).isEqualTo(4);
        assertThat(user.runs("api", "FETCH", "/v1/teams").code()).isEqualTo(2);
        assertThat(user.runs("api", "GET", "/v1/labels", "-d", "{\"name\":\"Got\"}").code())
                .isEqualTo(2);
        assertThat(does("api", "GET", "/v1/labels").out()).doesNotContain("Got");
        assertThat(user.runs("api", "GET", "/v1/conversations?q=a b").code()).isEqualTo(2);
        var curl = does("api", "POST", "/v1/labels", "-d", "{\"name\":\"x\"}", "--curl").out();
        assertThat(curl).startsWith("curl -sS -X POST").contains("$BELLHOP_TOKEN");
        assertThat(does("agent", "list", "--debug").err())
                .contains("> GET /api/v1/agents", "< 200 in ");
    }

    /// The very bytes of the API, in each form, on the screen and in a file.
    @Test
    void reportsAreWhatTheGatewaySays() throws Exception {
        var _ = conversation("15550008803", "Rosa", "How much is the Halden lamp?");
        does("report", "rebuild"); // what was said is counted a second later
        var today = java.time.LocalDate.now(java.time.ZoneOffset.UTC);
        var from = today.minusDays(1).toString();
        var to = today.plusDays(1).toString();
        for (var report : List.of("messages", "agents", "outcomes", "conversations", "numbers")) {
            for (var format : List.of("csv", "json", "jsonl")) {
                var address =
                        "/v1/reports/%s?from=%s&to=%s&zone=Asia/Kathmandu&format=%s"
                                .formatted(report, from, to, format);
                var told =
                        does(
                                "report",
                                report,
                                "--from",
                                from,
                                "--to",
                                to,
                                "--zone",
                                "Asia/Kathmandu",
                                "-o",
                                format);
                assertThat(told.out())
                        .as(report + " as " + format)
                        .isEqualTo(does("api", "GET", address).out());
            }
        }
        does(
                "report",
                "conversations",
                "--from",
                from,
                "--to",
                to,
                "-o",
                "csv",
                "--out",
                "lines.csv");
        assertThat(Files.readString(folder.resolve("lines.csv"))).contains(",whatsapp,");
    }

    @Test
    void settingsAreOneFile() throws IOException {
        does(
                "api",
                "POST",
                "/v1/canned",
                "-d",
                "{\"shortcut\":\"hi\",\"title\":\"Hi\"," + "\"text\":\"Hello!\"}");
        does("api", "POST", "/v1/rules", "-d", "{\"name\":\"First\"}");
        does("api", "POST", "/v1/rules", "-d", "{\"name\":\"Second\"}");
        does("settings", "export", "--out", "settings.yaml");
        var file = folder.resolve("settings.yaml");
        var before = Files.readString(file);
        assertThat(before).startsWith("version: 1\nteams:").contains("shortcut: hi", "follow_up:");
        assertThat(does("settings", "diff", "-f", "settings.yaml").out()).isEmpty();
        assertThat(does("settings", "apply", "-f", "settings.yaml").err())
                .contains("Everything is as the file says.");

        var wanted =
                before.replace("text: Hello!", "text: Good day!")
                        .replace("name: First", "name: Later")
                        .replace("name: Second", "name: First")
                        .replace("name: Later", "name: Second")
                        .replace("teams:\n", "teams:\n- name: Night\n  members: []\n")
                        .replace("teams: []\n", "teams:\n- name: Night\n  members: []\n")
                        .replace("theme: auto", "theme: dark");
        Files.writeString(file, wanted);
        var told = user.runs("settings", "diff", "-f", "settings.yaml");
        assertThat(told.code()).isEqualTo(7);
        assertThat(told.out())
                .contains("teams/Night: new", "canned/hi: text", ": widget")
                .doesNotContain("rules/");
        var changes =
                Document.parse(
                                user.runs("settings", "diff", "-f", "settings.yaml", "-o", "json")
                                        .out()
                                        .getBytes(StandardCharsets.UTF_8))
                        .items("items");
        assertThat(changes).hasSize(3);
        assertThat(changes.getFirst().members())
                .containsEntry("kind", "teams")
                .containsEntry("key", "Night")
                .containsEntry("new", true);
        assertThat(does("settings", "apply", "-f", "settings.yaml", "--dry-run", "-o", "csv").out())
                .contains("canned,hi,false,text,false");
        assertThat(does("settings", "apply", "-f", "settings.yaml", "--dry-run").err())
                .contains("Would be changed: 3.");
        assertThat(does("settings", "apply", "-f", "settings.yaml").err()).contains("Changed: 3.");
        assertThat(does("settings", "diff", "-f", "settings.yaml").out()).isEmpty();
        assertThat(does("api", "GET", "/v1/canned").out()).contains("Good day!");
        var rules = does("api", "GET", "/v1/rules").out();
        assertThat(rules.indexOf("\"Second\"")).isLessThan(rules.indexOf("\"First\""));
    }

    @Test
    void whatIsWrongInAFileIsNamedWithItsLine() {
        user.keeps("odd.yaml", "version: 1\nsites:\n- key: x\n  colour: red\n");
        assertThat(user.runs("settings", "apply", "-f", "odd.yaml").err())
                .contains("Nobody knows colour in line 4.");
        user.keeps("odd.yaml", "version: 1\nteams:\n- name: [half\n");
        var half = user.runs("settings", "apply", "-f", "odd.yaml");
        assertThat(half.code()).isEqualTo(2);
        assertThat(half.err()).contains("This is no YAML.", "line");
        user.keeps("odd.yaml", "");
        assertThat(user.runs("settings", "diff", "-f", "odd.yaml").code()).isEqualTo(2);
        user.keeps("odd.yaml", "teams:\n- name: A\n- name: A\n");
        assertThat(user.runs("settings", "diff", "-f", "odd.yaml").err())
                .contains("have the name A");
    }

    @Test
    void scriptsWaitForIt() {
        assertThat(does("wait", "--for", "ready", "--timeout", "60s").code()).isZero();
        assertThat(does("wait", "--for", "sent").code()).isZero();
        assertThat(user.runs("wait", "--timeout", "soon").code()).isEqualTo(2);
        var nobody =
                user.sets("BELLHOP_URL", "http://127.0.0.1:9")
                        .sets("BELLHOP_TOKEN", "bhp_any")
                        .runs("wait", "--timeout", "0s");
        assertThat(nobody.code()).isEqualTo(7);
        assertThat(nobody.err()).contains("is not ready after 0s");
    }

    @Test
    void aTableHasTheColumnsThatAreAskedFor() {
        assertThat(does("role", "list", "--columns", "words,name").out())
                .startsWith("What it is for");
        assertThat(does("role", "list", "--columns", "name", "--no-headers").out().lines())
                .contains("agent")
                .doesNotContain("Role");
        assertThat(does("role", "list", "--columns", "name", "-o", "csv").out().lines())
                .startsWith("name");
        assertThat(user.runs("role", "list", "--columns", "colour").err())
                .contains("There is no column colour.", "There are: name, words, permissions");
    }

    @Test
    void aTableFitsTheTerminal() {
        var narrow = user.sees(40).runs("role", "list");
        assertThat(narrow.out().lines()).allMatch(line -> Text.width(line) <= 40);
        assertThat(narrow.out()).contains("…");
        // Times are not cut, and what no row has leaves first.
        var times = user.sees(60).runs("agent", "list");
        assertThat(times.out().lines()).allMatch(line -> Text.width(line) <= 60);
        assertThat(times.out()).doesNotContain("Last seen");
        // What there is one of is whole, and what is shown once all the more.
        assertThat(user.sees(40).runs("role", "show", "agent").out()).doesNotContain("…");
        var link = user.sees(40).runs("agent", "add", "narrow@example.com", "--name", "Nora");
        assertThat(link.out()).contains("/admin/welcome/").doesNotContain("…");
    }

    @Test
    void everyCommandSaysWhatItDoes() {
        for (var noun :
                List.of(
                        "agent",
                        "api",
                        "completion",
                        "context",
                        "conversation",
                        "credentials",
                        "role",
                        "wait",
                        "webhook")) {
            var help = does(noun, "--help");
            assertThat(help.out()).contains("Usage: bellhop " + noun);
        }
    }
}
