package dev.bellhop.people;

import dev.bellhop.db.Database;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who works here and how they come in, read for lists.
final class Roster {
    private static final String PAGE =
            "SELECT "
                    + Agents.COLUMNS
                    + """
                    ,
                      (SELECT COUNT(*) FROM agent_session
                       WHERE agent_id = agent.id AND expires_at > ? AND last_seen_at > ?)
                        AS sessions,
                      EXISTS (SELECT 1 FROM second_step WHERE agent_id = agent.id)
                        OR EXISTS (SELECT 1 FROM passkey WHERE agent_id = agent.id)
                        AS second_step,
                      (SELECT at FROM agent_seen WHERE agent_id = agent.id) AS seen_at,
                      (SELECT MAX(expires_at) FROM one_time_link
                       WHERE agent_id = agent.id AND expires_at > ?) AS link_until
                    FROM agent WHERE id > ? ORDER BY id LIMIT ?
                    """;

    private final Database database;
    private final Clock clock;

    Roster(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// An agent with what is known of their coming and going.
    ///
    /// @param sessions how many have not ended
    /// @param seenAt when they last used the panel
    /// @param linkUntil until when their one-time link is good; empty without one
    /// @param secondStep whether they have a second step, or a passkey
    record Entry(
            Agent agent,
            int sessions,
            Optional<Instant> seenAt,
            Optional<Instant> linkUntil,
            boolean secondStep) {

        /// How they stand.
        State state() {
            if (agent.disabled()) {
                return State.DISABLED;
            }
            if (!agent.hasPassword()) {
                return linkUntil.isPresent() ? State.INVITED : State.INVITATION_OVER;
            }
            return sessions > 0 ? State.SIGNED_IN : State.SIGNED_OUT;
        }
    }

    /// How an agent comes in.
    enum State {
        SIGNED_IN,
        SIGNED_OUT,
        INVITED,
        /// Their link is over and they have set no password.
        INVITATION_OVER,
        DISABLED
    }

    /// Agents by id.
    ///
    /// @param after ids above this one
    List<Entry> page(long after, int limit) {
        var now = clock.instant();
        return database.read(tx ->
                tx.query(
                        PAGE,
                        row ->
                                new Entry(
                                        Agents.agent(row),
                                        row.integer("sessions"),
                                        row.instantMaybe("seen_at"),
                                        row.instantMaybe("link_until"),
                                        row.flag("second_step")),
                        now,
                        now.minus(Sessions.IDLE),
                        now,
                        after,
                        limit));
    }

    List<Entry> all() {
        return page(0, Integer.MAX_VALUE);
    }

    Optional<Entry> find(long id) {
        return page(id - 1, 1).stream().filter(it -> it.agent().id() == id).findFirst();
    }
}
