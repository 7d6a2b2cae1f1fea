package dev.bellhop.report;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/// The keeper of `agent_online`: notes every minute who is there. What is noted is a minute, so a
/// start, a stop and a kill cost one at most.
final class OnlineTimes {
    static final Duration EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final Supplier<Collection<Long>> online;
    private final Clock clock;

    /// @param online the ids of the agents who are there now
    OnlineTimes(Database database, Supplier<Collection<Long>> online, Clock clock) {
        this.database = database;
        this.online = online;
        this.clock = clock;
    }

    void note() {
        var agents = online.get();
        if (agents.isEmpty()) {
            return;
        }
        var quarter = Shares.Place.of(clock.instant(), 0).at();
        var values = new ArrayList<Object>();
        for (long agentId : agents) {
            values.add(quarter);
            values.add(agentId);
            values.add(EVERY.toSeconds());
        }
        long _ = database.alone(tx -> add(tx, agents.size(), values));
    }

    /// Nobody is there for longer than the quarter of an hour has, whatever the clock does.
    private static long add(Tx tx, int count, List<Object> values) {
        return tx.change(
                """
                INSERT INTO agent_online (at, agent_id, seconds) VALUES %s
                ON DUPLICATE KEY UPDATE seconds = LEAST(900, seconds + VALUES(seconds))
                """
                        .formatted(Tx.rows(count, 3)),
                values.toArray());
    }
}
