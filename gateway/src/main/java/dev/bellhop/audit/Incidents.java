package dev.bellhop.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.web.Json;
import dev.bellhop.web.Peers;
import dev.bellhop.web.RefusalBook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Writes down what happens to Bellhop and may happen as often as somebody likes: calls that are
/// refused, limits that are reached, messages that die. What is alike has one entry a minute at
/// most, which says how many `times` it was since the one before, so that nobody fills the log.
///
/// To note something is a step in memory and waits for nothing. Entries are written by [#turn];
/// what cannot be written, because the database is away, is written later. Where only the answer
/// was lost that it was written, it is written twice.
public final class Incidents implements RefusalBook, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Incidents.class.getName());
    private static final Duration APART = Duration.ofMinutes(1);

    /// So many things that strangers were refused, each at its address, are told apart in a minute.
    /// What is more is one of the rest.
    private static final int STRANGERS_MAX = 20;

    /// Agents and programs with what they were refused; more than anybody has.
    private static final int KINDS_MAX = 1_000;

    private static final String REST = "elsewhere";

    /// What is alike.
    ///
    /// @param address where it came from, if that is written down
    private record Kind(Actor actor, String action, String subject, Optional<String> address) {
        /// What it is counted with when there are too many kinds.
        Kind rest() {
            return address.isPresent()
                    ? new Kind(actor, action, subject, Optional.of(REST))
                    : new Kind(Actor.SYSTEM, action, REST, Optional.empty());
        }
    }

    private static final class Tally {
        private Optional<Instant> writtenAt = Optional.empty();

        /// Of the first since it was last written, or was being written.
        private ObjectNode detail = Json.object();

        private long times;

        /// Not when the clock was set back.
        boolean rests(Instant now) {
            return writtenAt
                    .filter(at -> !now.isBefore(at) && now.isBefore(at.plus(APART)))
                    .isPresent();
        }
    }

    private record Due(Kind kind, Tally tally) {}

    private final Audit audit;
    private final Clock clock;

    /// Held for a step in memory, never while the database is asked.
    private final Object lock = new Object();

    private final Map<Kind, Tally> strangers = new HashMap<>();
    private final Map<Kind, Tally> others = new HashMap<>();

    public Incidents(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void note(Who who, String action, String subject, ObjectNode detail) {
        var kind =
                switch (who) {
                    case Who.Known(var caller) ->
                            new Kind(Actor.of(caller), action, subject, Optional.empty());
                    case Who.At(var prefix) ->
                            new Kind(
                                    Actor.SYSTEM,
                                    action,
                                    subject,
                                    Optional.of(Peers.words(prefix)));
                    case Who.Somebody() ->
                            new Kind(Actor.SYSTEM, action, subject, Optional.empty());
                };
        count(kind, detail);
    }

    /// Notes what Bellhop met by itself.
    ///
    /// @param detail of the first that is alike, for all of them
    public void note(String action, String subject, ObjectNode detail) {
        count(new Kind(Actor.SYSTEM, action, subject, Optional.empty()), detail);
    }

    private void count(Kind kind, ObjectNode detail) {
        synchronized (lock) {
            var place = kind.address().isPresent() ? strangers : others;
            int max = kind.address().isPresent() ? STRANGERS_MAX : KINDS_MAX;
            var tally =
                    place.containsKey(kind) || place.size() < max
                            ? place.computeIfAbsent(kind, _ -> new Tally())
                            : others.computeIfAbsent(kind.rest(), _ -> new Tally());
            if (tally.times == 0) {
                tally.detail = detail;
            }
            tally.times++;
        }
    }

    /// Writes what is due; to be called every second or so.
    public void turn() {
        var now = clock.instant();
        List<Due> due;
        synchronized (lock) {
            strangers.values().removeIf(it -> it.times == 0 && !it.rests(now));
            others.values().removeIf(it -> it.times == 0 && !it.rests(now));
            due = unwritten().filter(it -> !it.tally().rests(now)).toList();
        }
        for (var it : due) {
            try {
                write(it, now);
            } catch (DatabaseAway away) {
                LOG.log(Level.FINE, "what was refused is written down later", away);
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "an entry on " + it.kind().action() + " is missing", e);
                forget(it);
            }
        }
    }

    /// What cannot be written for a reason of its own would be tried every second for ever.
    private void forget(Due due) {
        synchronized (lock) {
            due.tally().times = 0;
        }
    }

    private Stream<Due> unwritten() {
        return Stream.of(strangers, others)
                .flatMap(place -> place.entrySet().stream())
                .filter(it -> it.getValue().times > 0)
                .map(it -> new Due(it.getKey(), it.getValue()));
    }

    private void write(Due due, Instant now) {
        var kind = due.kind();
        var tally = due.tally();
        long times;
        ObjectNode detail;
        synchronized (lock) {
            times = tally.times;
            detail = tally.detail.deepCopy();
        }
        detail.put("times", times);
        kind.address().ifPresent(address -> detail.put("address", address));
        audit.append(kind.actor(), kind.action(), kind.subject(), Json.text(detail));
        synchronized (lock) {
            tally.times -= times;
            tally.writtenAt = Optional.of(now);
        }
    }

    /// Writes what is left, without waiting for its minute.
    @Override
    public void close() {
        List<Due> left;
        synchronized (lock) {
            left = unwritten().toList();
        }
        try {
            left.forEach(it -> write(it, clock.instant()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the audit log lacks the last of what was refused", e);
        }
    }
}
