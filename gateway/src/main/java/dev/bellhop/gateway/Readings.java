package dev.bellhop.gateway;

import dev.bellhop.channel.ChannelFigures;
import dev.bellhop.channel.Warning;
import dev.bellhop.cluster.Bus;
import dev.bellhop.cluster.Nodes;
import dev.bellhop.cluster.Redis;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.db.Database;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.event.OutgoingEvents;
import dev.bellhop.media.Condition;
import dev.bellhop.media.Store;
import dev.bellhop.meter.Reading;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.people.Sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What is read when somebody asks for metrics. While the database is away, what it would tell is
/// left out, and the rest is told all the same.
final class Readings implements Supplier<List<Reading>> {
    private static final Logger LOG = Logger.getLogger(Readings.class.getName());

    /// In the words of [dev.bellhop.whatsapp.GateView#state].
    private static final List<String> GATES =
            List.of("closed", "open", "half_open", "stopped", "held");

    private static final List<String> JOBS = List.of("waiting", "in_doubt", "dead");

    /// What the rooms tell.
    record Sources(
            Database database,
            Optional<Redis> redis,
            Store store,
            Nodes nodes,
            Bus bus,
            Outbox outbox,
            Conversations conversations,
            ChannelFigures channels,
            Sessions sessions,
            IntSupplier visitors,
            IntSupplier pages,
            LongSupplier secondCopies,
            Supplier<List<Reading>> events,
            Supplier<List<Reading>> traces) {}

    private final Sources sources;
    private final Clock clock;

    Readings(Sources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    @Override
    public List<Reading> get() {
        var all = new ArrayList<Reading>();
        all.add(
                Reading.gauge("bellhop_info", "The version that runs.", "version")
                        .is(1, Version.CURRENT));
        all.add(
                Reading.gauge("bellhop_sockets", "Open connections that hear of news.", "kind")
                        .is(sources.visitors().getAsInt(), "visitor")
                        .is(sources.pages().getAsInt(), "panel"));
        all.add(
                Reading.count(
                                "bellhop_second_copies",
                                "Messages that a phone got twice, because an unclear send was"
                                        + " repeated.")
                        .is(sources.secondCopies().getAsLong()));
        all.addAll(sources.events().get());
        all.addAll(sources.traces().get());
        all.add(pool());
        sources.redis().map(Readings::redis).ifPresent(all::add);
        all.add(media(sources.store().condition().reach()));
        all.add(
                Reading.gauge("bellhop_nodes", "Gateways that work on this database.")
                        .is(sources.nodes().living().size()));
        if (sources.bus().isThere()) {
            all.addAll(bus(sources.bus()));
        }
        boolean up = true;
        try {
            all.addAll(stored());
        } catch (DatabaseAway away) {
            LOG.log(Level.FINE, "metrics without the database", away);
            up = false;
        }
        all.add(
                Reading.gauge("bellhop_database_up", "Whether the database answers.")
                        .is(up ? 1 : 0));
        return all;
    }

    private static Reading media(Condition.Reach reach) {
        return Reading.gauge(
                        "bellhop_media_up",
                        "Whether files can be read, and whether they can be written.",
                        "way")
                .is(reach == Condition.Reach.AWAY ? 0 : 1, "read")
                .is(reach == Condition.Reach.UP ? 1 : 0, "write");
    }

    private static Reading redis(Redis redis) {
        return Reading.gauge(
                        "bellhop_redis_up",
                        "Whether Redis answers; absent where none is configured.")
                .is(redis.state().up() ? 1 : 0);
    }

    private static List<Reading> bus(Bus bus) {
        var figures = bus.figures();
        return List.of(
                Reading.gauge("bellhop_bus_up", "Whether other gateways are heard over Redis.")
                        .is(bus.isUp() ? 1 : 0),
                Reading.count(
                                "bellhop_bus_news",
                                "What gateways tell each other: told by this one, heard from"
                                        + " others, and lost on the way out.",
                                "way")
                        .is(figures.told(), "told")
                        .is(figures.heard(), "heard")
                        .is(figures.lost(), "lost"),
                Reading.count(
                                "bellhop_bus_gaps",
                                "How often everything was read anew, because something may have"
                                        + " been missed.")
                        .is(figures.gaps()));
    }

    private Reading pool() {
        var usage = sources.database().usage();
        return Reading.gauge(
                        "bellhop_database_connections",
                        "The pool: busy, idle, how many there may be at most, and callers that wait"
                                + " for one.",
                        "state")
                .is(usage.busy(), "busy")
                .is(usage.idle(), "idle")
                .is(usage.most(), "max")
                .is(usage.waiting(), "waited_for");
    }

    private List<Reading> stored() {
        var all = new ArrayList<Reading>();
        var conversations = sources.conversations().tally();
        all.add(
                Reading.gauge(
                                "bellhop_conversations",
                                "Open conversations, and those of them that wait for an answer.",
                                "state")
                        .is(conversations.open() + conversations.snoozed(), "open")
                        .is(conversations.waiting(), "waiting"));
        all.add(
                Reading.gauge("bellhop_sessions", "Agents' sessions that have not ended.")
                        .is(sources.sessions().count()));
        all.addAll(outbox(sources.outbox().lists().groups(OutgoingEvents.JOB)));
        all.addAll(channels(sources.channels().channels()));
        return all;
    }

    private List<Reading> outbox(List<Outbox.Group> groups) {
        var jobs =
                Reading.gauge(
                        "bellhop_outbox_jobs",
                        "Sends and fetches that are not done: waiting, in doubt (tried without an"
                                + " answer), dead.",
                        "state");
        var oldest =
                Reading.gauge(
                        "bellhop_outbox_oldest_seconds",
                        "How long ago the oldest of them was put in; 0 when there is none.",
                        "state");
        for (String state : JOBS) {
            var alike = groups.stream().filter(group -> state.equals(state(group))).toList();
            jobs.is(alike.stream().mapToLong(Outbox.Group::count).sum(), state);
            oldest.is(
                    alike.stream()
                            .map(Outbox.Group::oldest)
                            .min(Instant::compareTo)
                            .map(this::secondsSince)
                            .orElse(0.0),
                    state);
        }
        var waits =
                Reading.gauge(
                        "bellhop_outbox_waits",
                        "Jobs that wait for something else than their turn, by what it is.",
                        "channel",
                        "kind");
        groups.stream()
                .filter(group -> group.state().equals("ready") && !group.waitsFor().isEmpty())
                .forEach(group -> waits.is(group.count(), channel(group), group.waitsFor()));
        return List.of(jobs, oldest, waits);
    }

    private double secondsSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toMillis() / 1e3);
    }

    private static String state(Outbox.Group group) {
        return switch (group.state()) {
            case "unsure" -> "in_doubt";
            case "dead" -> "dead";
            default -> "waiting";
        };
    }

    private static String channel(Outbox.Group group) {
        return group.channelId().isPresent() ? Long.toString(group.channelId().getAsLong()) : "";
    }

    private static List<Reading> channels(List<ChannelFigures.Figure> figures) {
        var info =
                Reading.gauge(
                        "bellhop_channel_info", "The name of each channel.", "channel", "name");
        var gate =
                Reading.gauge(
                        "bellhop_channel_gate",
                        "How sending stands: 1 for the state it is in. Sends go out while closed.",
                        "channel",
                        "state");
        var warnings =
                Reading.gauge(
                        "bellhop_channel_warning",
                        "Whether this warning stands in the panel.",
                        "channel",
                        "kind");
        var expiry =
                Reading.gauge(
                        "bellhop_channel_token_expiry_timestamp_seconds",
                        "When the access token ends; absent for never, and until Meta was asked.",
                        "channel");
        var rate =
                Reading.gauge(
                        "bellhop_channel_messages_per_second",
                        "How many messages a second a number sends at most: now, and when Meta does"
                                + " not find it too fast.",
                        "channel",
                        "rate");
        for (var figure : figures) {
            var channel = Long.toString(figure.channelId());
            info.is(1, channel, figure.name());
            GATES.forEach(state -> gate.is(figure.gate().equals(state) ? 1 : 0, channel, state));
            rate.is(figure.perSecond(), channel, "now");
            rate.is(figure.normalPerSecond(), channel, "normal");
            for (Warning.Kind kind : Warning.Kind.values()) {
                warnings.is(figure.warnings().contains(kind) ? 1 : 0, channel, kind.wireName());
            }
            figure.tokenExpiresAt().ifPresent(at -> expiry.is(at.getEpochSecond(), channel));
        }
        return List.of(info, gate, rate, warnings, expiry);
    }
}
