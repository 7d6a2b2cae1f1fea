package dev.bellhop.relay;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.Section;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// The buttons on a number's card by which somebody pauses sending from it, or releases it.
final class SendingPages {
    private static final Access CHANGE = needs(Permission.CHANNELS_CHANGE);
    private static final String ALL = Section.CREDENTIALS.path();
    private static final String ONE = ALL + "/{id}";

    private final Channels channels;
    private final Hands hands;
    private final Panel panel;

    SendingPages(Channels channels, Hands hands, Panel panel) {
        this.channels = channels;
        this.hands = hands;
        this.panel = panel;
    }

    void register(Routes routes) {
        routes.post(ONE + "/hold", CHANGE, this::hold)
                .post(ONE + "/release", CHANGE, this::release);
    }

    private void hold(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        hands.hold(request, channel);
        panel.sendTo(response, ALL + "?held=" + channel.id());
    }

    private void release(ServerRequest request, ServerResponse response) {
        var channel = channel(request);
        hands.release(request, channel);
        panel.sendTo(response, ALL + "?released=" + channel.id());
    }

    private Channel channel(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(channels::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }
}
