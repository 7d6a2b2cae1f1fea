package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    @Test
    void halfAReportIsNone() {
        gateway.breaksOff();
        var result = user.runs("report", "message-log", "--out", "half.csv");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("broken off", "half.csv.part");
        assertThat(home.resolve("half.csv")).doesNotExist();
        assertThat(home.resolve("half.csv.part")).exists();
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
