package dev.bellhop.report;

import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Channels;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.Shells;
import dev.bellhop.people.Agents;
import dev.bellhop.people.Presences;
import dev.bellhop.people.Teams;
import dev.bellhop.relay.Prices;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Routes;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/// Reports: what keeps them counted, and their faces for programs and in the panel.
public final class Reports {
    /// How often [#noteOnline] is to be called.
    public static final Duration ONLINE_EVERY = OnlineTimes.EVERY;

    /// What reports are made of.
    ///
    /// @param exports which reports are written to a folder by themselves
    /// @param zone whose days they have where nobody asks for others
    public record Ground(
            Database database,
            Conversations conversations,
            Sites sites,
            Channels channels,
            Prices prices,
            Agents agents,
            Teams teams,
            Presences presences,
            Audit audit,
            Optional<ExportPlan> exports,
            ZoneId zone,
            Clock clock) {}

    private final Ground ground;
    private final Counting counting;
    private final PriceCounting prices;
    private final OnlineTimes onlineTimes;
    private final Figures figures;
    private final Numbers numbers;
    private final Report.Writer writer;
    private final ExportRuns exportRuns;
    private final Optional<ScheduledExports> exports;

    public Reports(Ground ground) {
        this.ground = ground;
        var database = ground.database();
        var cells = new Cells();
        this.prices = new PriceCounting(database, cells, ground.prices());
        this.counting = new Counting(database, cells, ground.sites(), prices, ground.clock());
        this.onlineTimes =
                new OnlineTimes(database, ground.presences()::whoCountsHere, ground.clock());
        this.figures = new Figures(database, new Zones(database, cells, ground.clock()));
        this.numbers = new Numbers(database, ground.channels());
        this.writer =
                new Report.Writer(
                        figures,
                        new Lists(database),
                        numbers,
                        ground.sites(),
                        ground.agents(),
                        ground.teams());
        this.exportRuns = new ExportRuns(database);
        this.exports =
                ground.exports()
                        .map(plan ->
                                new ScheduledExports(
                                        plan, exportRuns, writer, ground.audit(), ground.clock()));
    }

    /// Writes to their folder what is due of the reports that are written by themselves; to be
    /// called every minute or so.
    public void export() {
        exports.ifPresent(ScheduledExports::turn);
    }

    /// How many of them could not be written and are tried again.
    public int failingExports() {
        return exports.isPresent() ? exportRuns.failing() : 0;
    }

    /// What became of one of those that could not be written.
    private Optional<String> unwritten() {
        return exports.stream()
                .flatMap(_ -> exportRuns.unfinished().stream())
                .flatMap(run ->
                        run
                                .error()
                                .map(why ->
                                        run.key().fileName()
                                                + " could not be written, and is tried again by"
                                                + " itself: "
                                                + why)
                                .stream())
                .findFirst();
    }

    public void register(Routes routes, Panel panel, Shells shells) {
        var api =
                new ReportApi(
                        writer,
                        counting,
                        ground.sites(),
                        ground.audit(),
                        ground.zone(),
                        ground.clock());
        api.register(routes);
        new ExportsApi(exports, exportRuns, ground.audit()).register(routes);
        var drawing =
                new AnalyticsDrawing(
                        ground.database(), writer::agentNames, ground.presences(), numbers);
        var now =
                new Now(
                        ground.database(),
                        figures,
                        ground.conversations(),
                        ground.presences(),
                        ground.clock());
        new LiveApi(now, ground.zone()).register(routes);
        new AnalyticsPages(
                        figures,
                        drawing,
                        new NowDrawing(now),
                        api,
                        this::unwritten,
                        ground.sites(),
                        ground.agents(),
                        ground.teams(),
                        panel,
                        shells,
                        ground.zone(),
                        ground.clock())
                .register(routes);
    }

    /// Hears of every change of a conversation after its commit.
    public Live.Listener listener() {
        return counting;
    }

    /// Counts what has changed since it was last called; to be called every second or so.
    public void count() {
        counting.turn();
        prices.turn();
    }

    /// Finds what was changed and not counted, such as by a process that was killed, and counts it;
    /// to be called at the start and now and then.
    public void sweep() {
        counting.sweep(Counting.Progress.NONE);
    }

    /// Notes who is there.
    public void noteOnline() {
        onlineTimes.note();
    }

    /// A conversation is about to lose its words, in this transaction: what it comes to stays.
    public void forget(Tx tx, long conversationId) {
        counting.forget(tx, conversationId);
    }
}
