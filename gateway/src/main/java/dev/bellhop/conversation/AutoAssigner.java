package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.AssignmentChoice.Candidate;
import dev.bellhop.db.Tx;
import dev.bellhop.live.News;
import dev.bellhop.people.PresenceChanged;
import dev.bellhop.people.PresenceLeases;
import dev.bellhop.people.Team;
import dev.bellhop.people.Teams;
import dev.bellhop.rule.OpeningHours;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// Gives what waits in a team to its agents who are there, and takes back from those who have been
/// gone what waits for them. Gateways beside each other do it at once: a team is one's at a time,
/// by a lock on its row, so that nothing is given twice and nobody gets more than they may have.
///
/// What a rule or a person gives is given, whoever is there and however much they have.
public final class AutoAssigner {
    /// In one turn, so that one team's night does not keep the others waiting.
    private static final int TURN_MAX = 100;

    /// Before that nothing is known, or needs to be.
    private static final Duration LONG_AGO = Duration.ofDays(14);

    private final Pen pen;
    private final Conversations conversations;
    private final TeamQueue queue;
    private final Teams teams;
    private final InboxPhones phones;
    private final Sites sites;
    private final AtomicBoolean stirred = new AtomicBoolean(true);

    AutoAssigner(
            Pen pen,
            Conversations conversations,
            TeamQueue queue,
            Teams teams,
            InboxPhones phones,
            Sites sites) {
        this.pen = pen;
        this.conversations = conversations;
        this.queue = queue;
        this.teams = teams;
        this.phones = phones;
        this.sites = sites;
    }

    /// Hears of what may make somebody free, or something wait.
    public void hear(News news) {
        switch (news) {
            case Happening.Typing _, Happening.StatusAdvanced _, Happening.Replying _ -> {}
            case Happening _, PresenceChanged _ -> stirred.set(true);
            default -> {}
        }
    }

    /// Gives, if something has happened since the last time.
    public void shareIfStirred() {
        if (stirred.getAndSet(false)) {
            teams.thatShareOut().forEach(this::share);
        }
    }

    /// Takes back and gives whatever is due.
    public void turn() {
        for (var team : teams.thatShareOut()) {
            takeBack(team);
            share(team);
        }
    }

    private void share(Team team) {
        int given = 0;
        while (given < TURN_MAX && giveOne(team.id())) {
            given++;
        }
        if (given == TURN_MAX) {
            stirred.set(true);
        }
    }

    /// Gives the one that has waited longest, the urgent ones before the others.
    ///
    /// @return whether there was one, and somebody for it
    private boolean giveOne(long teamId) {
        return pen.store((tx, after) -> {
            var team = teams.lock(tx, teamId).filter(it -> it.assignment().isOn());
            if (team.isEmpty()) {
                return false;
            }
            var next = queue.lockNextOf(tx, teamId);
            if (next.isEmpty()) {
                return false;
            }
            var how = team.get().assignment();
            var chosen = AssignmentChoice.choose(how, there(tx, team.get()));
            if (chosen.isEmpty()) {
                return false;
            }
            give(tx, next.get(), team.get(), chosen.get(), after);
            return true;
        });
    }

    private List<Candidate> there(Tx tx, Team team) {
        return teams.lockThere(tx, team.id(), pen.now()).stream()
                .map(it ->
                        new Candidate(
                                it.agentId(),
                                it.name(),
                                queue.load(tx, it.agentId()),
                                it.givenAt()))
                .toList();
    }

    private void give(
            Tx tx, Conversation conversation, Team team, Candidate chosen, Afterwards after) {
        var now = pen.now();
        conversations.assign(tx, conversation.id(), OptionalLong.of(chosen.agentId()), now);
        teams.given(tx, team.id(), chosen.agentId(), now);
        pen.aside(
                tx,
                conversation,
                Aside.Kind.ASSIGNED,
                Actor.SYSTEM,
                AssignmentChoice.why(team.assignment(), chosen, team.name()),
                after);
        after.told(conversation.visitorId(), new Happening.Changed(conversation.id()));
    }

    /// What waits for somebody who is not there any more waits for the team again.
    private void takeBack(Team team) {
        int minutes = team.assignment().giveBackMinutes();
        if (minutes == 0) {
            return;
        }
        var limit = Duration.ofMinutes(minutes);
        // As long by the clock as by opening hours, at least.
        for (long id : queue.waitingForWhoIsGone(team.id(), pen.now().minus(limit))) {
            boolean _ = pen.store((tx, after) -> takeBack(tx, id, team, limit, after));
        }
    }

    private boolean takeBack(Tx tx, long id, Team team, Duration limit, Afterwards after) {
        var locked = conversations.lock(tx, id).filter(it -> waitsIn(team, it));
        if (locked.isEmpty()) {
            return false;
        }
        var conversation = locked.get();
        long agentId = conversation.assigneeId().orElseThrow();
        if (phones.hasOne(tx, agentId) || !isGone(tx, conversation, agentId, limit)) {
            return false;
        }
        conversations.assign(tx, id, OptionalLong.empty(), pen.now());
        pen.aside(
                tx,
                conversation,
                Aside.Kind.ASSIGNED,
                Actor.SYSTEM,
                Assigning.name(tx, conversation.assigneeId()).orElse("Whoever had this")
                        + " is not there, so this waits for "
                        + team.name()
                        + " again",
                after);
        after.told(conversation.visitorId(), new Happening.Changed(id));
        return true;
    }

    private static boolean waitsIn(Team team, Conversation conversation) {
        return conversation.open()
                && conversation.assigneeId().isPresent()
                && conversation.teamId().equals(OptionalLong.of(team.id()))
                && conversation.waitingSince().isPresent()
                && conversation.snoozedUntil().isEmpty();
    }

    /// Nobody has to be there while it is closed, and whoever was just given something is given as
    /// long to come.
    private boolean isGone(Tx tx, Conversation conversation, long agentId, Duration limit) {
        var now = pen.now();
        var since =
                later(
                        PresenceLeases.lastThere(tx, agentId).orElse(Instant.EPOCH),
                        conversations.assignedAt(tx, conversation.id()).orElse(Instant.EPOCH));
        if (since.isAfter(now)) {
            return false;
        }
        var from = later(since, now.minus(LONG_AGO));
        var gone =
                OpeningHours.siteOf(sites, conversation.siteId(), conversation.channelId())
                        .flatMap(Site::hours)
                        .map(hours -> hours.openBetween(from, now))
                        .orElseGet(() -> Duration.between(from, now));
        return gone.compareTo(limit) >= 0;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
