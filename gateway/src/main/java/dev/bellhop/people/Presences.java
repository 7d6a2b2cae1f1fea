package dev.bellhop.people;

import dev.bellhop.admin.Face;
import dev.bellhop.admin.Myself;
import dev.bellhop.admin.Presence;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Permission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Who is at work: has the panel open, did not say that they are away, and touched a key or the
/// pointer not too long ago, in whichever of their tabs. What they say outlives a restart; that
/// they touched something does not, so whoever comes after one has just done so.
public final class Presences {

    /// Somebody who has, or had, the panel open.
    ///
    /// @param pages how many are open
    /// @param touchedAt when they last touched a key or the pointer
    /// @param told as what they were last told of
    private record Seat(int pages, Instant touchedAt, Presence told) {}

    private final WorkChoices choices;
    private final Live live;
    private final Clock clock;
    private final Map<Long, Seat> seats = new ConcurrentHashMap<>();

    public Presences(WorkChoices choices, Live live, Clock clock) {
        this.choices = choices;
        this.live = live;
        this.clock = clock;
    }

    /// What agents have chosen.
    public WorkChoices choices() {
        return choices;
    }

    /// Whether an agent is there, away, or not in the panel at all.
    public Presence of(long agentId) {
        var seat = seats.get(agentId);
        return seat == null ? Presence.OFFLINE : presence(agentId, seat);
    }

    private Presence presence(long agentId, Seat seat) {
        if (seat.pages() == 0) {
            return Presence.OFFLINE;
        }
        var choice = choices.of(agentId);
        return choice.away() || isIdle(choice, seat) ? Presence.AWAY : Presence.ONLINE;
    }

    private boolean isIdle(WorkChoice choice, Seat seat) {
        var most = Duration.ofMinutes(choice.awayAfterMinutes());
        return !most.isZero() && seat.touchedAt().plus(most).isBefore(clock.instant());
    }

    /// How many agents are there and not away.
    public int online() {
        return (int)
                seats.entrySet().stream()
                        .filter(it -> presence(it.getKey(), it.getValue()) == Presence.ONLINE)
                        .count();
    }

    /// The ids of the agents who are there and not away.
    public Set<Long> whoIsOnline() {
        return seats.entrySet().stream()
                .filter(it -> presence(it.getKey(), it.getValue()) == Presence.ONLINE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Somebody as their own pages show them. Whoever is asked for a page is there.
    public Myself myself(Caller agent) {
        var choice = choices.of(agent.id());
        var seat = seats.get(agent.id());
        boolean idle = !choice.away() && seat != null && isIdle(choice, seat);
        var presence = choice.away() || idle ? Presence.AWAY : Presence.ONLINE;
        boolean works = agent.may(Permission.CONVERSATIONS_READ);
        return new Myself(
                Face.of(agent.name(), works ? presence : Presence.UNKNOWN),
                works,
                choice.away(),
                idle);
    }

    /// One more page of an agent's is open.
    public void opened(long agentId) {
        seats.compute(
                agentId,
                (_, seat) ->
                        seat == null
                                ? new Seat(1, clock.instant(), Presence.OFFLINE)
                                : new Seat(seat.pages() + 1, seat.touchedAt(), seat.told()));
        tell(agentId);
    }

    /// One of an agent's pages has gone.
    public void closed(long agentId) {
        seats.computeIfPresent(
                agentId,
                (_, seat) ->
                        new Seat(Math.max(0, seat.pages() - 1), seat.touchedAt(), seat.told()));
        tell(agentId);
    }

    /// An agent has touched a key or the pointer.
    void touched(long agentId) {
        seats.compute(
                agentId,
                (_, seat) ->
                        seat == null
                                ? new Seat(0, clock.instant(), Presence.OFFLINE)
                                : new Seat(seat.pages(), clock.instant(), seat.told()));
        tell(agentId);
    }

    /// An agent wants to work in another way.
    void chose(long agentId, UnaryOperator<WorkChoice> change) {
        choices.change(agentId, change);
        tell(agentId);
    }

    /// An agent says that they are away, or back.
    void says(long agentId, boolean away) {
        choices.change(agentId, choice -> choice.with(away));
        touched(agentId);
    }

    /// Looks who has touched nothing for too long, and tells it.
    public void look() {
        seats.keySet().forEach(this::tell);
    }

    private void tell(long agentId) {
        boolean[] changed = {false};
        seats.computeIfPresent(
                agentId,
                (_, seat) -> {
                    var now = presence(agentId, seat);
                    changed[0] = now != seat.told();
                    return new Seat(seat.pages(), seat.touchedAt(), now);
                });
        if (changed[0]) {
            live.tell(Topic.TEAM, new PresenceChanged(agentId));
        }
    }
}
