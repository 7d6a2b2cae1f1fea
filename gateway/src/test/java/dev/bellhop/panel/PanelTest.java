package dev.bellhop.panel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.admin.Assets;
import dev.bellhop.inbox.Browser;
import dev.bellhop.inbox.PanelWorld;
import dev.bellhop.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

final class PanelTest {
    private static final PanelWorld WORLD = new PanelWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void noPageIsKeptFramedOrRunsAnotherSitesScript() {
        var browser = WORLD.signedIn("Maya", Role.OWNER);
        for (var path : new String[] {"/admin/inbox", "/admin/settings", "/admin/c/NONE"}) {
            assertThat(browser.get(path)).satisfies(PanelTest::isGuarded);
        }
        assertThat(browser.part("/admin/inbox/list")).satisfies(PanelTest::isGuarded);
        assertThat(WORLD.browser().get("/admin/sign-in")).satisfies(PanelTest::isGuarded);
    }

    private static void isGuarded(Browser.Answer answer) {
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.headers().allValues("Vary")).contains("HX-Request");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.text()).doesNotContain(" onclick=", "<script>", "style=\"");
    }

    @Test
    void whoIsNotSignedInIsShownTheWayAndComesBack() {
        var page = WORLD.browser().get("/admin/c/K7QD?view=mine");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("Location"))
                .isEqualTo("/admin/sign-in?next=%2Fadmin%2Fc%2FK7QD%3Fview%3Dmine");

        var part =
                WORLD.browser()
                        .get(
                                "/admin/inbox/list",
                                "HX-Request",
                                "true",
                                "HX-Current-URL",
                                "http://chat.example.com/admin/c/K7QD");
        assertThat(part.status()).isEqualTo(401);
        assertThat(part.header("HX-Redirect")).isEqualTo("/admin/sign-in?next=%2Fadmin%2Fc%2FK7QD");
        assertThat(part.text()).isEmpty();

        var stream = WORLD.browser().get("/admin/live", "Accept", "text/event-stream");
        assertThat(stream.status()).isEqualTo(401);
        assertThat(stream.text()).isEmpty();
    }

    @Test
    void aFailureIsAPageWithItsNumberInTheLog() {
        var missing = WORLD.signedIn("Noor", Role.AGENT).get("/admin/c/NONE");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text())
                .contains("There is nothing here", missing.header("X-Request-Id"), "sign-out");

        var forbidden =
                WORLD.signedIn("Otto", Role.AUDITOR)
                        .post("/admin/c/K7QD/messages", Map.of("text", "Hello"));
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.text()).contains("Your role can’t open this");

        var elsewhere = WORLD.browser().get("/admin/no-such-place");
        assertThat(elsewhere.status()).isEqualTo(404);
        assertThat(elsewhere.text()).contains("There is nothing here").doesNotContain("sign-out");
    }

    @Test
    void programsGetProblemsAsJson() {
        var answer = WORLD.browser().get("/api/v1/conversations");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void ownFilesAreAskedForAgainAndLibrariesAreKept() {
        var browser = WORLD.browser();
        var style = browser.get("/admin/assets/panel.css");
        assertThat(style.status()).isEqualTo(200);
        assertThat(style.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(style.header("Content-Type")).startsWith("text/css");
        var unchanged =
                browser.get("/admin/assets/panel.css", "If-None-Match", style.header("ETag"));
        assertThat(unchanged.status()).isEqualTo(304);

        var manifest = browser.get("/admin/assets/panel.webmanifest");
        assertThat(manifest.status()).isEqualTo(200);
        assertThat(manifest.header("Content-Type")).startsWith("application/manifest+json");
        var picture = browser.get("/admin/assets/icon-512.png");
        assertThat(picture.header("Content-Type")).isEqualTo("image/png");

        var library = browser.get(Assets.htmx());
        assertThat(library.status()).isEqualTo(200);
        assertThat(library.header("Cache-Control")).contains("immutable");
    }

    @Test
    void whatIsMissingIsNotKept() {
        for (var path :
                new String[] {
                    "/admin/assets/none.css",
                    "/webjars/htmx.org/0.0.0/none.js",
                    "/webjars/..%2f..%2f..%2fdb/0.1-main-job.sql"
                }) {
            var missing = WORLD.browser().get(path);
            assertThat(missing.status()).as(path).isBetween(400, 404);
            assertThat(missing.header("Cache-Control")).doesNotContain("immutable");
        }
    }
}
