package dev.bellhop.people;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.live.News;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// The keeper of `agent_presence`: who is there, as every gateway sees it. Each says it of those
/// who are connected to it, for half a minute at a time, so that nobody counts as there any longer
/// because a gateway died.
public final class PresenceLeases implements AutoCloseable {
    /// For how long it holds without being said again.
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int FORGET_MAX = 500;

    /// Before anybody was there.
    private static final Instant NEVER = Instant.EPOCH.plus(Duration.ofDays(1));

    private final Database database;
    private final Presences presences;
    private final Clock clock;
    private final AtomicBoolean changed = new AtomicBoolean();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// Whether the table may say of somebody that they are connected here and away.
    private boolean saidAway;

    /// This gateway, since its start.
    private final String node = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    /// @param presences who is connected to this gateway; it is told who is at others
    public PresenceLeases(Database database, Presences presences, Clock clock) {
        this.database = database;
        this.presences = presences;
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
            listeners.forEach(Runnable::run);
        }
    }

    /// Calls the listener when what this gateway says of who is there is news.
    public void onNews(Runnable listener) {
        listeners.add(listener);
    }

    /// Says who is there.
    public void hold() {
        hold(presences.whoIsOnline(), presences.whoIsAway());
    }

    /// Nobody is there by way of this gateway.
    @Override
    public void close() {
        hold(Set.of(), Set.of());
        listeners.forEach(Runnable::run);
    }

    /// Whether somebody is there by way of another gateway, as far as was looked.
    public boolean knowsOthers() {
        return presences.areSomeElsewhere();
    }

    /// Looks who is there by way of other gateways.
    public void look() {
        var now = clock.instant();
        record Lease(long agentId, There there) {}
        presences.areElsewhere(
                node,
                database
                        .read(tx ->
                                tx.query(
                                        """
                                        SELECT agent_id, node, until_at <= ? AS away
                                        FROM agent_presence
                                        WHERE node <> ? AND (until_at > ? OR away_until > ?)
                                        """,
                                        row ->
                                                new Lease(
                                                        row.number("agent_id"),
                                                        new There(
                                                                row.text("node"),
                                                                row.flag("away"))),
                                        now,
                                        node,
                                        now,
                                        now))
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        Lease::agentId,
                                        Collectors.mapping(
                                                Lease::there, Collectors.toUnmodifiableSet()))));
    }

    private synchronized void hold(Set<Long> online, Set<Long> away) {
        var now = clock.instant();
        boolean wasAway = saidAway;
        database.write(tx -> {
            if (wasAway || !away.isEmpty()) {
                holdAway(tx, away, now);
            }
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
        saidAway = !away.isEmpty();
    }

    /// It says nothing of when they were there last.
    private void holdAway(Tx tx, Set<Long> away, Instant now) {
        tx.change("UPDATE agent_presence SET away_until = NULL WHERE node = ?", node);
        for (long agentId : away.stream().sorted().toList()) {
            tx.change(
                    """
                    INSERT INTO agent_presence (agent_id, node, until_at, away_until)
                    SELECT id, ?, ?, ? FROM agent WHERE id = ?
                    ON DUPLICATE KEY UPDATE away_until = VALUES(away_until)
                    """,
                    node,
                    NEVER,
                    now.plus(LEASE),
                    agentId);
        }
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
                        """
                        DELETE FROM agent_presence
                        WHERE until_at <= ? AND COALESCE(away_until, until_at) <= ?
                        LIMIT ?
                        """,
                        clock.instant().minus(REMEMBERED),
                        clock.instant().minus(REMEMBERED),
                        FORGET_MAX));
    }
}
