package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Graph.BusinessNumber;
import dev.bellhop.whatsapp.GraphAccount;
import dev.bellhop.whatsapp.Reply;

import java.net.URI;

/// Has Meta send an account's notifications to us. Meta makes its handshake with our webhook within
/// that call, so nothing is locked and no transaction is open while it lasts.
final class Subscribing {
    /// Meta's limit for an address.
    private static final int ADDRESS_MAX = 200;

    private final GraphAccount graph;
    private final OwnDoor door;
    private final Database database;
    private final Audit audit;

    Subscribing(GraphAccount graph, OwnDoor door, Database database, Audit audit) {
        this.graph = graph;
        this.door = door;
        this.database = database;
        this.audit = audit;
    }

    /// Subscribes the app and directs notifications here.
    ///
    /// @return the address that Meta uses from now on
    /// @throws Refusal when it cannot be, with what to do
    URI begin(Actor actor, Channel channel) {
        var number = number(channel);
        var address = door.address(channel.id());
        if (isHttps(graph.base()) && !isHttps(address)) {
            throw Refusal.of(
                    Code.INVALID,
                    "Meta sends to https addresses only, and this gateway's is "
                            + address
                            + ". Set server.public-url to its public https address.");
        }
        if (address.toString().length() > ADDRESS_MAX) {
            throw Refusal.of(Code.INVALID, "Meta takes addresses of up to 200 characters.");
        }
        var verifyToken =
                channel.verifyToken()
                        .orElseThrow(() ->
                                Refusal.of(
                                        Code.INVALID,
                                        "The channel has no verify token; have one made."));
        judge(
                graph.subscribe(number, channel.accountId(), address, verifyToken),
                " Meta asks "
                        + address
                        + " from outside while this call lasts; the test shows whether it"
                        + " answers.");
        append(actor, "channel.subscribed", channel, address.toString());
        return address;
    }

    /// Takes the subscription away: nothing of the account arrives any more.
    void end(Actor actor, Channel channel) {
        judge(graph.unsubscribe(number(channel), channel.accountId()), "");
        append(actor, "channel.unsubscribed", channel, "");
    }

    private static void judge(Reply reply, String hint) {
        switch (reply) {
            case Reply.Ok _ -> {}
            case Reply.Refused refused ->
                    throw Refusal.of(Code.INVALID, refused.failure().line() + hint);
            case Reply.NoAnswer away ->
                    throw Refusal.of(Code.UNAVAILABLE, Checkup.away(away).words() + hint);
        }
    }

    private void append(Actor actor, String action, Channel channel, String address) {
        database.write(tx ->
                audit.append(
                        tx,
                        actor,
                        action,
                        "channel " + channel.id(),
                        Json.text(
                                Json.object()
                                        .put("account_id", channel.accountId())
                                        .put("address", address))));
    }

    private static BusinessNumber number(Channel channel) {
        return channel.number()
                .orElseThrow(() ->
                        Refusal.of(
                                Code.INVALID,
                                "The channel has no access token yet; rotate one in."));
    }

    private static boolean isHttps(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }
}
