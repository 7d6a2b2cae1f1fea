package dev.bellhop.people;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.live.News;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The keeper of `agent_presence`: who is there, as every gateway sees it. Each says it of those
/// who are connected to it, for half a minute at a time, so that nobody counts as there any longer
/// because a gateway died.
public final class PresenceLeases implements AutoCloseable {
    /// For how long it holds without being said again.
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int FORGET_MAX = 500;

    private final Database database;
    private final Supplier<Set<Long>> online;
    private final Clock clock;
    private final AtomicBoolean changed = new AtomicBoolean();

    /// This gateway, since its start.
    private final String node = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    /// @param online the ids of the agents who are connected to this gateway and not away
    public PresenceLeases(Database database, Supplier<Set<Long>> online, Clock clock) {
        this.database = database;
        this.online = online;
        this.clock = clock;
    }

    /// Hears that somebody came or went.
    public void hear(News news) {
        if (news instanceof PresenceChanged) {
            changed.set(true);
        }
    }

    /// Says who is there, if somebody came or went since the last time.
    public void holdIfChanged() {
        if (changed.getAndSet(false)) {
            hold();
        }
    }

    /// Says who is there.
    public void hold() {
        hold(online.get());
    }

    /// Nobody is there by way of this gateway.
    @Override
    public void close() {
        hold(Set.of());
    }

    private void hold(Set<Long> online) {
        var now = clock.instant();
        database.write(tx -> {
            for (long agentId : online.stream().sorted().toList()) {
                tx.change(
                        """
                        INSERT INTO agent_presence (agent_id, node, until_at)
                        SELECT id, ?, ? FROM agent WHERE id = ?
                        ON DUPLICATE KEY UPDATE until_at = VALUES(until_at)
                        """,
                        node,
                        now.plus(LEASE),
                        agentId);
            }
            var others = new ArrayList<Object>();
            others.add(now);
            others.add(node);
            others.add(now);
            others.addAll(online);
            tx.change(
                    "UPDATE agent_presence SET until_at = ? WHERE node = ? AND until_at > ?"
                            + (online.isEmpty()
                                    ? ""
                                    : " AND agent_id NOT IN (" + Tx.marks(online.size()) + ")"),
                    others.toArray());
        });
    }

    /// When an agent was there last, at whichever gateway; in the future while they are.
    public static Optional<Instant> lastThere(Tx tx, long agentId) {
        return tx.one(
                        "SELECT MAX(until_at) AS until FROM agent_presence WHERE agent_id = ?",
                        row -> row.instantMaybe("until"),
                        agentId)
                .flatMap(at -> at);
    }

    /// Removes what nobody asks for any more, a batch of it at most.
    public void forgetOld() {
        database.write(tx ->
                tx.change(
                        "DELETE FROM agent_presence WHERE until_at <= ? LIMIT ?",
                        clock.instant().minus(REMEMBERED),
                        FORGET_MAX));
    }
}
