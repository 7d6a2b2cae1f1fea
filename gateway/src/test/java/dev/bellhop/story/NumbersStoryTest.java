package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.outbox.MovedClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/// What Meta charges messages of a number as, and how it rates the number.
final class NumbersStoryTest {
    private static final String ALL = "/reports/numbers?from=2026-11-22&to=2026-11-24&format=";

    private final MovedClock clock = new MovedClock();
    private House house;
    private Program program;

    @BeforeEach
    void open() {
        house = House.open(Changes.unlimited(), clock);
        program = house.program();
        // By the first look at it, which is none of a test's own.
        Await.until(
                "its quality is known",
                () -> house.asks("SELECT quality AS text FROM channel_quality").contains("GREEN"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void told(ObjectNode... statuses) {
        assertThat(house.meta().posts(house.meta().statuses(statuses)).status()).isEqualTo(200);
    }

    private ObjectNode status(String wamid, String status) {
        var json = Meta.status(wamid, status);
        json.put("timestamp", Long.toString(clock.instant().getEpochSecond()));
        return json;
    }

    private ObjectNode priced(String wamid, String status, String category, String type) {
        var json = status(wamid, status);
        json.putObject("pricing")
                .put("pricing_model", "PMP")
                .put("category", category)
                .put("type", type);
        return json;
    }

    @Test
    void whatWasDeliveredIsCountedOnceByItsCategory() {
        // Told with the first status, with a later one, with both, twice; and never delivered.
        told(priced("wamid.A", "sent", "service", "regular"));
        told(priced("wamid.A", "sent", "service", "regular"));
        told(status("wamid.A", "delivered"), status("wamid.A", "read"));
        told(status("wamid.B", "sent"), priced("wamid.B", "read", "service", "regular"));
        told(priced("wamid.C", "sent", "utility", "regular"));
        told(priced("wamid.C", "delivered", "utility", "regular"));
        told(priced("wamid.C", "delivered", "utility", "regular"));
        told(priced("wamid.D", "delivered", "service", "free_entry_point"));
        told(priced("wamid.E", "sent", "marketing", "regular"), status("wamid.E", "failed"));
        var old = status("wamid.F", "delivered");
        old.putObject("pricing").put("billable", false).put("category", "service");
        told(old);
        clock.move(Duration.ofDays(1));
        told(priced("wamid.G", "delivered", "service", "regular"));

        program.sees(
                "all are counted",
                ALL + "json",
                it ->
                        it.path("items")
                                        .valueStream()
                                        .mapToInt(row ->
                                                row.path("billable_messages").asInt()
                                                        + row.path("free_messages").asInt())
                                        .sum()
                                == 6);
        var csv = program.asks(ALL + "csv").text();
        assertThat(csv.lines().map(line -> line.replaceAll(",(GREEN|UNKNOWN)?,", ",*,")))
                .containsSubsequence(
                        "day,number,quality,category,type,billable_messages,free_messages",
                        "2026-11-22,'+15550001234,*,service,free,0,1",
                        "2026-11-22,'+15550001234,*,service,free_entry_point,0,1",
                        "2026-11-22,'+15550001234,*,service,regular,2,0",
                        "2026-11-22,'+15550001234,*,utility,regular,1,0",
                        "2026-11-23,'+15550001234,*,service,regular,1,0")
                .noneMatch(line -> line.contains("marketing"));
        assertThat(program.posts("/reports/rebuild", "{}").text()).endsWith("{\"done\":true}\n");
        assertThat(program.asks(ALL + "csv").text()).isEqualTo(csv);
    }

    @Test
    void qualityIsToldForEachDay() {
        var demo = "/channels/" + house.setup().path("channel").asText() + "/test";
        rated("GREEN", demo);
        clock.move(Duration.ofDays(1));
        rated("YELLOW", demo);
        clock.move(Duration.ofDays(1));
        var rows = program.sees(ALL + "json").path("items");
        assertThat(rows)
                .extracting(it -> it.path("quality").asText())
                .containsExactly("GREEN", "YELLOW", "YELLOW");
        assertThat(rows).allMatch(it -> it.path("category").asText().isEmpty());
    }

    private void rated(String quality, String demo) {
        house.control("number", "{\"quality_rating\":\"" + quality + "\"}");
        assertThat(program.posts(demo, "{}").status()).isEqualTo(200);
    }
}
