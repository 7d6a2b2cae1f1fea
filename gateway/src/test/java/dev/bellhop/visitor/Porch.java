package dev.bellhop.visitor;

import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Parlour;
import dev.bellhop.conversation.Text;
import dev.bellhop.db.Await;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Places;
import dev.bellhop.web.RefusalBook;
import dev.bellhop.web.Routes;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsRouting;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The visitors' door alone, on real sockets, with a clock that the test moves.
final class Porch implements AutoCloseable {
    final Parlour parlour = new Parlour();
    final AtomicBoolean online = new AtomicBoolean(true);
    final VisitorDoor door;
    private final AtomicLong nanos = new AtomicLong(System.nanoTime());
    private final WebServer server;

    Porch() {
        this(Map.of());
    }

    Porch(Map<Limit, Limit.Rate> limits) {
        door =
                new VisitorDoor(
                        Grounds.of(
                                parlour, new Limits(limits, RefusalBook.NONE), _ -> online.get()),
                        nanos::get);
        var routing = HttpRouting.builder();
        door.register(new Routes(routing, nobody()));
        var sockets = WsRouting.builder();
        door.register(sockets);
        server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .featuresDiscoverServices(false)
                        .useNio(false)
                        .shutdownHook(false)
                        .addRouting(routing)
                        .addRouting(sockets)
                        .build()
                        .start();
    }

    /// Whoever asks who is calling hears that it is nobody.
    private static Guard nobody() {
        var callers =
                new Guard.Callers() {
                    @Override
                    public Optional<Caller> bySession(String token) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Caller> byToken(String token) {
                        return Optional.empty();
                    }
                };
        return new Guard(
                callers,
                new Cookies(URI.create("http://localhost")),
                new Limits(Map.of(), RefusalBook.NONE),
                new Peers(List.of()),
                RefusalBook.NONE);
    }

    /// Somebody who comes by the event stream and says this first.
    RawStream stream(String first) throws IOException {
        return new RawStream(server.port(), "shop", first);
    }

    /// Somebody connects and says nothing.
    RawSocket stranger(String... headers) throws IOException {
        return new RawSocket(server.port(), "shop", headers);
    }

    /// Somebody who has been welcomed, but not read that yet.
    RawSocket visitor(Optional<String> token) throws IOException {
        var socket = stranger();
        socket.sends(Json.text(VisitorClient.hello(token, 0)));
        return socket;
    }

    /// Stores a message of the first visitor's.
    void says(String text) {
        var _ =
                parlour.desk.say(
                        1,
                        parlour.siteId,
                        OptionalLong.of(parlour.channelId),
                        new Desk.Draft(
                                UUID.randomUUID().toString(), new Text(text), OptionalInt.empty()));
    }

    /// Lets time pass, and the door look at its connections.
    void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
        door.look();
    }

    /// Where those wait who have not said hello.
    Places lobby() {
        return door.lobby();
    }

    /// Where those wait who have said hello without a token and were not let in yet.
    Admission newcomers() {
        return door.newcomers();
    }

    void awaitConnected(int count) {
        Await.until(count + " are connected", () -> door.connected() == count);
    }

    @Override
    public void close() {
        door.close();
        server.stop();
        parlour.close();
    }
}
