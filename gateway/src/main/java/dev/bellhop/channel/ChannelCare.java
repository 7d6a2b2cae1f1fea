package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.live.Live;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;
import dev.bellhop.whatsapp.AccountListener;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.GraphAccount;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// All that looks after the channels, put together: their API, rotations, templates, warnings, and
/// the watch over them.
public final class ChannelCare implements ChannelFigures, AutoCloseable {
    private final Channels channels;
    private final Throughputs throughputs;
    private final Warnings warnings;
    private final Templates templates;
    private final Watch watch;
    private final ChannelNews news;
    private final ChannelDesk desk;
    private final OwnDoor door;
    private final Subscribing subscribing;
    private final ChannelsApi channelsApi;
    private final TemplatesApi templatesApi;
    private final TemplateOffice office;
    private final String graphVersion;
    private final Clock clock;

    /// @param websites the names of those that use a channel
    /// @param graphVersion which one calls use where a channel says none
    /// @param publicUrl how Meta reaches this gateway; asked with each call
    public ChannelCare(
            Database database,
            Audit audit,
            Channels channels,
            InboxPhones phones,
            LongFunction<List<String>> websites,
            Graph graph,
            GraphAccount account,
            String graphVersion,
            Supplier<URI> publicUrl,
            Live live,
            Limits limits,
            Clock clock) {
        this.channels = channels;
        this.warnings = new Warnings(database, audit, live, clock);
        this.templates = new Templates(database, audit, channels, clock);
        var door = new OwnDoor(publicUrl);
        var office = new TemplateOffice(account, templates, clock);
        var checkup = new Checkup(account, door, channels, office, clock);
        var throughputs = new Throughputs(database, graph);
        throughputs.recall();
        this.throughputs = throughputs;
        this.watch =
                new Watch(
                        channels,
                        phones,
                        websites,
                        warnings,
                        templates,
                        checkup,
                        throughputs,
                        new Qualities(database),
                        graph,
                        clock);
        this.news = new ChannelNews(templates, warnings, watch);
        channels.onSignature(new SignatureWatch(warnings, clock)::saw);
        this.desk =
                new ChannelDesk(
                        channels,
                        templates,
                        checkup,
                        new Locksmith(channels, checkup, graph),
                        watch,
                        limits);
        this.door = door;
        this.subscribing = new Subscribing(account, door, database, audit);
        this.channelsApi =
                new ChannelsApi(channels, phones, warnings, desk, subscribing, watch, door);
        this.office = office;
        this.graphVersion = graphVersion;
        this.clock = clock;
        this.templatesApi = new TemplatesApi(channels, templates, office, limits);
    }

    public void register(Routes routes) {
        channelsApi.register(routes);
        templatesApi.register(routes);
    }

    /// Adds the pages of Chat Settings.
    ///
    /// @param zone whose clock its times are read from
    /// @param sandbox whether the sandbox stands for Meta
    public void register(
            Routes routes, Panel panel, SettingsFrames frames, ZoneId zone, boolean sandbox) {
        new CredentialPages(
                        channels,
                        templates,
                        warnings,
                        desk,
                        watch,
                        panel,
                        frames,
                        new NumberCards(zone, graphVersion),
                        sandbox)
                .register(routes);
        new TemplatePages(
                        channels,
                        templates,
                        office,
                        desk,
                        new TemplateDrawing(zone, clock),
                        panel,
                        frames)
                .register(routes);
    }

    /// Where Meta is to send a channel's notifications.
    public URI webhookAddress(long channelId) {
        return door.address(channelId);
    }

    /// Has Meta send a channel's notifications here.
    ///
    /// @throws Refusal when it cannot be, with what to do
    public void subscribe(Actor actor, Channel channel) {
        desk.asksMeta(channel);
        var _ = subscribing.begin(actor, channel);
        watch.lookSoon(channel.id());
    }

    /// Makes a new verify token, which Meta has to be told where the address is entered by hand.
    ///
    /// @return to be shown this once
    public Secret makeVerifyToken(Actor actor, Channel channel) {
        return desk.makeVerifyToken(actor, channel);
    }

    /// Begins to look after the channels; call it when Meta, or what stands for it, can be asked.
    public void start() {
        watch.start();
    }

    /// Looks which of them websites use; call it when that may have changed.
    public void lookAtUse() {
        watch.lookAtUseOfAll();
    }

    /// Whether the last look found all well with something; empty while nobody has looked at it.
    public Optional<Boolean> isWell(long channelId, Warning.Kind kind) {
        return watch.last(channelId)
                .flatMap(report -> Optional.ofNullable(report.findings().get(kind)))
                .map(finding -> !finding.isBad());
    }

    /// Looks at all channels anew, without waiting for it.
    public void lookAgain() {
        watch.lookAtAllSoon();
    }

    /// Forgets replaced secrets whose time is up.
    public void forgetOldSecrets() {
        channels.forgetOld();
    }

    /// How fast Meta lets each number send, to be the same at every gateway.
    public Copy throughputs() {
        return throughputs.copy();
    }

    public Templates templates() {
        return templates;
    }

    public Warnings warnings() {
        return warnings;
    }

    /// Who takes what notifications tell of accounts, numbers and templates.
    public AccountListener news() {
        return news;
    }

    @Override
    public List<Figure> channels() {
        var open = warnings.open();
        return channels.all().stream()
                .map(channel -> {
                    var last = watch.last(channel.id());
                    var gate = watch.gate(channel);
                    return new Figure(
                            channel.id(),
                            channel.name(),
                            gate.state(),
                            gate.perSecond(),
                            gate.normalPerSecond(),
                            last.flatMap(Report::token).flatMap(token -> token.expiresAt()),
                            last.map(Report::at),
                            open.stream()
                                    .filter(warning -> warning.channelId() == channel.id())
                                    .map(Warning::kind)
                                    .toList());
                })
                .toList();
    }

    @Override
    public void close() {
        watch.close();
    }
}
