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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /// Who is connected to other gateways, as their leases say.
    private volatile Map<Long, Set<There>> elsewhere = Map.of();

    /// Under which name this gateway's own leases stand.
    private volatile String node = "";

    public Presences(WorkChoices choices, Live live, Clock clock) {
        this.choices = choices;
        this.live = live;
        this.clock = clock;
    }

    /// What agents have chosen.
    public WorkChoices choices() {
        return choices;
    }

    /// Whether an agent is there, away, or not in the panel at all, at whichever gateway.
    public Presence of(long agentId) {
        var seat = seats.get(agentId);
        var here = seat == null ? Presence.OFFLINE : presence(agentId, seat);
        var others = elsewhere.getOrDefault(agentId, Set.of());
        if (here == Presence.ONLINE || others.isEmpty()) {
            return here;
        }
        return isOnlineIn(others) ? Presence.ONLINE : Presence.AWAY;
    }

    boolean areSomeElsewhere() {
        return !elsewhere.isEmpty();
    }

    private static boolean isOnlineIn(Set<There> others) {
        return others.stream().anyMatch(it -> !it.away());
    }

    /// Takes over who is connected to other gateways, and tells what is news.
    ///
    /// @param self under which name this gateway's own leases stand
    void areElsewhere(String self, Map<Long, Set<There>> now) {
        node = self;
        var before = elsewhere;
        if (now.equals(before)) {
            return;
        }
        elsewhere = Map.copyOf(now);
        Stream.concat(before.keySet().stream(), now.keySet().stream())
                .distinct()
                .filter(id -> !Objects.equals(before.get(id), now.get(id)))
                .forEach(id -> live.toldElsewhere(Topic.TEAM, new PresenceChanged(id)));
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
                Stream.concat(seats.keySet().stream(), elsewhere.keySet().stream())
                        .distinct()
                        .filter(id -> of(id) == Presence.ONLINE)
                        .count();
    }

    /// The ids of the agents who are connected to this gateway and not away.
    Set<Long> whoIsOnline() {
        return whoIs(Presence.ONLINE);
    }

    /// The ids of the agents who are connected to this gateway and away.
    Set<Long> whoIsAway() {
        return whoIs(Presence.AWAY);
    }

    /// The ids of the agents whose time this gateway counts: who is connected to several is counted
    /// by one of them.
    public Set<Long> whoCountsHere() {
        return whoIsOnline().stream()
                .filter(id ->
                        elsewhere.getOrDefault(id, Set.of()).stream()
                                .noneMatch(it -> !it.away() && it.node().compareTo(node) < 0))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<Long> whoIs(Presence presence) {
        return seats.entrySet().stream()
                .filter(it -> presence(it.getKey(), it.getValue()) == presence)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Somebody as their own pages show them. Whoever is asked for a page is there.
    public Myself myself(Caller agent) {
        var choice = choices.of(agent.id());
        var seat = seats.get(agent.id());
        boolean idle =
                !choice.away()
                        && seat != null
                        && isIdle(choice, seat)
                        && !isOnlineIn(elsewhere.getOrDefault(agent.id(), Set.of()));
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
