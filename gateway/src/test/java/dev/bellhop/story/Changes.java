package dev.bellhop.story;

import static org.assertj.core.api.Assertions.fail;

import dev.bellhop.cluster.Address;
import dev.bellhop.db.Database;
import dev.bellhop.gateway.Settings;
import dev.bellhop.media.BucketAddress;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Settings other than the usual ones of a house.
public final class Changes {
    private Changes() {}

    /// Reports that are written to a folder by themselves.
    public static UnaryOperator<Settings> exports(ExportPlan plan) {
        return changed(draft -> draft.exports = Optional.of(plan));
    }

    /// Somebody gathers traces.
    public static UnaryOperator<Settings> tracing(Tracing.Setting tracing) {
        return changed(draft -> draft.tracing = Optional.of(tracing));
    }

    /// Files are in a bucket.
    public static UnaryOperator<Settings> bucket(BucketAddress bucket) {
        return changed(draft -> draft.bucket = Optional.of(bucket));
    }

    /// No limit that a test could meet by chance.
    public static UnaryOperator<Settings> unlimited() {
        var limits = new EnumMap<Limit, Limit.Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            limits.put(limit, new Limit.Rate(1_000_000, 1_000_000, Duration.ofSeconds(1)));
        }
        return changed(draft -> draft.limits = limits);
    }

    /// One limit, and the others as they are.
    public static UnaryOperator<Settings> limit(Limit limit, Limit.Rate rate) {
        return changed(draft -> {
            var limits = new EnumMap<Limit, Limit.Rate>(Limit.class);
            limits.putAll(draft.limits);
            limits.put(limit, rate);
            draft.limits = limits;
        });
    }

    /// Browsers reach the gateway at another address than its own.
    public static UnaryOperator<Settings> publicUrl(URI url) {
        return ServerDraft.change(draft -> draft.publicUrl = Optional.of(url));
    }

    /// A limit that is soon reached and does not let go while a test runs.
    public static UnaryOperator<Settings> limit(Limit limit, int burst) {
        return limit(limit, new Limit.Rate(burst, 1, Duration.ofHours(1)));
    }

    public static UnaryOperator<Settings> breaker(Graph.Breaker breaker) {
        return changed(draft -> draft.meta = meta(draft.meta, draft.meta.url(), breaker));
    }

    /// A number sends so many messages a second at most.
    public static UnaryOperator<Settings> perSecond(int perSecond) {
        return changed(draft -> {
            var meta = draft.meta;
            draft.meta =
                    new Settings.Meta(
                            meta.url(),
                            meta.version(),
                            meta.connectTimeout(),
                            meta.readTimeout(),
                            perSecond,
                            meta.pair(),
                            meta.breaker());
        });
    }

    /// One person gets only so many messages.
    public static UnaryOperator<Settings> pair(PairRate pair) {
        return changed(draft -> {
            var meta = draft.meta;
            draft.meta =
                    new Settings.Meta(
                            meta.url(),
                            meta.version(),
                            meta.connectTimeout(),
                            meta.readTimeout(),
                            meta.perSecond(),
                            pair,
                            meta.breaker());
        });
    }

    /// Meta's answers are waited for so long and no longer, where a test is about one that does not
    /// come.
    public static UnaryOperator<Settings> answersWithin(Duration wait) {
        return changed(draft -> {
            var meta = draft.meta;
            draft.meta =
                    new Settings.Meta(
                            meta.url(),
                            meta.version(),
                            wait,
                            wait,
                            meta.perSecond(),
                            meta.pair(),
                            meta.breaker());
        });
    }

    /// Meta's answers are soon given up, and the status of a send that had none has its time to
    /// come, on a slow machine too: before that nothing is sent again.
    public static Settings impatient(Settings s) {
        return SettingsDraft.of(
                answersWithin(Duration.ofSeconds(2)).apply(s),
                draft ->
                        draft.retry =
                                new Settings.Retry(
                                        draft.retry.backoff(),
                                        Duration.ofSeconds(10),
                                        draft.retry.sweep()));
    }

    /// A database that is slow is not away.
    public static Settings patient(Settings s) {
        var there = s.database().orElseThrow();
        var address =
                new Database.Address(
                        there.url(),
                        there.user(),
                        there.password(),
                        there.connectionsMax(),
                        Duration.ofSeconds(30));
        return SettingsDraft.of(s, draft -> draft.database = Optional.of(address));
    }

    /// Calls go to a Graph of the test's own.
    public static UnaryOperator<Settings> graph(URI url) {
        return changed(
                draft -> draft.meta = meta(draft.meta, Optional.of(url), draft.meta.breaker()));
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
            return SettingsDraft.of(settings, draft -> draft.database = Optional.of(cabled));
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
        return changed(draft -> draft.openId = Optional.of(openId));
    }

    /// As on a machine that is for more than trying.
    public static Settings withoutSandbox(Settings s) {
        return SettingsDraft.of(s, draft -> draft.sandbox = false);
    }

    /// Events may go to these hosts, wherever they are.
    public static Settings insideHosts(Settings s, String... hosts) {
        return SettingsDraft.of(
                s,
                draft -> draft.events = new Settings.Events(List.of(hosts), draft.events.kept()));
    }

    /// Some things are shared through Redis.
    public static UnaryOperator<Settings> redis(String url) {
        return changed(draft -> draft.redis = Optional.of(Address.of(url)));
    }

    private static UnaryOperator<Settings> changed(Consumer<SettingsDraft> change) {
        return settings -> SettingsDraft.of(settings, change);
    }
}
