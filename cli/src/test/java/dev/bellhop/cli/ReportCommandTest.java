package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

final class ReportCommandTest {
    private static final String CSV = "day,visitor_messages\r\n2026-11-20,148\r\n";

    private final TinyGateway gateway;
    private final CommandLineUser user;
    private final Path home;

    ReportCommandTest(@TempDir Path home) throws IOException {
        this.home = home;
        gateway = new TinyGateway().answers(200, "text/csv; charset=utf-8", CSV);
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
    void writesWhatTheGatewayHas() {
        var result =
                user.runs("report", "messages", "--from", "2026-11-01", "--zone", "Asia/Tokyo");

        assertThat(result.out()).isEqualTo(CSV);
        assertThat(gateway.asked())
                .isEqualTo(
                        "GET /api/v1/reports/messages?format=csv&from=2026-11-01&zone=Asia%2FTokyo");
        assertThat(result.code()).isZero();
    }

    @Test
    void writesIntoANewFileAndGoesOnBehindAConversation() throws IOException {
        var result =
                user.runs(
                        "report",
                        "conversations",
                        "-o",
                        "jsonl",
                        "--site",
                        "shop",
                        "--channel",
                        "web",
                        "--team",
                        "2",
                        "--agent",
                        "7",
                        "--to",
                        "2026-11-30",
                        "--after",
                        "812",
                        "--out",
                        "rest.jsonl");

        assertThat(result.code()).isZero();
        assertThat(Files.readString(home.resolve("rest.jsonl"))).isEqualTo(CSV);
        assertThat(gateway.asked())
                .isEqualTo(
                        "GET /api/v1/reports/conversations?format=jsonl&to=2026-11-30&site=shop"
                                + "&channel=web&team=2&agent=7&after=812");
        assertThat(user.runs("report", "agents", "--out", "rest.jsonl").err())
                .contains("There is a file of this name.");
    }

    /// At a terminal it is for people; what goes on to a program or a file is as it was.
    @Test
    void whoLooksAtItSeesATable() throws IOException {
        var row =
                "{\"day\":\"2026-11-20\",\"visitor_messages\":148,\"bot_messages\":3,\"opened\":12,"
                        + "\"first_response_average_s\":61.5}\n";
        gateway.answers(200, "application/x-ndjson", row + row.replace("20\"", "21\""));

        var seen = user.sees(80).runs("report", "messages", "--from", "2026-11-20");
        assertThat(seen.out())
                .isEqualTo(
                        """
                        Day         Visitors  Opened  First reply s
                        2026-11-20  148       12      61.5
                        2026-11-21  148       12      61.5
                        """);
        assertThat(gateway.asked())
                .isEqualTo("GET /api/v1/reports/messages?format=jsonl&from=2026-11-20");
        assertThat(user.runs("report", "messages", "--columns", "day,bot_messages").out())
                .startsWith("Day         bot_messages\n2026-11-20  3\n");
        assertThat(user.runs("report", "messages", "--columns", "colour").code()).isEqualTo(2);

        assertThat(user.runs("report", "messages", "--out", "a.csv").code()).isZero();
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/reports/messages?format=csv");
        user.sees(0).runs("report", "messages");
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/reports/messages?format=csv");
        assertThat(user.runs("report", "messages", "-o", "table").out()).startsWith("Day  ");
        assertThat(user.runs("report", "messages", "-o", "table", "--out", "t.txt").code())
                .isZero();
        assertThat(Files.readString(home.resolve("t.txt"))).startsWith("Day  ").contains("61.5");
        assertThat(user.runs("report", "messages", "-o", "yaml").out())
                .startsWith("- day: 2026-11-20\n  visitor_messages: 148\n");
        gateway.answers(200, "application/x-ndjson", "");
        assertThat(user.sees(80).runs("report", "agents").err()).contains("There is nothing");
        assertThat(user.runs("report", "agents", "-o", "yaml").out()).isEqualTo("[]\n");
    }

    @Test
    void aTableThatIsBrokenOffIsNone() {
        gateway.answers(200, "application/x-ndjson", "{\"day\":\"2026-11-20\"}\n").breaksOff();
        var result = user.sees(80).runs("report", "messages");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("broken off");
    }

    @Test
    void halfAReportIsNone() {
        gateway.breaksOff();
        var result = user.runs("report", "message-log", "--out", "half.csv");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("broken off", "half.csv.part");
        assertThat(home.resolve("half.csv")).doesNotExist();
        assertThat(home.resolve("half.csv.part")).exists();
    }

    /// The second time goes on behind the last conversation of which everything came, with the same
    /// options, and ends in the very file that would have come at once.
    @Test
    void aListGoesOnWhereItWasBrokenOff() throws IOException {
        var names = "conversation_id,code,agent\r\n";
        gateway.answers(200, "text/csv", names + "7,A,\"x\ny\"\r\n8,B,z\r\n9,C,\"hal").breaksOff();
        String[] asked = {
            "report", "message-log", "--from", "2026-11-01", "--out", "log.csv", "--resume"
        };
        assertThat(user.runs(asked).code()).isEqualTo(1);

        gateway.answers(200, "text/csv", names + "8,B,z\r\n9,C,\"half\"\r\n").endsWell();
        var result = user.runs(asked);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("Going on behind conversation 7.");
        assertThat(gateway.asked())
                .isEqualTo("GET /api/v1/reports/message-log?format=csv&from=2026-11-01&after=7");
        assertThat(Files.readString(home.resolve("log.csv")))
                .isEqualTo(names + "7,A,\"x\ny\"\r\n8,B,z\r\n9,C,\"half\"\r\n");
        assertThat(home.resolve("log.csv.part")).doesNotExist();

        user.keeps("odd.csv.part", "day,visitor_messages\r\n2026-11-20,148\r\n");
        assertThat(user.runs("report", "message-log", "--out", "odd.csv", "--resume").err())
                .contains("is no list of conversations or messages");
        for (var misuse :
                List.of(
                        List.of("report", "agents", "--out", "a.csv", "--resume"),
                        List.of("report", "conversations", "--resume"),
                        List.of(
                                "report",
                                "conversations",
                                "--out",
                                "a.csv",
                                "--after",
                                "3",
                                "--resume"))) {
            assertThat(user.runs(misuse.toArray(String[]::new)).code()).isEqualTo(2);
        }
    }

    /// Wherever it was cut: what is kept and what comes behind it are the whole.
    @Test
    void aListMayBeCutAnywhere() throws IOException {
        var csv = "conversation_id,agent\r\n7,\"a \"\"b\"\"\r\n8,\"\r\n7,\r\n70,c\r\n701,d\r\n";
        var rows = List.of("7,\"a \"\"b\"\"\r\n8,\"\r\n", "7,\r\n", "70,c\r\n", "701,d\r\n");
        var lines =
                """
                {"conversation_id":7,"agent":"a"}
                {"conversation_id":7,"agent":""}
                {"conversation_id":70,"agent":"c"}
                """;
        for (int end = 0; end <= csv.length(); end++) {
            Files.writeString(home.resolve("cut"), csv.substring(0, end));
            var known = PartialList.read(home.resolve("cut"), PartialList.Rows.CSV);
            known.cut(home.resolve("cut"));
            var rest =
                    rows.stream()
                            .filter(row ->
                                    Long.parseLong(row, 0, row.indexOf(','), 10)
                                            > known.after().orElse(0))
                            .collect(Collectors.joining());
            var kept = Files.readString(home.resolve("cut"));
            assertThat((kept.isEmpty() ? "conversation_id,agent\r\n" : kept) + rest).isEqualTo(csv);
        }
        for (int end = 0; end <= lines.length(); end++) {
            Files.writeString(home.resolve("cut"), lines.substring(0, end));
            var known = PartialList.read(home.resolve("cut"), PartialList.Rows.JSONL);
            assertThat(known.after().isPresent()).isEqualTo(end == lines.length());
        }
    }

    @Test
    void aReportThatThereIsNotIsNamed() {
        var result = user.runs("report", "sales");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("sales");
        assertThat(user.runs("report").err()).contains("which report");
    }

    @Test
    void countsAnew() {
        gateway.answers(
                200,
                "application/x-ndjson",
                """
                {"counted":5000,"of":9000}
                {"counted":9000,"of":9000}
                {"done":true}
                """);
        var result = user.runs("report", "rebuild");

        assertThat(result.out()).isEqualTo("Counted anew.\n");
        assertThat(gateway.asked()).isEqualTo("POST /api/v1/reports/rebuild");
    }

    @Test
    void listsWhatWasWrittenByItself() {
        var run =
                """
                {"scheduled":%s,"items":[{"file":"bellhop-messages-2026-11-22.csv","state":"done",
                "started_at":"2026-11-23T04:00:00Z","bytes":812,"error":null}]}
                """;
        gateway.answers(200, "application/json", run.formatted(true));
        var listed = user.runs("report", "exports");
        assertThat(listed.out()).contains("bellhop-messages-2026-11-22.csv").contains("812");
        assertThat(listed.err()).isEmpty();
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/reports/exports");

        gateway.answers(200, "application/json", run.formatted(false));
        var ran = user.runs("report", "exports", "--run");
        assertThat(ran.err()).contains("reports.exports.folder");
        assertThat(gateway.asked()).isEqualTo("POST /api/v1/reports/exports/run");
    }

    @Test
    void aCountingThatEndsEarlyIsSaid() {
        gateway.answers(200, "application/x-ndjson", "{\"counted\":5000,\"of\":9000}\n");

        assertThat(user.runs("report", "rebuild").code()).isEqualTo(1);
    }
}
