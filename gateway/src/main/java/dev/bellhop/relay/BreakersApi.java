package dev.bellhop.relay;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.channel.Channel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// How sending stands for each business number, for programs, which may stop it or let it go on.
final class BreakersApi {
    private static final Access READ = needs(Permission.CHANNELS_READ);
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ROOT = "/api/v1/breakers";

    private final Relay.Ground ground;
    private final Hands hands;

    BreakersApi(Relay.Ground ground, Hands hands) {
        this.ground = ground;
        this.hands = hands;
    }

    void register(Routes routes) {
        routes.get(ROOT, READ, this::list)
                .post(ROOT + "/{channel}/hold", CHANGE, this::hold)
                .post(ROOT + "/{channel}/release", CHANGE, this::release);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                Paging.ofShort(
                        request,
                        ground.channels().all(),
                        this::json,
                        channel -> Long.toString(channel.id())));
    }

    private void hold(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        hands.hold(request, channel);
        Answers.json(response, json(channel));
    }

    private void release(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        hands.release(request, channel);
        Answers.json(response, json(channel));
    }

    private Channel channel(ServerRequest request) {
        return Ids.ofPath(request, "channel")
                .flatMap(ground.channels()::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private ObjectNode json(Channel channel) {
        var gate = ground.graph().view(channel.phoneNumberId());
        return Json.object()
                .put("channel", channel.id())
                .put("name", channel.name())
                .put("phone_number_id", channel.phoneNumberId())
                .put("state", gate.state())
                .put("since", gate.since().toString())
                .put("reason", gate.reason().orElse(null))
                .put("messages_per_second", gate.perSecond())
                .put("normal_messages_per_second", gate.normalPerSecond())
                .put("slowed", gate.isSlowed())
                .put("waiting", ground.outbox().lists().waitingFor(channel.id(), Waits.NUMBERS));
    }
}
