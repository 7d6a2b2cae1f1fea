package dev.bellhop.story;

import static org.assertj.core.api.Assertions.fail;

import dev.bellhop.cluster.Address;
import dev.bellhop.db.Database;
import dev.bellhop.gateway.Settings;
import dev.bellhop.people.OpenId;
import dev.bellhop.relay.PairRate;
import dev.bellhop.report.ExportPlan;
import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.KeySource;
import dev.bellhop.web.Limit;
import dev.bellhop.whatsapp.Graph;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Settings other than the usual ones of a house.
public final class Changes {
    private Changes() {}

    /// Reports that are written to a folder by themselves.
    public static UnaryOperator<Settings> exports(ExportPlan plan) {
        return s ->
                new Settings(
                        s.server(),
                        s.dataDir(),
                        s.database(),
                        s.embedded(),
                        s.key(),
                        s.sandbox(),
                        s.meta(),
                        s.retry(),
                        s.retention(),
                        s.zone(),
                        s.openId(),
                        s.redis(),
                        s.limits(),
                        Optional.of(plan),
                        s.events(),
                        s.tracing());
    }

    /// Somebody gathers traces.
    public static UnaryOperator<Settings> tracing(Tracing.Setting tracing) {
        return s ->
                new Settings(
                        s.server(),
                        s.dataDir(),
                        s.database(),
                        s.embedded(),
                        s.key(),
                        s.sandbox(),
                        s.meta(),
                        s.retry(),
                        s.retention(),
                        s.zone(),
                        s.openId(),
                        s.redis(),
                        s.limits(),
                        s.exports(),
                        s.events(),
                        Optional.of(tracing));
    }

    /// No limit that a test could meet by chance.
    public static UnaryOperator<Settings> unlimited() {
        var limits = new EnumMap<Limit, Limit.Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            limits.put(limit, new Limit.Rate(1_000_000, 1_000_000, Duration.ofSeconds(1)));
        }
        return settings -> with(settings, settings.database(), settings.meta(), limits);
    }

    /// One limit, and the others as they are.
    public static UnaryOperator<Settings> limit(Limit limit, Limit.Rate rate) {
        return settings -> {
            var limits = new EnumMap<Limit, Limit.Rate>(Limit.class);
            limits.putAll(settings.limits());
            limits.put(limit, rate);
            return with(settings, settings.database(), settings.meta(), limits);
        };
    }

    /// Browsers reach the gateway at another address than its own.
    public static UnaryOperator<Settings> publicUrl(URI url) {
        return settings -> {
            var server = settings.server();
            return House.withServer(
                    settings,
                    new Settings.Server(
                            server.host(),
                            server.port(),
                            Optional.of(url),
                            server.trustedProxies(),
                            server.metricsAllowed()));
        };
    }

    /// A limit that is soon reached and does not let go while a test runs.
    public static UnaryOperator<Settings> limit(Limit limit, int burst) {
        return limit(limit, new Limit.Rate(burst, 1, Duration.ofHours(1)));
    }

    public static UnaryOperator<Settings> breaker(Graph.Breaker breaker) {
        return settings ->
                with(
                        settings,
                        settings.database(),
                        meta(settings.meta(), settings.meta().url(), breaker),
                        settings.limits());
    }

    /// A number sends so many messages a second at most.
    public static UnaryOperator<Settings> perSecond(int perSecond) {
        return settings -> {
            var meta = settings.meta();
            return with(
                    settings,
                    settings.database(),
                    new Settings.Meta(
                            meta.url(),
                            meta.version(),
                            meta.connectTimeout(),
                            meta.readTimeout(),
                            perSecond,
                            meta.pair(),
                            meta.breaker()),
                    settings.limits());
        };
    }

    /// One person gets only so many messages.
    public static UnaryOperator<Settings> pair(PairRate pair) {
        return settings -> {
            var meta = settings.meta();
            return with(
                    settings,
                    settings.database(),
                    new Settings.Meta(
                            meta.url(),
                            meta.version(),
                            meta.connectTimeout(),
                            meta.readTimeout(),
                            meta.perSecond(),
                            pair,
                            meta.breaker()),
                    settings.limits());
        };
    }

    /// Calls go to a Graph of the test's own.
    public static UnaryOperator<Settings> graph(URI url) {
        return settings ->
                with(
                        settings,
                        settings.database(),
                        meta(settings.meta(), Optional.of(url), settings.meta().breaker()),
                        settings.limits());
    }

    /// The database is reached through a cable that can be cut; its absence shows soon.
    public static UnaryOperator<Settings> cabled(Cable cable) {
        return settings -> {
            var direct = settings.database().orElseThrow();
            var cabled =
                    new Database.Address(
                            cable.leadTo(URI.create(direct.url().substring("jdbc:".length()))),
                            direct.user(),
                            direct.password(),
                            direct.connectionsMax(),
                            Duration.ofSeconds(1));
            return with(settings, Optional.of(cabled), settings.meta(), settings.limits());
        };
    }

    private static Settings.Meta meta(
            Settings.Meta meta, Optional<URI> url, Graph.Breaker breaker) {
        return new Settings.Meta(
                url,
                meta.version(),
                meta.connectTimeout(),
                meta.readTimeout(),
                meta.perSecond(),
                meta.pair(),
                breaker);
    }

    /// Where the master key of these settings is.
    public static Path keyFile(Settings settings) {
        return settings.key().source() instanceof KeySource.File(var path)
                ? path
                : fail("the key is in no file");
    }

    /// Agents may come in through a provider of OpenID Connect.
    public static UnaryOperator<Settings> openId(OpenId.Setting openId) {
        return s ->
                new Settings(
                        s.server(),
                        s.dataDir(),
                        s.database(),
                        s.embedded(),
                        s.key(),
                        s.sandbox(),
                        s.meta(),
                        s.retry(),
                        s.retention(),
                        s.zone(),
                        Optional.of(openId),
                        s.redis(),
                        s.limits(),
                        s.exports(),
                        s.events(),
                        s.tracing());
    }

    /// As on a machine that is for more than trying.
    public static Settings withoutSandbox(Settings s) {
        return with(s, false, s.events());
    }

    /// Events may go to these hosts, wherever they are.
    public static Settings insideHosts(Settings s, String... hosts) {
        return with(s, s.sandbox(), new Settings.Events(List.of(hosts), s.events().kept()));
    }

    private static Settings with(Settings s, boolean sandbox, Settings.Events events) {
        return new Settings(
                s.server(),
                s.dataDir(),
                s.database(),
                s.embedded(),
                s.key(),
                sandbox,
                s.meta(),
                s.retry(),
                s.retention(),
                s.zone(),
                s.openId(),
                s.redis(),
                s.limits(),
                s.exports(),
                events,
                s.tracing());
    }

    /// Some things are shared through Redis.
    public static UnaryOperator<Settings> redis(String url) {
        return s ->
                new Settings(
                        s.server(),
                        s.dataDir(),
                        s.database(),
                        s.embedded(),
                        s.key(),
                        s.sandbox(),
                        s.meta(),
                        s.retry(),
                        s.retention(),
                        s.zone(),
                        s.openId(),
                        Optional.of(Address.of(url)),
                        s.limits(),
                        s.exports(),
                        s.events(),
                        s.tracing());
    }

    private static Settings with(
            Settings s,
            Optional<Database.Address> database,
            Settings.Meta meta,
            Map<Limit, Limit.Rate> limits) {
        return new Settings(
                s.server(),
                s.dataDir(),
                database,
                s.embedded(),
                s.key(),
                s.sandbox(),
                meta,
                s.retry(),
                s.retention(),
                s.zone(),
                s.openId(),
                s.redis(),
                limits,
                s.exports(),
                s.events(),
                s.tracing());
    }
}
