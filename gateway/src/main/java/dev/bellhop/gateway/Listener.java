package dev.bellhop.gateway;

import dev.bellhop.visitor.VisitorDoor;
import dev.bellhop.web.EarlyRefusals;
import dev.bellhop.web.Guard;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.context.ContextFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The one port on which visitors, agents, Meta and programs arrive, and what it bears.
final class Listener implements AutoCloseable {
    private static final Optional<Tls> NO_TLS = Optional.empty();
    private static final int SOCKET_FRAME_BYTES_MAX = 64 * 1024;

    /// Above the largest body that any route takes; each route has a limit of its own below it.
    /// Without this one, a body that nobody reads would be drained to its end.
    private static final long BODY_BYTES_MAX = 17L * 1024 * 1024;

    /// Visitors' sockets and what else is open at once, so that Meta and agents always get in.
    private static final int CONNECTIONS_MAX = VisitorDoor.CONNECTIONS_MAX + 3_000;

    /// How many connections may wait until they are accepted; Linux keeps it to
    /// `net.core.somaxconn`. When it is full their first packets are dropped and sent again after
    /// seconds, as when all visitors come back at once.
    private static final int BACKLOG = 4_096;

    private static final Duration SILENCE_MAX = Duration.ofSeconds(75);
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final SlowHeaders slowHeaders = new SlowHeaders();
    private final WebServer server;
    private final Optional<Certificate> certificate;

    /// @throws IOException with one clear line, when there is to be TLS and cannot be
    Listener(
            Settings.Server where,
            Guard guard,
            HttpRouting.Builder routing,
            WsRouting.Builder sockets,
            Clock clock)
            throws IOException {
        certificate = where.tls().map(files -> new Certificate(files, clock));
        var tls = certificate.isPresent() ? Optional.of(certificate.get().read()) : NO_TLS;
        server =
                WebServer.builder()
                        .update(it -> tls.ifPresent(it::tls))
                        .host(where.host())
                        .port(where.port())
                        .featuresDiscoverServices(false)
                        .addFeature(ContextFeature.create())
                        .addFeature(guard.feature())
                        .addProtocol(
                                WsConfig.builder().maxFrameLength(SOCKET_FRAME_BYTES_MAX).build())
                        .addProtocol(Http1Config.builder().addReceiveListener(slowHeaders).build())
                        .useNio(false) // a third less memory for each idle socket
                        .maxPayloadSize(BODY_BYTES_MAX)
                        .maxTcpConnections(CONNECTIONS_MAX)
                        .backlog(BACKLOG)
                        .idleConnectionTimeout(SILENCE_MAX)
                        .idleConnectionPeriod(SILENCE_MAX.dividedBy(3))
                        .shutdownGracePeriod(GRACE)
                        .directHandlers(EarlyRefusals.handlers())
                        .shutdownHook(false)
                        .addRouting(routing)
                        .addRouting(sockets)
                        .build();
    }

    /// Asked before anything else is started, and in our words: Helidon would log it at length.
    static void refuseTakenPort(Settings.Server where) throws IOException {
        var host = InetAddress.getByName(where.host());
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, where.port()));
        }
    }

    /// Opens it.
    ///
    /// @return the port, which matters where 0 was asked for
    int open() throws BindException {
        server.start();
        if (!server.isRunning()) {
            // Helidon logs that it could not listen, and returns as if it did.
            throw new BindException("the listener did not start");
        }
        return server.port();
    }

    /// Puts a certificate in force whose files have changed.
    void lookAtCertificate() {
        certificate.ifPresent(it -> it.lookAgain(server::reloadTls));
    }

    /// Asks itself for a sign of life, over the network as everybody does.
    ///
    /// @param host where it listens
    boolean answers(String host) {
        return new SignOfLife(host, server.port(), certificate.isPresent()).ask();
    }

    /// Takes nothing new and gives what is under way a few seconds.
    @Override
    public void close() {
        server.stop();
        slowHeaders.close();
    }
}
