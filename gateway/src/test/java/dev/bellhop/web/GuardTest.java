package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Raw.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardTest {
    private static final House HOUSE = new House();
    private static final String ADA = "Cookie: bellhop=ada";
    private static final String SCRIPT = "Authorization: Bearer script";

    @AfterAll
    static void close() {
        HOUSE.close();
    }

    @Test
    void anOpenRouteAsksNobody() {
        assertThat(send("GET /hello").body()).isEqualTo("hello");
        assertThat(send("GET /hello", "Cookie: bellhop=forged").body()).isEqualTo("hello");
    }

    @ParameterizedTest(name = "{0} {1} is {2} {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "/signed-in, -, 401, -",
                "/signed-in, Cookie: bellhop=forged, 401, -",
                "/signed-in, Cookie: __Host-bellhop=ada, 401, -",
                "/signed-in, Cookie: a=b; bellhop=ada; c=d, 200, Ada",
                "/signed-in, Authorization: Bearer script, 200, Script",
                "/signed-in, Authorization: bearer script, 200, Script",
                "/signed-in, Authorization: Bearer ada, 401, -",
                "/signed-in, Authorization: Bearer, 401, -",
                "/signed-in, Authorization: Basic script, 401, -",
                "/conversations, -, 401, -",
                "/conversations, Cookie: bellhop=ada, 200, Ada",
                "/conversations, Authorization: Bearer script, 403, -",
                "/reports, Cookie: bellhop=ada, 403, -",
                "/reports, Authorization: Bearer script, 200, Script"
            })
    void aRouteLetsInWhomItNames(String path, String credential, int status, String name) {
        var answer = credential == null ? send("GET " + path) : send("GET " + path, credential);
        assertThat(answer.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.body()).isEqualTo(name);
        } else {
            HardeningTest.assertProblem(
                    answer, status == 401 ? Code.NOT_SIGNED_IN : Code.NOT_ALLOWED);
        }
    }

    @Test
    void callsOfTheApiAreCountedForEachCallerOnItsOwn() {
        assertThat(send("GET /api/counted", ADA).status()).isEqualTo(200);
        var over = send("GET /api/counted", ADA);
        HardeningTest.assertProblem(over, Code.RATE_LIMITED);
        assertThat(send("GET /api/counted", SCRIPT).status()).isEqualTo(200);
        assertThat(send("GET /signed-in", ADA).status()).as("pages are not counted").isEqualTo(200);
    }

    /// Neither "who are you" nor "we are broken": nobody can be told who it is just now.
    @ParameterizedTest
    @ValueSource(strings = {"/signed-in", "/conversations"})
    void whoCannotBeAskedForIsToldToComeAgain(String path) {
        var answer = send("GET " + path, "Authorization: Bearer away");
        assertThat(answer.status()).isEqualTo(503);
        HardeningTest.assertProblem(answer, Code.UNAVAILABLE);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void aWrongTokenIsNotMadeGoodByACookie() {
        assertThat(send("GET /signed-in", ADA, "Authorization: Bearer forged").status())
                .isEqualTo(401);
    }

    @Test
    void aRefusalNamesThePermissionThatIsMissing() {
        assertThat(send("GET /reports", ADA).body()).contains("it needs reports.read");
    }

    @ParameterizedTest(name = "{0} / {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 200",
                "same-origin, -, 200",
                "same-origin, https://evil.example, 200", // what the browser says of itself counts
                // first
                "none, -, 200",
                "same-site, -, 403",
                "cross-site, -, 403",
                "cross-site, http://localhost, 403",
                "nonsense, -, 403",
                "-, http://localhost, 200",
                "-, http://LOCALHOST, 200",
                "-, http://localhost:8080, 403",
                "-, http://evil.example, 403",
                "-, http://localhost.evil.example, 403",
                "-, http://evil.example/localhost, 403",
                "-, http://localhost@evil.example, 403",
                "-, null, 403",
                "-, %%%, 403"
            })
    void anAgentsChangeMustComeFromOurOwnPages(String site, String origin, int status) {
        assertThat(change(ADA, site, origin).status()).isEqualTo(status);
        assertThat(change(SCRIPT, site, origin).status())
                .as("no browser sends a token by itself")
                .isEqualTo(200);
    }

    @Test
    void readingIsNotRefusedToOtherSites() {
        assertThat(send("GET /signed-in", ADA, "Sec-Fetch-Site: cross-site").status())
                .isEqualTo(200);
    }

    private static Answer change(String credential, String site, String origin) {
        return send(
                "POST /signed-in",
                credential,
                site == null ? "X-None: -" : "Sec-Fetch-Site: " + site,
                origin == null ? "X-None: -" : "Origin: " + origin);
    }

    private static Answer send(String line, String... headers) {
        return Raw.send(HOUSE.port(), Raw.request(line, headers));
    }
}
