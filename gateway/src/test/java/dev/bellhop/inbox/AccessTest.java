package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.people.Role;
import dev.bellhop.web.Access;
import dev.bellhop.web.Routes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.EnumMap;
import java.util.Map;

/// Walks every route as everybody.
final class AccessTest {
    private static final PanelWorld WORLD = new PanelWorld();
    private static final String CODE = WORLD.begins("Hello").code();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void everyRouteTakesWhoHasItsPermissionAndNobodyElse() {
        var browsers = new EnumMap<Role, Browser>(Role.class);
        for (Role role : Role.values()) {
            browsers.put(role, WORLD.signedIn("The " + role.wireName(), role));
        }
        int walked = 0;
        for (var route : WORLD.routes()) {
            if (route.access() instanceof Access.Needs(var permission, _) && !isStream(route)) {
                walked++;
                assertThat(status(WORLD.browser(), route)).as("nobody " + route).isIn(303, 401);
                browsers.forEach((role, browser) -> {
                    boolean may = role.permissions().contains(permission);
                    var status = assertThat(status(browser, route)).as(role + " " + route);
                    if (may && (route.path().contains("{id}") || isPart(route))) {
                        status.isEqualTo(404); // let in, and there is no such thing
                    } else if (may) {
                        status.isNotIn(401, 403, 404, 500);
                    } else {
                        status.isEqualTo(403);
                    }
                });
            }
        }
        assertThat(walked).isGreaterThan(15);
    }

    @Test
    void noChangeIsTakenFromAnotherSite() {
        var browser = WORLD.signedIn("Maya", Role.OWNER);
        for (var route : WORLD.routes()) {
            if (route.method().text().equals("POST")) {
                for (var header :
                        Map.of(
                                        "Sec-Fetch-Site", "cross-site",
                                        "Origin", "https://evil.example")
                                .entrySet()) {
                    var answer =
                            browser.postFromElsewhere(
                                    path(route), header.getKey(), header.getValue());
                    assertThat(answer.status()).as(header + " " + route).isEqualTo(403);
                }
            }
        }
    }

    @Test
    void onlyTheDoorAndFilesAreOpen() {
        assertThat(WORLD.routes())
                .filteredOn(route -> route.access() instanceof Access.Open)
                .extracting(Routes.Route::path)
                .containsOnly(
                        "/admin/sign-in",
                        "/admin/sign-in/kept",
                        "/admin/sign-in/passkey",
                        "/admin/sign-in/passkey/options",
                        "/admin/sign-in/code",
                        "/admin/sign-in/code/kept",
                        "/admin/welcome/{link}",
                        "/admin/assets/*",
                        "/webjars/*");
    }

    /// What is no page by itself.
    private static boolean isPart(Routes.Route route) {
        return route.path().equals("/admin/emoji");
    }

    private static boolean isStream(Routes.Route route) {
        return route.path().equals("/admin/live");
    }

    private static int status(Browser browser, Routes.Route route) {
        return browser.send(route.method().text(), path(route)).status();
    }

    private static String path(Routes.Route route) {
        return route.path()
                .replace("{code}", CODE)
                .replace("{link}", "none")
                .replace("{seq}", "1")
                .replace("{id}", "none");
    }
}
