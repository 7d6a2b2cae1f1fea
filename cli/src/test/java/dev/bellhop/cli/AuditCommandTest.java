package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

final class AuditCommandTest {
    private static final String PAGE =
            """
            {"items":[
             {"id":18402,"at":"2026-11-21T10:44:12.031Z","actor_kind":"agent","actor_id":7,"actor":"Maya Okafor",
              "action":"rule.changed","object":"rule 2","detail":{"name":"Lamps"},"prev_hash":"00","hash":"a1f0"},
             {"id":18401,"at":"2026-11-21T10:31:50Z","actor_kind":"system","actor_id":null,"actor":"Bellhop",
              "action":"gateway.started","object":"gateway","detail":{},"prev_hash":"00","hash":"5be9"}],
             "next":null}
            """;

    private final TinyGateway gateway;
    private final CommandLineUser user;
    private final Path home;

    AuditCommandTest(@TempDir Path home) throws IOException {
        this.home = home;
        gateway = new TinyGateway().answers(PAGE);
        user = new CommandLineUser(home);
    }

    @BeforeEach
    void signIn() {
        user.sets("BELLHOP_URL", gateway.url()).sets("BELLHOP_TOKEN", TinyGateway.TOKEN);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void listsEntriesAsATable() {
        var result = user.runs("audit", "list");

        assertThat(result.out())
                .isEqualTo(
                        """
                        Entry  Time                      Who          Action           Object
                        18402  2026-11-21T10:44:12.031Z  Maya Okafor  rule.changed     rule 2
                        18401  2026-11-21T10:31:50Z      Bellhop      gateway.started  gateway
                        """);
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/audit?limit=50");
        assertThat(result.code()).isZero();
    }

    /// Page by page, as far as there is something.
    @Test
    void noLimitIsAllOfIt() {
        gateway.answers(PAGE.replace("\"next\":null", "\"next\":\"c 1\"")).then(PAGE);

        assertThat(user.runs("audit", "list", "-n", "0", "-q").out())
                .isEqualTo("18402\n18401\n18402\n18401\n");
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/audit?limit=200&cursor=c%201");
        assertThat(user.runs("audit", "list", "-n", "-3").code()).isEqualTo(2);
        assertThat(user.runs("audit", "tail", "-n", "0").code()).isEqualTo(2);
        assertThat(user.runs("audit", "tail", "-n", "201").code()).isEqualTo(2);
    }

    @Test
    void asksForWhatWasAskedFor() {
        var _ =
                user.runs(
                        "audit",
                        "list",
                        "-n",
                        "5",
                        "--since",
                        "24h",
                        "--actor",
                        "Maya Okafor",
                        "--action",
                        "site",
                        "--object",
                        "site 4",
                        "--until",
                        "2026-11-21");

        assertThat(gateway.asked())
                .isEqualTo(
                        "GET /api/v1/audit?actor=Maya%20Okafor&action=site&object=site%204"
                                + "&since=2026-11-21T12%3A00%3A00Z&until=2026-11-21&limit=5");
    }

    @Test
    void speaksEveryFormat() {
        assertThat(user.runs("audit", "list", "-o", "json").out())
                .startsWith("{")
                .contains("\"items\"");
        assertThat(user.runs("audit", "list", "-o", "jsonl").out())
                .hasLineCount(2)
                .startsWith("{\"id\":18402,");
        assertThat(user.runs("audit", "list", "-o", "yaml").out()).startsWith("- id: 18402\n");
        assertThat(user.runs("audit", "list", "-o", "csv").out())
                .startsWith("id,at,actor_kind,actor_id,actor,action,object,detail.name,")
                .contains("\n18401,2026-11-21T10:31:50Z,system,,Bellhop,gateway.started,gateway,,");
    }

    @Test
    void theTailIsOldestFirst() {
        assertThat(user.runs("audit", "tail", "-n", "2", "-o", "jsonl").out().lines())
                .first()
                .asString()
                .contains("18401");
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/audit?limit=2");
        assertThat(user.runs("audit", "tail", "-f", "-o", "csv").code()).isEqualTo(2);
    }

    @Test
    void showsOneEntry() {
        gateway.answers(
                "{\"id\":7,\"action\":\"site.changed\",\"detail\":{\"name\":{\"to\":\"A\"}}}");

        assertThat(user.runs("audit", "show", "7").out())
                .isEqualTo("id              7\naction          site.changed\ndetail.name.to  A\n");
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/audit/7");
    }

    @Test
    void aLogThatIsWholeIsDone() {
        gateway.answers(
                """
                {"checked":1000,"of":2000}
                {"checked":2000,"of":2000}
                {"whole":true,"entries":2000,"checkpoints":3,"head":"a1f0","broken_at":null,"why":null}
                """);
        var result = user.seesErrors().runs("audit", "verify");

        assertThat(gateway.asked()).isEqualTo("POST /api/v1/audit/verify");
        assertThat(result.out()).contains("intact", "2,000");
        assertThat(result.err())
                .contains("\r[###############...............]  50 %")
                .endsWith("\r" + " ".repeat(38) + "\r")
                .doesNotContain("\u001b");
        assertThat(result.code()).isZero();
        assertThat(user.runs("audit", "verify", "-o", "json").out()).contains("\"whole\"");
    }

    @Test
    void aLogThatIsBrokenIsAFailedCheck() {
        gateway.answers(
                "{\"whole\":false,\"entries\":6,\"checkpoints\":0,\"broken_at\":7,\"why\":\"It is"
                        + " missing.\"}\n");
        var result = user.runs("audit", "verify");

        assertThat(result.out()).startsWith("Chain        broken at entry 7: It is missing.\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(7);
    }

    @Test
    void aCheckThatEndsEarlyIsNoResult() {
        gateway.answers("{\"checked\":1000,\"of\":2000}\n");

        assertThat(user.runs("audit", "verify").code()).isEqualTo(1);
    }

    @Test
    void anExportIsWrittenToAFileThatIsNew() throws IOException {
        gateway.answers("{\"type\":\"log\"}\n");

        assertThat(user.runs("audit", "export", "--out", "a.jsonl").code()).isZero();
        assertThat(home.resolve("a.jsonl")).hasContent("{\"type\":\"log\"}");
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/audit/export?format=jsonl");
        assertThat(user.runs("audit", "export", "--out", "a.jsonl").code()).isEqualTo(1);
        assertThat(user.runs("audit", "export", "-o", "csv", "--since", "2026-11-01").out())
                .isEqualTo("{\"type\":\"log\"}\n");
        assertThat(gateway.asked())
                .isEqualTo("GET /api/v1/audit/export?format=csv&since=2026-11-01");
    }

    @Test
    void anExportIsAlsoOneDocument() throws IOException {
        gateway.answers(200, "application/x-ndjson", "{\"type\":\"log\"}\n{\"id\":7}\n");

        assertThat(user.runs("audit", "export", "-o", "json").out())
                .isEqualTo("{\"items\":[\n{\"type\":\"log\"},\n{\"id\":7}\n]}\n");
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/audit/export?format=jsonl");
        assertThat(user.runs("audit", "export", "-o", "yaml").out())
                .isEqualTo("- type: log\n- id: 7\n");
        assertThat(user.runs("audit", "export", "-o", "json", "--out", "a.json").code()).isZero();
        assertThat(Document.parse(Files.readAllBytes(home.resolve("a.json"))).items("items"))
                .hasSize(2);
        gateway.answers(200, "application/x-ndjson", "");
        assertThat(user.runs("audit", "export", "-o", "json").out()).isEqualTo("{\"items\":[]}\n");
        assertThat(user.runs("audit", "export", "-o", "yaml").out()).isEqualTo("[]\n");
    }

    /// What a gateway exported, with two checkpoints.
    private static String exported() {
        try (var in =
                Objects.requireNonNull(AuditCommandTest.class.getResourceAsStream("audit.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandLineUser.Result verifies(String content, String... more) {
        var _ = user.keeps("audit.jsonl", content);
        var arguments =
                new java.util.ArrayList<>(List.of("audit", "verify", "--file", "audit.jsonl"));
        arguments.addAll(List.of(more));
        return user.runs(arguments.toArray(String[]::new));
    }

    @Test
    void anExportIsCheckedWithoutAGateway() throws IOException {
        gateway.close();
        var result = verifies(exported());

        assertThat(result.out()).contains("Chain        intact", "the whole log");
        assertThat(result.code()).isZero();
        var key =
                Document.parse(
                                exported()
                                        .lines()
                                        .findFirst()
                                        .orElseThrow()
                                        .getBytes(StandardCharsets.UTF_8))
                        .items("keys")
                        .getFirst()
                        .text("name")
                        .orElseThrow();
        assertThat(verifies(exported(), "--key", key).code()).isZero();
        assertThat(verifies(exported(), "--key", "0000000000000000").code()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway.started | gateway.stopped | It was changed after it was written.",
                "\"checkpoint\",\"number\":2 | \"checkpoint\",\"number\":3 | Checkpoint 2 is"
                        + " missing.",
                "\"type\":\"end\",\"entries\": | \"type\":\"end\",\"entries\":1 | The file ends"
                        + " early",
                "signature | changed in its first character | is not from the key"
            })
    void anExportThatWasChangedIsFound(String before, String after, String words) {
        var changed =
                before.contains("signature")
                        ? exported().replaceAll("\"signature\":\".", "\"signature\":\"/")
                        : exported().replace(before, after);
        assertThat(changed).isNotEqualTo(exported());
        var result = verifies(changed);

        assertThat(result.out()).contains(words);
        assertThat(result.code()).isEqualTo(7);
    }

    @Test
    void anExportThatLacksALineIsFound() {
        var lines = exported().lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            int left = i;
            var without =
                    String.join(
                            "\n",
                            java.util.stream.IntStream.range(0, lines.size())
                                    .filter(at -> at != left)
                                    .mapToObj(lines::get)
                                    .toList());
            assertThat(verifies(without).code()).as("without line " + i).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | 1", "{} | 1", "nonsense | 1", "{\"type\":\"log\"} | 1"})
    void whatIsNoExportIsSaidSo(String content, int code) {
        var result = verifies(content);

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).contains("could not be checked").hasLineCount(3);
    }

    /// Anybody could write one, so it proves nothing of a key.
    @Test
    void anExcerptIsNotTakenForSomethingSigned() throws IOException {
        Files.writeString(
                home.resolve("part.jsonl"),
                """
                {"type":"log","format":"bellhop-audit-1","whole":false,"keys":[]}
                {"type":"end","entries":0}
                """);
        var result = user.runs("audit", "verify", "--file", "part.jsonl", "--key", "00aa");
        assertThat(result.err()).contains("it is an excerpt, which no key has signed");
        assertThat(result.code()).isEqualTo(Exit.FAILED.code());
    }

    @ParameterizedTest
    @CsvSource({"csv", "jsonl", "json", "yaml"})
    void anExportThatIsBrokenOffIsNotTakenForWhole(String format) {
        var _ = gateway.answers("{\"type\":\"log\"}\n").breaksOff();
        var result = user.runs("audit", "export", "-o", format, "--out", "log.txt");
        assertThat(result.err()).contains("The export was broken off.");
        assertThat(result.code()).isEqualTo(Exit.FAILED.code());
        assertThat(home.resolve("log.txt")).doesNotExist();
        assertThat(user.runs("audit", "export", "-o", format).code()).isEqualTo(Exit.FAILED.code());
    }
}
