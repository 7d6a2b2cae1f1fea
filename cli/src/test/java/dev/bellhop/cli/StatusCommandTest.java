package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

final class StatusCommandTest {
    private static final String WELL =
            """
            {"version":"0.1.0","started_at":"2026-11-19T08:00:00Z","uptime_seconds":273600,"ready":true,
             "database":{"up":true,"version":"11.4.5-MariaDB","kind":"embedded"},"sandbox":true,
             "sockets":{"visitors":12,"agents":3},"conversations":{"open":5,"waiting":2},
             "outbox":{"ready":0,"unsure":1,"dead":0},
             "deliveries":{"last_at":"2026-11-22T11:57:30Z","rejected_24h":4},
             "public_url":"https://chat.example.com"}
            """;

    private final TinyGateway gateway;
    private CommandLineUser user;

    StatusCommandTest(@TempDir Path home) throws IOException {
        gateway = new TinyGateway().answers(WELL);
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
    void showsAllOfItOnOneScreen() {
        var result = user.runs("status");

        assertThat(result.out())
                .isEqualTo(
                        """
                        Gateway        0.1.0, ready, up 3 d 4 h
                        Address        https://chat.example.com
                        Database       up, embedded, 11.4.5-MariaDB
                        Sandbox        on
                        Sockets        12 visitors, 3 agents
                        Conversations  5 open, 2 waiting
                        Outbox         0 ready, 1 unsure, 0 dead
                        Deliveries     last 2 min 30 s ago, 4 rejected in 24 hours
                        """);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/status");
    }

    @Test
    void leavesOutWhatTheGatewayDoesNotTell() {
        gateway.answers(
                "{\"version\":\"0.0.9\",\"ready\":\"perhaps\",\"deliveries\":{\"last_at\":null,\"rejected_24h\":0}}");

        assertThat(user.runs("status").out())
                .isEqualTo(
                        """
                        Gateway     0.0.9
                        Address     %s
                        Deliveries  none yet, 0 rejected in 24 hours
                        """
                                .formatted(gateway.url()));
    }

    @Test
    void showsForHowLongRedisHasBeenAway() {
        gateway.answers(
                "{\"version\":\"0.1.0\",\"redis\":{\"up\":false,\"since\":\"2026-11-22T11:57:30Z\"}}");

        assertThat(user.seesColours().runs("status").out())
                .contains("\u001b[31m\u001b[1maway for 2 min 30 s");
    }

    @Test
    void namesTheBucketAndForHowLongItHasBeenAway() {
        gateway.answers(
                """
                {"version":"0.1.0","media":{"kind":"bucket","state":"away",
                 "place":"shop-files/bellhop/ at https://s3.example.com",
                 "since":"2026-11-22T11:57:30Z","trouble":"the bucket is away"}}
                """);

        assertThat(user.runs("status").out())
                .contains(
                        "Files", "away for 2 min 30 s, shop-files/bellhop/ at https://s3.example");
    }

    @Test
    void namesTheGatewaysWhereThereAreSeveral() {
        gateway.answers(
                """
                {"version":"0.1.0","nodes_trouble":null,
                 "nodes":[{"name":"a:8080"},{"name":"b:8080"}]}
                """);
        assertThat(user.runs("status").out()).contains("Gateways  a:8080, b:8080");
        gateway.answers("{\"version\":\"0.1.0\",\"nodes\":[{\"name\":\"a:8080\"}]}");
        assertThat(user.runs("status").out()).doesNotContain("Gateways");
    }

    @Test
    void saysThatReportsCouldNotBeWritten() {
        gateway.answers("{\"version\":\"0.1.0\",\"reports\":{\"failing_exports\":2}}");

        assertThat(user.runs("status").out())
                .contains("Reports  2 could not be written: bellhop report exports");
        gateway.answers("{\"version\":\"0.1.0\",\"reports\":{\"failing_exports\":0}}");
        assertThat(user.runs("status").out()).doesNotContain("Reports");
    }

    @Test
    void coloursOnlyWhereTheyAreSeen() {
        assertThat(user.runs("status").out()).doesNotContain("\u001b");
        assertThat(user.seesColours().runs("status").out())
                .contains("\u001b[32m0.1.0, ready, up 3 d 4 h")
                .contains("\u001b[31m\u001b[1mlast 2 min");
    }

    @Test
    void letsNoAnswerMoveTheCursor() {
        gateway.answers("{\"version\":\"1\\u001b[2J\\n2\"}");

        assertThat(user.seesColours().runs("status").out())
                .contains("1\uFFFD[2J 2")
                .doesNotContain("[2J\n");
    }

    @Test
    void passesJsonOnWithMembersItDoesNotKnow() {
        gateway.answers(
                "{\"version\":\"0.1.0\",\"news\":{\"moon\":[1,2.50,null]},\"deliveries\":null}");

        assertThat(user.runs("status", "-o", "json").out())
                .isEqualToIgnoringWhitespace(
                        "{\"version\":\"0.1.0\",\"news\":{\"moon\":[1,2.5,null]},\"deliveries\":null}");
    }

    @Test
    void printsYaml() {
        gateway.answers("{\"version\":\"0.1.0\",\"sandbox\":false,\"database\":{\"up\":true}}");

        assertThat(user.runs("status", "--output=YAML").out())
                .isEqualTo("version: 0.1.0\nsandbox: false\ndatabase:\n  up: true\n");
    }

    @Test
    void printsCsvWithOneColumnPerInnermostMember() {
        gateway.answers("{\"version\":\"0.1.0, new\",\"database\":{\"up\":true,\"kind\":null}}");

        assertThat(user.runs("status", "-o", "csv").out())
                .isEqualTo("version,database.up,database.kind\n\"0.1.0, new\",true,\n");
    }

    @Test
    void saysThatATokenIsNoLongerGood() {
        var result = user.sets("BELLHOP_TOKEN", "bhp_old").runs("status");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo(
                        """
                        Error: Not signed in at %s.
                          Why: This token has expired. (request r1)
                           Do: Set BELLHOP_TOKEN or --token-file to a token that is still valid.
                        """
                                .formatted(gateway.url()));
    }

    @ParameterizedTest
    @CsvSource({"403,3", "404,4", "409,5", "410,4", "412,5", "429,1", "500,1", "503,1"})
    void tellsScriptsWhatARefusalMeans(int status, int code) {
        gateway.answers(
                status,
                "application/problem+json",
                "{\"title\":\"No.\",\"detail\":\"The moon is full.\"}");

        var result = user.runs("status");

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(3).contains("  Why: The moon is full.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad gateway</html>", "[]", "null"})
    void understandsErrorsThatAreNoProblemDocument(String body) {
        gateway.answers(502, "text/html", body);

        var result = user.runs("status");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("GET /api/v1/status was answered with status 502.");
    }

    @Test
    void saysWhenToComeAgain() {
        gateway.answers(429, "application/problem+json", "{\"title\":\"That was quick.\"}")
                .withHeader("Retry-After", "7");

        assertThat(user.runs("status").err())
                .contains("That was quick.")
                .contains("Wait 7 seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"version\":", "[]", "null", "7", "<html></html>"})
    void refusesAnAnswerThatIsNoObject(String body) {
        gateway.answers(200, "text/html; charset=utf-8", body);

        var result = user.runs("status", "-o", "json");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("brought text/html that is no JSON object")
                .hasLineCount(3);
    }

    @Test
    void followsNoRedirectWithTheToken() throws IOException {
        try (var other = new TinyGateway()) {
            gateway.answers(302, "text/plain", "").withHeader("Location", other.url());

            var result = user.runs("status");

            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains("sends elsewhere: " + other.url());
            assertThat(other.asked()).isEqualTo("nothing");
        }
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int port = 1; // nobody's, and nobody is given it
        var result = user.runs("status", "--url", "http://127.0.0.1:" + port);

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err())
                .startsWith(
                        "Error: No gateway answers at http://127.0.0.1:"
                                + port
                                + ".\n  Why: Connection refused")
                .hasLineCount(3);
    }

    @Test
    void saysThatTheOtherSideSpeaksNoHttps() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answerInPlainText(other));

            var result = user.runs("status", "--url", "https://127.0.0.1:" + other.getLocalPort());

            assertThat(result.code()).isEqualTo(6);
            assertThat(result.err()).contains("Check the certificate").hasLineCount(3);
        }
    }

    private static void answerInPlainText(ServerSocket server) {
        try (var caller = server.accept()) {
            caller.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void warnsBeforeATokenTravelsInTheOpen() {
        var result = user.runs("status", "--url", "http://gateway.invalid:1");

        assertThat(result.err())
                .startsWith(
                        "Warning: http://gateway.invalid:1 is not https: the token can be read on"
                                + " its way.");
        assertThat(result.code()).isEqualTo(6);
    }
}
