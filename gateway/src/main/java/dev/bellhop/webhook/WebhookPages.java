package dev.bellhop.webhook;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.admin.WebhookPage;
import dev.bellhop.audit.Actor;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.ChannelCare;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.Warning;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Meta's way in, in Chat Settings: the addresses with what is known of them, and the monitor.
final class WebhookPages {
    private static final Access READ = needs(Permission.DELIVERIES_READ);
    private static final Access REPLAY = needs(Permission.DELIVERIES_REPLAY);
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ALL = Section.WEBHOOK.path();
    private static final int LINES = 25;

    private final Channels channels;
    private final ChannelCare care;
    private final DeliveryLists lists;
    private final WebhookDrawing drawing;
    private final HourlyFigures figures;
    private final Replay replay;
    private final Panel panel;
    private final SettingsFrames frames;

    WebhookPages(
            Channels channels,
            ChannelCare care,
            DeliveryLists lists,
            WebhookDrawing drawing,
            HourlyFigures figures,
            Replay replay,
            Panel panel,
            SettingsFrames frames) {
        this.channels = channels;
        this.care = care;
        this.lists = lists;
        this.drawing = drawing;
        this.figures = figures;
        this.replay = replay;
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::page)
                .get(ALL + "/deliveries/{id}", READ, this::look)
                .post(ALL + "/deliveries/{id}/replay", REPLAY, this::again)
                .post(ALL + "/{channel}/subscribe", CHANGE, this::subscribe)
                .post(ALL + "/{channel}/verify-token", proved(CHANGE), this::makeToken);
    }

    private void page(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Shown.plain(notice(request)));
    }

    private void look(ServerRequest request, ServerResponse response) {
        var whole = lists.find(id(request, "id")).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        send(
                request,
                response,
                Status.OK_200,
                new Shown(Optional.of(whole), Map.of(), Optional.empty()));
    }

    private void again(ServerRequest request, ServerResponse response) {
        long id = id(request, "id");
        replay.one(Actor.of(Callers.agent(request)), id);
        panel.sendTo(response, ALL + "/deliveries/" + id + "#delivery-" + id);
    }

    private void subscribe(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        try {
            care.subscribe(Actor.of(Callers.agent(request)), channel);
            panel.sendTo(response, ALL + "?subscribed=" + channel.id());
        } catch (Refusal refusal) {
            send(
                    request,
                    response,
                    Status.create(refusal.code().status()),
                    Shown.plain(
                            Optional.of(
                                    new Notice(
                                            Notice.Tone.BAD,
                                            "Meta did not subscribe.",
                                            refusal.detail()))));
        }
    }

    /// Shown in the answer to the form itself, because nothing keeps it in clear.
    private void makeToken(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        var token = care.makeVerifyToken(Actor.of(Callers.agent(request)), channel);
        send(
                request,
                response,
                Status.OK_200,
                new Shown(
                        Optional.empty(),
                        Map.of(channel.id(), token.reveal()),
                        Optional.of(
                                new Notice(
                                        Notice.Tone.OK,
                                        "A new verify token is in force.",
                                        "Copy it now; it is not shown again."))));
    }

    /// What one answer shows beyond the usual.
    ///
    /// @param tokens verify tokens in clear, by channel
    private record Shown(
            Optional<DeliveryLists.Whole> open, Map<Long, String> tokens, Optional<Notice> notice) {
        static Shown plain(Optional<Notice> notice) {
            return new Shown(Optional.empty(), Map.of(), notice);
        }
    }

    private void send(ServerRequest request, ServerResponse response, Status status, Shown shown) {
        var agent = Callers.agent(request);
        boolean failedOnly =
                request.query().first("show").asOptional().filter("failed"::equals).isPresent();
        var found = page(request, failedOnly, shown.open());
        var listed = found.subList(0, Math.min(LINES, found.size()));
        var names = channels.all().stream().collect(Collectors.toMap(Channel::id, Channel::name));
        Function<Long, String> name = id -> names.getOrDefault(id, "removed");
        boolean mayRead = agent.may(Permission.CONVERSATIONS_READ);
        var day = figures.day(OptionalLong.empty());
        panel.send(
                response,
                status,
                new WebhookPage(
                        frames.of(agent, Section.WEBHOOK),
                        channels.all().stream().map(it -> door(it, shown.tokens())).toList(),
                        drawing.stats(day),
                        drawing.strip(day),
                        failedOnly,
                        listed.stream().map(it -> drawing.line(it, name)).toList(),
                        shown.open().map(it -> drawing.detail(it, name, mayRead)),
                        found.size() > LINES
                                ? OptionalLong.of(listed.getLast().id())
                                : OptionalLong.empty(),
                        agent.may(Permission.CHANNELS_CHANGE),
                        agent.may(Permission.DELIVERIES_REPLAY),
                        shown.notice()));
    }

    /// A page of the list; with one that is looked at, the page that it stands on top of.
    private List<Delivery> page(
            ServerRequest request, boolean failedOnly, Optional<DeliveryLists.Whole> open) {
        long before =
                request.query()
                        .first("before")
                        .asOptional()
                        .flatMap(Ids::read)
                        .orElse(Long.MAX_VALUE);
        if (!failedOnly) {
            long last = open.map(it -> it.delivery().id()).orElse(0L);
            var newest = lists.page(before, DeliveryLists.Filter.ALL, LINES + 1);
            boolean there =
                    last == 0 || newest.stream().limit(LINES).anyMatch(it -> it.id() == last);
            return there ? newest : lists.page(last + 1, DeliveryLists.Filter.ALL, LINES + 1);
        }
        var bad = new ArrayList<Delivery>();
        for (var state : List.of(State.FAILED, State.REJECTED)) {
            bad.addAll(lists.page(before, DeliveryLists.Filter.of(state), LINES + 1));
        }
        bad.sort((one, other) -> Long.compare(other.id(), one.id()));
        return bad.subList(0, Math.min(LINES + 1, bad.size()));
    }

    private WebhookPage.Door door(Channel channel, Map<Long, String> tokens) {
        var open =
                care.warnings().open().stream()
                        .filter(it -> it.channelId() == channel.id())
                        .collect(Collectors.toMap(Warning::kind, Function.identity()));
        var last = figures.lastHour(channel.id()).flatMap(hour -> lists.lastAt(channel.id(), hour));
        var states = new ArrayList<WebhookPage.State>();
        states.add(subscription(channel, open));
        states.add(signatures(channel, open, last.isPresent()));
        if (channel.verifyToken().isEmpty()) {
            states.add(WebhookPage.State.bad("There is no verify token: make one."));
        }
        last.ifPresent(at -> states.add(WebhookPage.State.good("Last event " + drawing.ago(at))));
        return new WebhookPage.Door(
                channel.id(),
                channel.name(),
                care.webhookAddress(channel.id()).toString(),
                Optional.ofNullable(tokens.get(channel.id())),
                channel.verifyToken().map(it -> it.fingerprint()).orElse(""),
                states);
    }

    /// That no warning is open says nothing by itself: somebody must have looked.
    private WebhookPage.State subscription(Channel channel, Map<Warning.Kind, Warning> open) {
        return bad(open, Warning.Kind.SUBSCRIPTION)
                .orElseGet(() ->
                        care.isWell(channel.id(), Warning.Kind.SUBSCRIPTION).orElse(false)
                                ? WebhookPage.State.good("Meta sends here")
                                : WebhookPage.State.unknown("Where Meta sends: not looked at yet"));
    }

    /// Meta has taken the app's secret, or has signed something with it.
    private WebhookPage.State signatures(
            Channel channel, Map<Warning.Kind, Warning> open, boolean hasCome) {
        if (channel.appSecret().isEmpty()) {
            return WebhookPage.State.bad("No app secret: every notification is turned away.");
        }
        return bad(open, Warning.Kind.APP_SECRET)
                .or(() -> bad(open, Warning.Kind.APP))
                .orElseGet(() ->
                        hasCome || care.isWell(channel.id(), Warning.Kind.APP).orElse(false)
                                ? WebhookPage.State.good("Signatures checked")
                                : WebhookPage.State.unknown("Signatures: not looked at yet"));
    }

    private static Optional<WebhookPage.State> bad(
            Map<Warning.Kind, Warning> open, Warning.Kind kind) {
        return Optional.ofNullable(open.get(kind)).map(it -> WebhookPage.State.bad(it.words()));
    }

    private static Optional<Notice> notice(ServerRequest request) {
        return request.query().contains("subscribed")
                ? Optional.of(
                        new Notice(
                                Notice.Tone.OK,
                                "Subscribed.",
                                "Meta has called this address and sends to it from now on."))
                : Optional.empty();
    }

    private Channel channel(ServerRequest request) {
        return channels.find(id(request, "channel")).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private static long id(ServerRequest request, String name) {
        return Ids.ofPath(request, name).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }
}
