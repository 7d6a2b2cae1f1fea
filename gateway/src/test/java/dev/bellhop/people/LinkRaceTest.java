package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.gateway.Gateway;
import dev.bellhop.inbox.Browser;
import dev.bellhop.story.House;

import org.junit.jupiter.api.RepeatedTest;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// One link, used at two gateways of one database at the same moment: one of them lets in.
final class LinkRaceTest {
    private static final int TRIES = 6;

    @RepeatedTest(3)
    void aLinkLetsInOnceHoweverManyGatewaysThereAre() throws Exception {
        try (var house = House.open();
                var second = Gateway.start(house.settings(), Clock.systemUTC(), new Random(1))) {
            var link = house.linkFor("Ida");
            var ports = List.of(house.gateway().port(), second.port());
            var together = new CyclicBarrier(TRIES);
            try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
                var tries =
                        IntStream.range(0, TRIES)
                                .mapToObj(at -> uses(ports.get(at % 2), link, at, together))
                                .map(all::submit)
                                .toList();
                int in = 0;
                for (var used : tries) {
                    int status = used.get();
                    assertThat(status).isIn(303, 409, 410);
                    in += status == 303 ? 1 : 0;
                }
                assertThat(in).isEqualTo(1);
            }
            assertThat(house.audited().stream().filter("agent.password_set"::equals)).hasSize(1);
        }
    }

    private static Callable<Integer> uses(int port, String link, int at, CyclicBarrier together) {
        var browser = new Browser(URI.create("http://127.0.0.1:" + port + "/"), 0);
        var password = "an owl in belfry number " + at;
        return () -> {
            together.await();
            return browser.post(link, Map.of("password", password, "again", password)).status();
        };
    }
}
