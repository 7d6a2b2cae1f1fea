package dev.bellhop.story;

import dev.bellhop.cluster.Address;
import dev.bellhop.db.Database;
import dev.bellhop.gateway.Settings;
import dev.bellhop.media.BucketAddress;
import dev.bellhop.people.OpenId;
import dev.bellhop.report.ExportPlan;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Limit;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Settings while they are changed: what is not touched stays as it was.
public final class SettingsDraft {
    public Settings.Server server;
    public Path dataDir;
    public Optional<Database.Address> database;
    public Settings.Embedded embedded;
    public Settings.Key key;
    public boolean sandbox;
    public Settings.Meta meta;
    public Settings.Retry retry;
    public Settings.Retention retention;
    public ZoneId zone;
    public Optional<OpenId.Setting> openId;
    public Optional<Address> redis;
    public Map<Limit, Limit.Rate> limits;
    public Optional<ExportPlan> exports;
    public Settings.Events events;
    public Optional<Tracing.Setting> tracing;
    public Optional<BucketAddress> bucket;

    private SettingsDraft(Settings s) {
        server = s.server();
        dataDir = s.dataDir();
        database = s.database();
        embedded = s.embedded();
        key = s.key();
        sandbox = s.sandbox();
        meta = s.meta();
        retry = s.retry();
        retention = s.retention();
        zone = s.zone();
        openId = s.openId();
        redis = s.redis();
        limits = s.limits();
        exports = s.exports();
        events = s.events();
        tracing = s.tracing();
        bucket = s.bucket();
    }

    /// The settings with some changes.
    public static Settings of(Settings settings, Consumer<SettingsDraft> change) {
        var draft = new SettingsDraft(settings);
        change.accept(draft);
        return draft.made();
    }

    private Settings made() {
        return new Settings(
                server, dataDir, database, embedded, key, sandbox, meta, retry, retention, zone,
                openId, redis, limits, exports, events, tracing, bucket);
    }
}
