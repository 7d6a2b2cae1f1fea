package dev.bellhop.whatsapp;

import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.ConnectionKey;
import io.helidon.webclient.api.TcpClientConnection;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.http1.Http1Client;

import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Connections that were used a moment ago and are used again, so that who sends a lot makes no new
/// one, and no TLS handshake, for each message.
///
/// Only a moment: a connection that the server closes while it rests may show as a send without an
/// answer, which has to be cleared up for as long as news of it may take. Servers of HTTP/1.1 keep
/// one for longer, or say in their answer that it was the last; where one does neither, Helidon
/// sees the end as it comes, and the connection is not used again. What is left is an end that is
/// on its way just then.
final class RecentConnections {
    private static final List<String> HTTP_1 = List.of(Http1Client.PROTOCOL_ID);
    private static final Tls NO_TLS = Tls.builder().enabled(false).build();

    private record Resting(ClientConnection connection, long sinceNanos) {}

    private final WebClient client;
    private final Duration moment;
    private final Executor later;
    private final Map<ConnectionKey, Deque<Resting>> resting = new ConcurrentHashMap<>();
    private final AtomicBoolean tidying = new AtomicBoolean();

    /// @param client whose settings connections have
    /// @param moment how long a connection may rest
    RecentConnections(WebClient client, Duration moment) {
        this.client = client;
        this.moment = moment;
        this.later =
                CompletableFuture.delayedExecutor(
                        moment.toNanos(),
                        TimeUnit.NANOSECONDS,
                        tidying -> Thread.ofVirtual().name("connections").start(tidying));
    }

    /// A connection to a server, for one request; who has read the whole answer, or closed that,
    /// has given it back. It may be a new one, and fail as that does.
    ClientConnection to(URI address) {
        var key = key(address);
        var free = resting.computeIfAbsent(key, _ -> new ConcurrentLinkedDeque<>());
        for (var newest = free.pollFirst(); newest != null; newest = free.pollFirst()) {
            if (newest.connection().isConnected() && !isStale(newest)) {
                return newest.connection();
            }
            newest.connection().closeResource();
        }
        return TcpClientConnection.create(client, key, HTTP_1, it -> rests(free, it), _ -> {})
                .connect();
    }

    private ConnectionKey key(URI address) {
        var settings = client.prototype();
        boolean isSecure = "https".equals(address.getScheme());
        return ConnectionKey.create(
                address.getScheme(),
                address.getHost(),
                address.getPort() > 0 ? address.getPort() : isSecure ? 443 : 80,
                isSecure ? settings.tls() : NO_TLS,
                settings.dnsResolver(),
                settings.dnsAddressLookup(),
                settings.proxy());
    }

    /// @return whether it is kept
    private boolean rests(Deque<Resting> free, ClientConnection connection) {
        if (!connection.isConnected() || connection.reader().available() > 0) {
            return false; // whatever came after the answer would be taken for the next one
        }
        connection.helidonSocket().idle(); // watches for its end; before anybody else may have it
        free.addFirst(new Resting(connection, System.nanoTime()));
        tidyLater();
        return true;
    }

    private boolean isStale(Resting one) {
        return System.nanoTime() - one.sinceNanos() >= moment.toNanos();
    }

    private void tidyLater() {
        if (tidying.compareAndSet(false, true)) {
            later.execute(this::tidy);
        }
    }

    private void tidy() {
        tidying.set(false);
        resting.values().forEach(this::tidy);
        if (resting() > 0) {
            tidyLater();
        }
    }

    /// The oldest are last. One that somebody takes meanwhile is not closed.
    private void tidy(Deque<Resting> free) {
        for (var oldest = free.peekLast(); oldest != null; oldest = free.peekLast()) {
            if (!isStale(oldest) && oldest.connection().isConnected()) {
                return;
            }
            if (free.removeLastOccurrence(oldest)) {
                oldest.connection().closeResource();
            }
        }
    }

    /// How many could be used again.
    int resting() {
        return resting.values().stream()
                .mapToInt(free ->
                        (int) free.stream().filter(it -> it.connection().isConnected()).count())
                .sum();
    }
}
