package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

final class RouteCommandTest {
    private static final String DECIDED =
            """
            {"rule":2,"then":{"team":1},
             "words":"Product pages: the page begins with /lamps/. It gets the team Lighting, least busy.",
             "rules":[
              {"id":1,"name":"Damaged","outcome":"does_not_fit",
               "checks":[{"holds":false,"words":"no listed word"}]},
              {"id":2,"name":"Product pages","outcome":"fits",
               "checks":[{"holds":true,"words":"the page begins with /lamps/"}]},
              {"id":3,"name":"Rest","outcome":"not_asked","checks":[]}]}
            """;

    private final TinyGateway gateway;
    private final CommandLineUser user;

    RouteCommandTest(@TempDir Path home) throws IOException {
        gateway = new TinyGateway();
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
    void saysWhatComesOfAMessageAndWhy() {
        var _ = gateway.answers(DECIDED);
        var result =
                user.runs(
                        "route",
                        "test",
                        "Is it dimmable?",
                        "--page",
                        "/lamps/fjord",
                        "--hours",
                        "closed");
        assertThat(result.out())
                .contains("Decision", "It gets the team Lighting, least busy.")
                .containsPattern("Damaged +does not fit +✗ no listed word")
                .containsPattern("Product pages +fits +✓ the page begins with /lamps/")
                .containsPattern("Rest +not asked");
        assertThat(gateway.asked()).isEqualTo("POST /api/v1/rules/try");
        assertThat(gateway.body())
                .isEqualTo(
                        "{\"text\":\"Is it"
                            + " dimmable?\",\"page\":\"/lamps/fjord\",\"open\":false,\"returning\":false}");
        assertThat(result.code()).isZero();
    }

    @Test
    void aMessageIsNeeded() {
        var result = user.runs("route", "test");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("MESSAGE");
    }
}
