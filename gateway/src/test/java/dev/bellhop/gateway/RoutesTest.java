package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.story.House;
import dev.bellhop.web.Access;
import dev.bellhop.web.Routes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// What is true of every route, whoever adds one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoutesTest {
    private House house;
    private HttpClient client;

    @BeforeAll
    void open() {
        house = House.open();
        client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    }

    @AfterAll
    void close() {
        house.close();
        client.close();
    }

    @Test
    void nobodyGetsThroughARouteThatIsNotOpen() throws Exception {
        var guarded =
                house.gateway().routes().stream()
                        .filter(route -> !(route.access() instanceof Access.Open))
                        .filter(route -> !(route.access() instanceof Access.Near))
                        .toList();
        assertThat(guarded).hasSizeGreaterThan(5);
        for (Routes.Route route : guarded) {
            assertThat(status(route)).as(route.toString()).isEqualTo(401);
            assertThat(status(route, "Authorization", "Bearer bhp_guessed"))
                    .as(route.toString())
                    .isEqualTo(401);
            assertThat(status(route, "Authorization", "Basic b3duZXI6"))
                    .as(route.toString())
                    .isEqualTo(401);
        }
    }

    @Test
    void anOpenRouteSaysWhy() {
        assertThat(house.gateway().routes())
                .filteredOn(route -> route.access() instanceof Access.Open)
                .isNotEmpty()
                .allSatisfy(route ->
                        assertThat(((Access.Open) route.access()).why())
                                .as(route.path())
                                .hasSizeGreaterThan(10));
    }

    /// What costs something to look up, before anybody knows whose call it is.
    @Test
    void theseOpenRoutesAreOpenOnlySoOften() {
        assertThat(house.gateway().routes())
                .filteredOn(route ->
                        route.access() instanceof Access.Open open && open.limit().isPresent())
                .extracting(Routes.Route::path)
                .containsOnly(
                        "/api/v1/openapi.json",
                        "/media/{handle}",
                        "/widget/v1/sites/{site}",
                        "/widget/v1/handover");
    }

    /// But for its own description, in which nothing of the installation stands.
    @Test
    void theApiIsNeverOpen() {
        assertThat(house.gateway().routes())
                .filteredOn(route -> route.path().startsWith("/api/"))
                .filteredOn(route -> !route.path().equals("/api/v1/openapi.json"))
                .isNotEmpty()
                .allSatisfy(route ->
                        assertThat(route.access())
                                .as(route.path())
                                .isInstanceOf(Access.Needs.class));
    }

    /// What hands out secrets or a way in, takes away for good, or changes how somebody signs in.
    @Test
    void theseRoutesAskAgainWhoItIs() {
        assertThat(house.gateway().routes())
                .filteredOn(route -> route.access().asksProof())
                .extracting(route -> route.method().text() + " " + route.path())
                .containsExactlyInAnyOrder(
                        "POST /admin/settings/agents",
                        "POST /admin/settings/agents/{id}",
                        "PATCH /api/v1/agents/{id}",
                        "POST /api/v1/events",
                        "PATCH /api/v1/events/{id}",
                        "POST /api/v1/events/{id}/rotate",
                        "POST /api/v1/keys/rotate",
                        "POST /api/v1/backups",
                        "POST /api/v1/api-tokens",
                        "POST /api/v1/api-tokens/{id}/rotate",
                        "DELETE /api/v1/api-tokens/{id}",
                        "POST /admin/settings/api-tokens",
                        "POST /admin/settings/api-tokens/{id}/rotate",
                        "POST /admin/settings/api-tokens/{id}/revoke",
                        "POST /admin/settings/agents/{id}/link",
                        "POST /admin/settings/agents/{id}/second-step/off",
                        "POST /api/v1/agents",
                        "POST /api/v1/agents/{id}/link",
                        "DELETE /api/v1/agents/{id}/second-step",
                        "GET /admin/settings/credentials/{id}/rotate",
                        "POST /admin/settings/credentials/{id}/rotate",
                        "POST /admin/settings/credentials/{id}/rollback",
                        "POST /api/v1/channels/{id}/rotate",
                        "POST /api/v1/channels/{id}/rollback",
                        "POST /api/v1/channels/{id}/verify-token",
                        "POST /admin/settings/webhook/{channel}/verify-token",
                        "POST /admin/settings/appearance/{id}/secret",
                        "POST /api/v1/sites/{id}/identity-secret",
                        "GET /admin/settings/privacy/people/{id}/export",
                        "GET /admin/settings/privacy/people/{id}/erase",
                        "POST /admin/settings/privacy/people/{id}/erase",
                        "GET /api/v1/audit/export",
                        "POST /admin/audit/export",
                        "DELETE /api/v1/channels/{id}",
                        "POST /admin/settings/sign-ins/{session}/end",
                        "POST /admin/settings/sign-ins/end-others",
                        "POST /api/v1/retention/run",
                        "GET /api/v1/visitors/{id}",
                        "DELETE /api/v1/visitors/{id}",
                        "GET /admin/settings/sign-ins/second-step",
                        "POST /admin/settings/sign-ins/second-step",
                        "POST /admin/settings/sign-ins/second-step/codes",
                        "POST /admin/settings/sign-ins/second-step/off",
                        "POST /admin/settings/sign-ins/everybody",
                        "POST /admin/settings/sign-ins/passkeys",
                        "POST /admin/settings/sign-ins/passkeys/options",
                        "POST /admin/settings/sign-ins/passkeys/{id}/remove");
    }

    @Test
    void noRouteIsAddedTwice() {
        assertThat(house.gateway().routes())
                .extracting(route -> route.method().text() + " " + route.path())
                .doesNotHaveDuplicates();
    }

    /// A program is told so, a person in the panel is sent to sign in: neither gets anything.
    private int status(Routes.Route route, String... headers)
            throws IOException, InterruptedException {
        var path = route.path().replaceAll("\\{[^}]+}", "1").replace("*", "x");
        var request =
                HttpRequest.newBuilder(house.url(path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Accept", "application/json")
                        .method(route.method().text(), HttpRequest.BodyPublishers.noBody());
        List<String> all = List.of(headers);
        for (int i = 0; i < all.size(); i += 2) {
            request.header(all.get(i), all.get(i + 1));
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean signIn =
                answer.statusCode() == 303
                        && answer.headers()
                                .firstValue("Location")
                                .orElse("")
                                .startsWith("/admin/sign-in");
        return signIn ? 401 : answer.statusCode();
    }
}
