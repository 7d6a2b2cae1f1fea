package dev.bellhop.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.cluster.Redis;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.media.Condition;
import dev.bellhop.media.Store;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Writes into the audit log when Redis, or the place where files are, goes away and comes back.
/// That it went is written down once a minute at most: of one that comes and goes, the last word is
/// true.
final class Outages {
    private static final Logger LOG = Logger.getLogger(Outages.class.getName());
    private static final Duration APART = Duration.ofMinutes(1);

    /// How something is now.
    ///
    /// @param detail more about it, for the entry
    private record Now(boolean up, ObjectNode detail) {}

    /// Something that may be away, and what was last written of it.
    private static final class Thing {
        private final String away;
        private final String back;
        private final String subject;
        private final Supplier<Now> look;
        private boolean toldUp = true;
        private Instant goneAt = Instant.EPOCH;

        Thing(String away, String back, String subject, Supplier<Now> look) {
            this.away = away;
            this.back = back;
            this.subject = subject;
            this.look = look;
        }

        /// Not when the clock was set back.
        boolean rests(Instant now) {
            return !now.isBefore(goneAt) && now.isBefore(goneAt.plus(APART));
        }
    }

    private final Audit audit;
    private final String gateway;
    private final Clock clock;
    private final Optional<Thing> redis;
    private final Thing files;

    /// @param gateway which of several looks
    Outages(Audit audit, String gateway, Optional<Redis> redis, Store store, Clock clock) {
        this.audit = audit;
        this.gateway = gateway;
        this.clock = clock;
        this.redis =
                redis.map(it ->
                        new Thing("redis.away", "redis.back", "redis", () -> now(it.state())));
        this.files = new Thing("media.away", "media.back", "files", () -> now(store.condition()));
    }

    private static Now now(Redis.State state) {
        return new Now(state.up(), Json.object().put("since", state.since().toString()));
    }

    /// What is wrong is in the log and not here, as it is in somebody else's words.
    private static Now now(Condition condition) {
        var detail = Json.object().put("reach", condition.reach().wireName());
        condition.since().ifPresent(at -> detail.put("since", at.toString()));
        return new Now(condition.isUp(), detail);
    }

    /// Looks, and writes what is not written yet; to be called every second or so, by one thread.
    /// What cannot be written is written later.
    void look() {
        try {
            redis.ifPresent(this::look);
            look(files);
        } catch (DatabaseAway away) {
            LOG.log(Level.FINE, "what is away is written down later", away);
        }
    }

    private void look(Thing thing) {
        var now = clock.instant();
        var found = thing.look.get();
        if (found.up() == thing.toldUp || (!found.up() && thing.rests(now))) {
            return;
        }
        audit.append(
                Actor.SYSTEM,
                found.up() ? thing.back : thing.away,
                thing.subject,
                Json.text(found.detail().put("gateway", gateway)));
        thing.toldUp = found.up();
        if (!found.up()) {
            thing.goneAt = now;
        }
    }
}
