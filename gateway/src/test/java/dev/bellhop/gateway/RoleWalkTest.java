package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.people.Role;
import dev.bellhop.story.AgentClient;
import dev.bellhop.story.House;
import dev.bellhop.web.Access;
import dev.bellhop.web.Routes;

import io.helidon.http.Method;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Every route that there is, tried by an agent of every role and on behalf of another site. A
/// route that is added is walked too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoleWalkTest {
    private static final Set<Method> CHANGING =
            Set.of(Method.POST, Method.PUT, Method.PATCH, Method.DELETE);

    /// Of nothing that there is, so that nothing changes where a role may.
    private static final String NO_ID = "999999999";

    private final Map<Role, String> cookies = new EnumMap<>(Role.class);
    private House house;
    private HttpClient client;

    @BeforeAll
    void open() {
        house = House.open();
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        for (Role role : Role.values()) {
            var name = role.wireName();
            var invited =
                    house.program()
                            .posts(
                                    "/agents",
                                    """
                                    {"email":"%1$s@shop.example","name":"%1$s","role":"%1$s"}
                                    """
                                            .formatted(name));
            assertThat(invited.status()).as(invited.text()).isEqualTo(201);
            var link = URI.create(invited.json().path("link").asText()).getPath();
            cookies.put(role, AgentClient.cookie(house, link));
        }
    }

    @AfterAll
    void close() {
        house.close();
        client.close();
    }

    private List<Routes.Route> routes() {
        return house.gateway().routes();
    }

    @ParameterizedTest
    @EnumSource
    void aRoleGetsThroughWhereItsPermissionsSaySo(Role role) throws Exception {
        int tried = 0;
        for (Routes.Route route : routes()) {
            if (route.access() instanceof Access.Needs(var permission, _)) {
                var answer = tries(route, "Cookie", cookie(role));
                if (role.permissions().contains(permission)) {
                    assertThat(answer.status())
                            .as("%s may %s: %s", role, route, answer.text())
                            .isLessThan(500)
                            .isNotIn(401, 403);
                } else {
                    assertThat(answer.status()).as("%s, %s", role, route).isEqualTo(403);
                    if (route.path().startsWith("/api/")) {
                        assertThat(answer.text())
                                .as("%s, %s", role, route)
                                .contains("it needs " + permission.wireName());
                    }
                }
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(100);
    }

    /// What asks for nothing but to be signed in leads nobody against a wall.
    @ParameterizedTest
    @EnumSource
    void whoeverIsSignedInHasAFirstPageAndTheirOwnSignIns(Role role) throws Exception {
        for (var path : List.of("/admin", "/admin/settings", "/admin/settings/sign-ins")) {
            var route = new Routes.Route(Method.GET, path, Access.signedIn());
            assertThat(routes()).contains(route);
            assertThat(tries(route, "Cookie", cookie(role)).status())
                    .as("%s, %s", role, path)
                    .isIn(200, 303);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: https://evil.example",
                "Origin: null"
            })
    void nothingIsChangedOnBehalfOfAnotherSite(String header) throws Exception {
        var parts = header.split(": ", 2);
        var changing =
                routes().stream()
                        .filter(route -> CHANGING.contains(route.method()))
                        .filter(route ->
                                route.path().startsWith("/admin")
                                        || !(route.access() instanceof Access.Open))
                        .toList();
        assertThat(changing).hasSizeGreaterThan(60);
        for (Routes.Route route : changing) {
            var answer = tries(route, "Cookie", cookie(Role.OWNER), parts[0], parts[1]);
            assertThat(answer.status()).as(route.toString()).isEqualTo(403);
            assertThat(answer.text()).as(route.toString()).contains("came from another site");
        }
    }

    /// Every route that changes something and is open says how it knows who is calling; those of
    /// the panel are walked above.
    @Test
    void whatIsOpenAndChangesSomethingKnowsNoCookie() {
        assertThat(routes())
                .filteredOn(route -> CHANGING.contains(route.method()))
                .filteredOn(route -> route.access() instanceof Access.Open)
                .filteredOn(route -> !route.path().startsWith("/admin/"))
                .hasSizeGreaterThan(5)
                .allSatisfy(route ->
                        assertThat(route.path()).matches("/(widget|webhooks|sandbox)(/.*)?"));
    }

    private String cookie(Role role) {
        return Objects.requireNonNull(cookies.get(role));
    }

    private record Answer(int status, String text) {}

    private Answer tries(Routes.Route route, String... headers)
            throws IOException, InterruptedException {
        var path = route.path().replaceAll("\\{[^}]+}", NO_ID).replace("*", "x");
        var request =
                HttpRequest.newBuilder(house.url(path))
                        .timeout(Duration.ofSeconds(60))
                        .headers(headers)
                        .method(route.method().text(), HttpRequest.BodyPublishers.noBody());
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            return new Answer(answer.statusCode(), text(answer, body));
        }
    }

    /// An event stream has no end.
    private static String text(HttpResponse<InputStream> answer, InputStream body)
            throws IOException {
        boolean endless =
                answer.headers()
                        .firstValue("Content-Type")
                        .filter("text/event-stream"::equals)
                        .isPresent();
        return endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
}
