package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Access;

import io.helidon.http.Method;

import org.junit.jupiter.api.Test;

/// The list of all routes, walked by nobody.
class RoutesTest {

    @Test
    void nobodyGetsThroughARouteThatIsNotOpen() {
        try (var house = House.open()) {
            var guarded =
                    house.gateway().routes().stream()
                            .filter(route -> !(route.access() instanceof Access.Open))
                            .toList();
            assertThat(guarded).hasSizeGreaterThan(10);
            for (var route : guarded) {
                var path = route.path().replaceAll("\\{[^}]*}", "1");
                var answer =
                        route.method().equals(Method.GET)
                                ? house.http().get(path, "HX-Request", "true")
                                : house.http().post(path, new byte[0], "HX-Request", "true");
                assertThat(answer.status()).as(route.method() + " " + path).isEqualTo(401);
            }
        }
    }

    @Test
    void everyOpenRouteSaysWhy() {
        try (var house = House.open()) {
            for (var route : house.gateway().routes()) {
                if (route.access() instanceof Access.Open(var why)) {
                    assertThat(why).as(route.path()).hasSizeGreaterThan(10);
                }
            }
        }
    }
}
