package dev.bellhop.channel;

import static dev.bellhop.web.Access.proved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// Channels for programs, under `/api/v1/channels`. Secrets go in and never come out, but for a
/// verify token that was made here, once.
final class ChannelsApi {
    private static final Access READ = Access.needs(Permission.CHANNELS_READ);
    private static final Access CHANGE = Access.needs(Permission.CHANNELS_CHANGE);
    private static final String ALL = "/api/v1/channels";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final String LINES = "application/x-ndjson";
    private static final Logger LOG = Logger.getLogger(ChannelsApi.class.getName());

    private final Channels channels;
    private final InboxPhones phones;
    private final Warnings warnings;
    private final ChannelDesk desk;
    private final Subscribing subscribing;
    private final Watch watch;
    private final OwnDoor door;

    ChannelsApi(
            Channels channels,
            InboxPhones phones,
            Warnings warnings,
            ChannelDesk desk,
            Subscribing subscribing,
            Watch watch,
            OwnDoor door) {
        this.channels = channels;
        this.phones = phones;
        this.warnings = warnings;
        this.desk = desk;
        this.subscribing = subscribing;
        this.watch = watch;
        this.door = door;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .get(ONE, READ, this::show)
                .patch(ONE, CHANGE, this::change)
                .delete(ONE, proved(CHANGE), this::remove)
                .post(ONE + "/test", CHANGE, this::test)
                .post(ONE + "/webhook-test", CHANGE, this::knock)
                .post(ONE + "/rotate", proved(CHANGE), this::rotate)
                .post(ONE + "/confirm", CHANGE, this::confirm)
                .post(ONE + "/rollback", proved(CHANGE), this::rollBack)
                .post(ONE + "/verify-token", proved(CHANGE), this::makeVerifyToken)
                .post(ONE + "/subscribe", CHANGE, this::subscribe)
                .delete(ONE + "/subscribe", CHANGE, this::unsubscribe)
                .get(ONE + "/warnings", READ, this::warnings)
                .delete(ONE + "/warnings/{kind}", CHANGE, this::dismiss);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        long after = paging.numberCursor().orElse(0);
        var found =
                channels.all().stream()
                        .filter(channel -> channel.id() > after)
                        .limit(paging.limit() + 1L)
                        .toList();
        var open = warnings.open().stream().collect(Collectors.groupingBy(Warning::channelId));
        Answers.json(
                response,
                paging.page(
                        found,
                        channel -> json(channel, open.getOrDefault(channel.id(), List.of())),
                        channel -> Long.toString(channel.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, channel(request));
    }

    private void show(ServerRequest request, ServerResponse response, Channel channel) {
        Answers.tagged(request, response, channel.state(), json(channel));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = body(request);
        var draft = ChannelForm.draft(body);
        var node = json(desk.add(Actor.of(request), draft));
        if (!body.has("verify_token")) {
            draft.verifyToken()
                    .ifPresent(made -> node.withObject("verify_token").put("once", made.reveal()));
        }
        Answers.json(response, Status.CREATED_201, node);
    }

    private void change(ServerRequest request, ServerResponse response) {
        var change = ChannelForm.change(body(request));
        show(
                request,
                response,
                desk.change(Actor.of(request), channel(request), IfMatch.of(request), change));
    }

    private void remove(ServerRequest request, ServerResponse response) {
        channels.remove(Actor.of(request), channel(request).id(), IfMatch.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void test(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        if (request.headers().first(HeaderNames.ACCEPT).orElse("").startsWith(LINES)) {
            testAloud(channel, response);
            return;
        }
        var report = desk.test(channel, Checkup.Progress.NONE);
        Answers.json(response, ChannelJson.report(report));
    }

    private void knock(ServerRequest request, ServerResponse response) {
        Answers.json(response, ChannelJson.report(desk.knock(channel(request))));
    }

    /// For somebody who watches: each step as it begins and ends, and then the whole.
    private void testAloud(Channel channel, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, LINES)
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        try (var out = response.outputStream()) {
            var told = new ToldTest(out);
            told.report(desk.test(channel, told));
        } catch (IOException left) {
            LOG.log(Level.FINE, "nobody reads to its end how a test goes on", left);
        }
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        var secrets = ChannelForm.secrets(body(request));
        var report = desk.rotate(Actor.of(request), channel(request), secrets);
        var node = json(channel(request));
        node.set("trial", ChannelJson.report(report));
        Answers.json(response, node);
    }

    private void confirm(ServerRequest request, ServerResponse response) {
        desk.confirm(Actor.of(request), channel(request));
        show(request, response);
    }

    private void rollBack(ServerRequest request, ServerResponse response) {
        desk.rollBack(Actor.of(request), channel(request));
        show(request, response);
    }

    private void makeVerifyToken(ServerRequest request, ServerResponse response) {
        var token = desk.makeVerifyToken(Actor.of(request), channel(request));
        Answers.json(
                response,
                Json.object().put("fingerprint", token.fingerprint()).put("once", token.reveal()));
    }

    private void subscribe(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        desk.asksMeta(channel);
        var address = subscribing.begin(Actor.of(request), channel);
        watch.lookSoon(channel.id());
        Answers.json(
                response,
                Json.object().put("subscribed", true).put("webhook_url", address.toString()));
    }

    private void unsubscribe(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        desk.asksMeta(channel);
        subscribing.end(Actor.of(request), channel);
        watch.lookSoon(channel.id());
        Answers.json(response, Json.object().put("subscribed", false));
    }

    private void warnings(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                Paging.ofShort(
                        request,
                        warnings.ofChannel(channel(request).id()),
                        ChannelJson::warning,
                        warning -> warning.kind().wireName()));
    }

    /// What notifications told is over when somebody says so; what a look finds is raised again by
    /// the next one.
    private void dismiss(ServerRequest request, ServerResponse response) {
        var kind =
                Warning.Kind.read(request.path().pathParameters().get("kind"))
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such warning."));
        warnings.clear(Actor.of(request), channel(request).id(), kind);
        response.status(Status.NO_CONTENT_204).send();
    }

    private ObjectNode json(Channel channel) {
        return json(
                channel,
                warnings.ofChannel(channel.id()).stream()
                        .filter(warning -> warning.clearedAt().isEmpty())
                        .toList());
    }

    private ObjectNode json(Channel channel, List<Warning> open) {
        var node =
                ChannelJson.channel(
                        channel,
                        door.address(channel.id()),
                        watch.gate(channel),
                        watch.last(channel.id()),
                        open);
        var list = node.putArray("inbox_phones");
        phones.ofChannel(channel.id()).forEach(phone -> list.add(ChannelJson.phone(phone)));
        return node;
    }

    private Channel channel(ServerRequest request) {
        return find(channels, request.path().pathParameters().get("id"));
    }

    static Channel find(Channels channels, String id) {
        return Ids.read(id).flatMap(channels::find).orElseThrow(Channels::unknown);
    }

    private static JsonNode body(ServerRequest request) {
        return Json.read(Bodies.bytes(request, BODY_BYTES_MAX));
    }

    static JsonNode object(ServerRequest request) {
        return Bodies.object(request, BODY_BYTES_MAX);
    }

    static JsonNode object(ServerRequest request, Set<String> members) {
        return Bodies.object(request, BODY_BYTES_MAX, members);
    }
}
