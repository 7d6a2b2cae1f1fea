package dev.bellhop.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.outbox.MovedClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class OnlineTimesTest {
    @Test
    void aMinuteIsAddedForWhoeverIsThere() {
        try (var database = Database.open(TestDatabase.fresh())) {
            var clock = new MovedClock();
            var there = new java.util.HashSet<>(List.of(1L, 2L));
            var times = new OnlineTimes(database, () -> there, clock);
            times.note();
            there.remove(2L);
            for (int i = 0; i < 30; i++) {
                times.note();
            }
            clock.move(Duration.ofMinutes(15));
            times.note();
            there.clear();
            times.note();
            assertThat(seconds(database, 1)).isEqualTo(900 + 60);
            assertThat(seconds(database, 2)).isEqualTo(60);
        }
    }

    private static long seconds(Database database, long agentId) {
        return database.read(tx ->
                        tx.one(
                                "SELECT COALESCE(SUM(seconds), 0) AS sum FROM agent_online WHERE"
                                        + " agent_id = ?",
                                row -> row.number("sum"),
                                agentId))
                .orElseThrow();
    }
}
