package dev.bellhop.channel;

import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.live.Live;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Routes;
import dev.bellhop.whatsapp.AccountListener;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.GraphAccount;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// All that looks after the channels, put together: their API, rotations, templates, warnings, and
/// the watch over them.
public final class ChannelCare implements ChannelFigures, AutoCloseable {
    private final Channels channels;
    private final Warnings warnings;
    private final Templates templates;
    private final Watch watch;
    private final ChannelNews news;
    private final ChannelsApi channelsApi;
    private final TemplatesApi templatesApi;

    /// @param publicUrl how Meta reaches this gateway; asked with each call
    public ChannelCare(
            Database database,
            Audit audit,
            Channels channels,
            Graph graph,
            GraphAccount account,
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
        this.watch = new Watch(channels, warnings, templates, checkup, throughputs, graph, clock);
        this.news = new ChannelNews(templates, warnings, watch);
        channels.onSignature(new SignatureWatch(warnings, clock)::saw);
        this.channelsApi =
                new ChannelsApi(
                        channels,
                        warnings,
                        templates,
                        checkup,
                        new Locksmith(channels, checkup, graph),
                        new Subscribing(account, door, database, audit),
                        watch,
                        door,
                        limits);
        this.templatesApi = new TemplatesApi(channels, templates, office, limits);
    }

    public void register(Routes routes) {
        channelsApi.register(routes);
        templatesApi.register(routes);
    }

    /// Begins to look after the channels; call it when Meta, or what stands for it, can be asked.
    public void start() {
        watch.start();
    }

    /// Looks at all channels anew, without waiting for it.
    public void lookAgain() {
        watch.lookAtAllSoon();
    }

    /// Forgets replaced secrets whose time is up.
    public void forgetOldSecrets() {
        channels.forgetOld();
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
