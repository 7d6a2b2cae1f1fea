package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.story.House;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What an operator reads of those who knock with the wrong key, and how often.
final class RefusalLinesTest {
    private static final String TOKEN = "bhp_a_token_that_somebody_made_up";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    /// Held, or the collector would take a logger with its handler.
    private final Logger log = Logger.getLogger("dev.bellhop.web.Guard");

    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    lines.add(line.getMessage());
                }

                @Override
                public void flush() {
                    // Lines are kept as they come.
                }

                @Override
                public void close() {
                    log.removeHandler(this);
                }
            };

    @Test
    void aTokenThatIsNotGoodIsOneLineAMinuteAndDoesNotStandInIt() {
        log.addHandler(handler);
        try (var house = House.open()) {
            for (int i = 0; i < 3; i++) {
                var refused =
                        house.http().get("/api/v1/agents", "Authorization", "Bearer " + TOKEN);
                assertThat(refused.status()).isEqualTo(401);
            }
            assertThat(house.http().get("/api/v1/agents").status()).isEqualTo(401);
        } finally {
            handler.close();
        }
        assertThat(lines)
                .filteredOn(line -> line.contains("a token that is not good"))
                .singleElement()
                .isEqualTo("refused with a token that is not good: GET /api/v1/agents");
        assertThat(lines).noneMatch(line -> line.contains(TOKEN));
    }
}
