package dev.bellhop.gateway;

import dev.bellhop.cluster.Address;
import dev.bellhop.db.Database;
import dev.bellhop.media.BucketAddress;
import dev.bellhop.media.Store;
import dev.bellhop.people.OpenId;
import dev.bellhop.relay.Backoff;
import dev.bellhop.relay.PairRate;
import dev.bellhop.report.ExportPlan;
import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.KeySource;
import dev.bellhop.web.Limit;
import dev.bellhop.whatsapp.Graph;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that can be set, read once at start. `config/bellhop.yaml` documents each key.
///
/// @param database where an external database is; without it an embedded one is started below
///   `dataDir`
/// @param redis what this gateway shares with those beside it; empty where there are none
/// @param exports which reports are written to a folder by themselves
/// @param tracing who gathers traces; empty where nobody does
/// @param bucket where files are that people send; empty where they are below `dataDir`
public record Settings(
        Server server,
        Path dataDir,
        Optional<Database.Address> database,
        Embedded embedded,
        Key key,
        boolean sandbox,
        Meta meta,
        Retry retry,
        Retention retention,
        ZoneId zone,
        Optional<OpenId.Setting> openId,
        Optional<Address> redis,
        Map<Limit, Limit.Rate> limits,
        Optional<ExportPlan> exports,
        Events events,
        Optional<Tracing.Setting> tracing,
        Optional<BucketAddress> bucket) {

    /// Settings in which nothing is said of events, traces and a bucket.
    public Settings(
            Server server,
            Path dataDir,
            Optional<Database.Address> database,
            Embedded embedded,
            Key key,
            boolean sandbox,
            Meta meta,
            Retry retry,
            Retention retention,
            ZoneId zone,
            Optional<OpenId.Setting> openId,
            Optional<Address> redis,
            Map<Limit, Limit.Rate> limits,
            Optional<ExportPlan> exports) {
        this(
                server,
                dataDir,
                database,
                embedded,
                key,
                sandbox,
                meta,
                retry,
                retention,
                zone,
                openId,
                redis,
                limits,
                exports,
                new Events(List.of(), Duration.ofDays(14)),
                Optional.empty(),
                Optional.empty());
    }

    /// The one listener.
    ///
    /// @param port 0 picks a free one
    /// @param publicUrl how visitors and Meta reach it; without it `http://localhost:PORT`
    /// @param trustedProxies whose `X-Forwarded-For` is believed
    /// @param metricsAllowed who may read metrics without a token, beside this machine
    /// @param tls with what it speaks TLS itself; empty where a proxy does, or nobody
    /// @param visitorConnections how many visitors of one address may be connected
    public record Server(
            String host,
            int port,
            Optional<URI> publicUrl,
            List<String> trustedProxies,
            List<String> metricsAllowed,
            Optional<Tls> tls,
            int visitorConnections) {
        public Server {
            metricsAllowed = List.copyOf(metricsAllowed);
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /// Files in PEM, as certificate authorities and their tools write them.
    ///
    /// @param certificate the listener's own, then those that lead to a root
    /// @param key the private key, not encrypted (PKCS #8)
    public record Tls(Path certificate, Path key) {}

    /// Where the master key comes from.
    ///
    /// @param previous the file of the one before, while it is changed where it comes from
    public record Key(KeySource source, Optional<Path> previous) {}

    /// The embedded database and the pool to whichever database it is.
    public record Embedded(int bufferPoolMegabytes, int connectionsMax, Duration patience) {}

    /// How Meta is called.
    ///
    /// @param url whom to call instead of Meta; with the sandbox on and nothing set, the sandbox
    /// @param perSecond how many messages a second one number sends at most
    /// @param pair how many messages one person gets from one number
    public record Meta(
            Optional<URI> url,
            String version,
            Duration connectTimeout,
            Duration readTimeout,
            int perSecond,
            PairRate pair,
            Graph.Breaker breaker) {}

    /// When sends are tried again.
    ///
    /// @param unsureWait how long a status may take to tell that a send without an answer went
    ///   through
    /// @param sweep how often lost wakes are looked for
    public record Retry(Backoff backoff, Duration unsureWait, Duration sweep) {}

    /// How long what is over stays.
    ///
    /// @param webhooks notifications, after they were received
    public record Retention(Duration webhooks) {}

    /// Events for other systems.
    ///
    /// @param insideHosts hosts of one's own network that they may go to
    /// @param kept for how long they stay, and what became of them
    public record Events(List<String> insideHosts, Duration kept) {
        public Events {
            insideHosts = List.copyOf(insideHosts);
        }
    }

    public Settings {
        limits = Map.copyOf(limits);
    }

    /// Opens the place where files are.
    ///
    /// @param installation whose they are; empty while that is not known
    Store openStore(Optional<String> installation, Clock clock) throws IOException {
        var folder = dataDir.resolve("media");
        return bucket.isPresent()
                ? Store.bucket(bucket.get(), folder, installation, clock)
                : Store.folder(folder);
    }
}
