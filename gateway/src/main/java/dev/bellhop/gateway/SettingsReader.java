package dev.bellhop.gateway;

import dev.bellhop.cluster.Address;
import dev.bellhop.db.Database;
import dev.bellhop.media.BucketAddress;
import dev.bellhop.people.OpenId;
import dev.bellhop.relay.Backoff;
import dev.bellhop.relay.PairRate;
import dev.bellhop.report.ExportPlan;
import dev.bellhop.trace.HeaderFile;
import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.KeySource;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Peers;
import dev.bellhop.whatsapp.Graph;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads the settings. Whatever is not a key of ours, or has a value that cannot be, ends the start
/// with one line.
final class SettingsReader {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:-]+");
    private static final Pattern GRAPH_VERSION = Pattern.compile("v\\d{1,3}\\.\\d{1,3}");

    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern BUCKET =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");

    /// What no storage writes otherwise in an address.
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]+/)*[A-Za-z0-9._-]*");

    private static final Pattern INSTALLATION = Pattern.compile("[0-9a-f-]{36}");

    /// The pool takes no shorter one.
    private static final Duration PATIENCE_MIN = Duration.ofMillis(250);

    /// Keys that take several values.
    private static final Set<String> LISTS =
            Set.of("server.trusted-proxies", "server.metrics-allowed", "events.inside-hosts");

    private static final List<String> FIXED_KEYS =
            List.of(
                    "server.host",
                    "server.port",
                    "server.public-url",
                    "server.tls-certificate",
                    "server.tls-key",
                    "server.trusted-proxies",
                    "server.metrics-allowed",
                    "server.visitor-connections",
                    "data.dir",
                    "database.url",
                    "database.user",
                    "database.password",
                    "database.password-file",
                    "database.connections",
                    "database.patience",
                    "database.embedded-memory",
                    "cluster.redis-url",
                    "media.s3.endpoint",
                    "media.s3.bucket",
                    "media.s3.region",
                    "media.s3.prefix",
                    "media.s3.access-key",
                    "media.s3.secret-key",
                    "media.s3.secret-key-file",
                    "media.s3.path-style",
                    "media.s3.take-over",
                    "vault.key-file",
                    "vault.key-command",
                    "vault.previous-key-file",
                    "sandbox.enabled",
                    "panel.zone",
                    "sign-in.issuer",
                    "sign-in.client-id",
                    "sign-in.client-secret-file",
                    "sign-in.provider-name",
                    "whatsapp.graph-url",
                    "whatsapp.graph-version",
                    "whatsapp.connect-timeout",
                    "whatsapp.read-timeout",
                    "whatsapp.messages-per-second",
                    "whatsapp.person-burst",
                    "whatsapp.person-every",
                    "breaker.volume",
                    "breaker.error-percent",
                    "breaker.delay",
                    "retry.first",
                    "retry.ceiling",
                    "retry.unsure-wait",
                    "retry.sweep",
                    "retention.webhooks",
                    "retention.events",
                    "events.inside-hosts",
                    "reports.exports.folder",
                    "reports.exports.reports",
                    "reports.exports.format",
                    "reports.exports.every",
                    "reports.exports.hour",
                    "reports.exports.zone",
                    "tracing.otlp-url",
                    "tracing.sample",
                    "tracing.headers-file");

    /// What the key is called among systemd's credentials.
    private static final String CREDENTIAL = "bellhop-master-key";

    private final SettingValues values;

    /// The directory in which systemd puts what it was told to keep for the service.
    private final Optional<Path> credentials;

    private SettingsReader(SettingValues values, Optional<Path> credentials) {
        this.values = values;
        this.credentials = credentials;
    }

    /// Every key there is.
    static Set<String> keys() {
        var keys = new TreeSet<>(FIXED_KEYS);
        for (Limit limit : Limit.values()) {
            for (String part : List.of("burst", "refill", "every")) {
                keys.add("limits." + limit.key() + "." + part);
            }
        }
        return keys;
    }

    /// Reads from the given places.
    ///
    /// @param file the configuration file, if there is one
    /// @throws BadSetting with one line that names the key, the value and what would be right
    static Settings read(
            Optional<Path> file, Map<String, String> environment, Properties properties) {
        var config = new SettingSources(keys(), LISTS).open(file, environment, properties);
        return new SettingsReader(
                        new SettingValues(config),
                        Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY")).map(Path::of))
                .settings();
    }

    private Settings settings() {
        var dataDir = Path.of(values.text("data.dir"));
        var zone =
                values.maybe("panel.zone")
                        .map(name -> values.zone("panel.zone", name))
                        .orElse(ZoneId.systemDefault());
        return new Settings(
                server(),
                dataDir,
                database(),
                new Settings.Embedded(
                        values.megabytes("database.embedded-memory"),
                        values.number("database.connections", 2, 500),
                        patience()),
                key(dataDir),
                values.flag("sandbox.enabled"),
                meta(),
                new Settings.Retry(
                        new Backoff(
                                values.duration("retry.first"), values.duration("retry.ceiling")),
                        values.duration("retry.unsure-wait"),
                        values.duration("retry.sweep")),
                new Settings.Retention(values.duration("retention.webhooks")),
                zone,
                openId(),
                redis(),
                limits(),
                exports(zone),
                new Settings.Events(insideHosts(), values.duration("retention.events")),
                tracing(),
                bucket());
    }

    /// What is set is looked at, whether there is a bucket or not.
    private Optional<BucketAddress> bucket() {
        var endpoint =
                values.maybe("media.s3.endpoint").map(url -> values.uri("media.s3.endpoint", url));
        var region = values.like("media.s3.region", REGION, "a region like eu-central-1");
        boolean pathStyle = values.flag("media.s3.path-style");
        var prefix = prefix();
        var takeOver =
                values.maybe("media.s3.take-over")
                        .map(_ ->
                                values.like(
                                        "media.s3.take-over",
                                        INSTALLATION,
                                        "the id of the installation whose bucket it was, as the"
                                                + " start says it"));
        if (values.maybe("media.s3.bucket").isEmpty()) {
            return Optional.empty();
        }
        var accessKey = values.maybe("media.s3.access-key");
        var secretKey =
                values.maybe("media.s3.secret-key-file")
                        .map(file -> secret("media.s3.secret-key-file", file))
                        .or(() -> values.maybe("media.s3.secret-key"))
                        .filter(secret -> !secret.isEmpty());
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            throw new BadSetting(
                    "media.s3.bucket needs media.s3.access-key and media.s3.secret-key-file");
        }
        return Optional.of(
                new BucketAddress(
                        endpoint,
                        region,
                        values.like("media.s3.bucket", BUCKET, "a name like bellhop-files"),
                        prefix,
                        accessKey.get(),
                        secretKey.get(),
                        pathStyle,
                        takeOver));
    }

    /// With a slash at its end; an empty one is none.
    private String prefix() {
        var prefix = values.maybe("media.s3.prefix").orElse("");
        if (!PREFIX.matcher(prefix).matches()) {
            throw SettingValues.wrong(
                    "media.s3.prefix", prefix, "a path like bellhop/, or empty for none");
        }
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    private Optional<Tracing.Setting> tracing() {
        double sample = values.share("tracing.sample");
        var url = values.maybe("tracing.otlp-url").map(it -> values.uri("tracing.otlp-url", it));
        var headers = values.maybe("tracing.headers-file").map(Path::of);
        if (url.isPresent()) {
            headers.ifPresent(SettingsReader::lookAtHeaders);
        }
        return url.map(it -> new Tracing.Setting(it, sample, headers));
    }

    private static void lookAtHeaders(Path file) {
        try {
            var _ = HeaderFile.read(file);
        } catch (NoSuchFileException missing) {
            throw new BadSetting("tracing.headers-file: " + file + " cannot be read");
        } catch (IOException e) {
            throw new BadSetting("tracing.headers-file: " + e.getMessage());
        }
    }

    private List<String> insideHosts() {
        var hosts = values.list("events.inside-hosts");
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw SettingValues.wrong(
                        "events.inside-hosts",
                        host,
                        "names of hosts like crm.internal, or addresses");
            }
        }
        return hosts;
    }

    /// What is set is looked at, whether there is a folder or not.
    private Optional<ExportPlan> exports(ZoneId otherwise) {
        var zone =
                values.maybe("reports.exports.zone")
                        .map(name -> values.zone("reports.exports.zone", name))
                        .orElse(otherwise);
        var reports = List.of(values.text("reports.exports.reports").split("\\s*,\\s*"));
        var every = values.text("reports.exports.every");
        var length =
                Arrays.stream(ExportPlan.Every.values())
                        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(every))
                        .findFirst()
                        .orElseThrow(() ->
                                SettingValues.wrong(
                                        "reports.exports.every", every, "day, week or month"));
        try {
            var plan =
                    new ExportPlan(
                            Path.of(values.maybe("reports.exports.folder").orElse("")),
                            reports,
                            values.text("reports.exports.format"),
                            length,
                            values.number("reports.exports.hour", 0, 23),
                            zone);
            return values.maybe("reports.exports.folder").map(_ -> plan);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("reports.exports: " + e.getMessage());
        }
    }

    private Settings.Key key(Path dataDir) {
        var file = values.maybe("vault.key-file").map(Path::of);
        var command = values.maybe("vault.key-command");
        if (file.isPresent() && command.isPresent()) {
            throw SettingValues.wrong(
                    "vault.key-command", command.get(), "unset while vault.key-file is set");
        }
        KeySource source =
                file.<KeySource>map(KeySource.File::new)
                        .or(() -> command.map(line -> new KeySource.Command(words(line))))
                        .or(() -> credential().map(KeySource.Credential::new))
                        .orElseGet(() -> new KeySource.File(dataDir.resolve("master.key")));
        return new Settings.Key(source, values.maybe("vault.previous-key-file").map(Path::of));
    }

    private static List<String> words(String line) {
        return List.of(line.split("\\s+"));
    }

    private Optional<Path> credential() {
        return credentials.map(it -> it.resolve(CREDENTIAL)).filter(Files::exists);
    }

    /// As the provider writes it, to the last slash; by https, as whoever stands in between could
    /// be anybody here.
    private URI issuer(String text) {
        var uri = values.uri("sign-in.issuer", text);
        boolean here = uri.getHost().equals("localhost") || uri.getHost().equals("127.0.0.1");
        if (!"https".equals(uri.getScheme()) && !here) {
            throw SettingValues.wrong(
                    "sign-in.issuer", text, "an address that begins with https://");
        }
        return URI.create(text);
    }

    private Optional<OpenId.Setting> openId() {
        return values.maybe("sign-in.issuer")
                .map(issuer ->
                        new OpenId.Setting(
                                issuer(issuer),
                                values.maybe("sign-in.client-id").orElse("bellhop"),
                                values.maybe("sign-in.client-secret-file")
                                        .map(file -> secret("sign-in.client-secret-file", file))
                                        .map(Secret::of),
                                values.maybe("sign-in.provider-name").orElse("single sign-on")));
    }

    private Settings.Meta meta() {
        return new Settings.Meta(
                values.maybe("whatsapp.graph-url")
                        .map(url -> values.uri("whatsapp.graph-url", url)),
                values.like("whatsapp.graph-version", GRAPH_VERSION, "a version like v26.0"),
                values.duration("whatsapp.connect-timeout"),
                values.duration("whatsapp.read-timeout"),
                values.number("whatsapp.messages-per-second", 1, 1_000),
                new PairRate(
                        values.number("whatsapp.person-burst", 1, 1_000_000),
                        values.duration("whatsapp.person-every")),
                new Graph.Breaker(
                        values.number("breaker.volume", 2, 1000),
                        values.number("breaker.error-percent", 1, 100),
                        values.duration("breaker.delay")));
    }

    private Settings.Server server() {
        return new Settings.Server(
                values.like("server.host", HOST, "an address like 127.0.0.1, or a host's name"),
                values.number("server.port", 0, 65_535),
                values.maybe("server.public-url").map(url -> values.uri("server.public-url", url)),
                networks("server.trusted-proxies"),
                networks("server.metrics-allowed"),
                tls(),
                values.number("server.visitor-connections", 1, 1_000_000));
    }

    /// A listener that speaks TLS is reached by a name that its certificate has.
    private Optional<Settings.Tls> tls() {
        var certificate = values.maybe("server.tls-certificate");
        var key = values.maybe("server.tls-key");
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new BadSetting("server.tls-certificate and server.tls-key go together");
        }
        var url = values.maybe("server.public-url").orElse("");
        if (!url.startsWith("https://")) {
            throw new BadSetting(
                    "server.tls-certificate needs a server.public-url that begins with https://");
        }
        if (values.flag("sandbox.enabled")) {
            throw new BadSetting(
                    "sandbox.enabled: the sandbox speaks plain HTTP; leave server.tls-certificate"
                            + " and server.tls-key out while you try things");
        }
        return Optional.of(new Settings.Tls(Path.of(certificate.get()), Path.of(key.get())));
    }

    private List<String> networks(String key) {
        var networks = values.list(key);
        try {
            var _ = new Peers(networks);
            return networks;
        } catch (IllegalArgumentException e) {
            throw SettingValues.wrong(
                    key, String.join(", ", networks), "addresses or networks like 10.0.0.0/8");
        }
    }

    private Optional<Database.Address> database() {
        var url = values.maybe("database.url");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (!url.get().startsWith("jdbc:mariadb://")) {
            throw SettingValues.wrong(
                    "database.url", url.get(), "an address like jdbc:mariadb://host:3306/bellhop");
        }
        return Optional.of(
                new Database.Address(
                        url.get(),
                        values.maybe("database.user").orElse("bellhop"),
                        password(),
                        values.number("database.connections", 2, 500),
                        patience()));
    }

    /// What it says is not repeated, because of the password in it.
    private Optional<Address> redis() {
        try {
            return values.maybe("cluster.redis-url").map(Address::of);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(
                    "cluster.redis-url must be an address like redis://user:password@host:6379, or"
                            + " rediss:// for TLS; of a user's or password's signs, what is neither"
                            + " letter nor digit is written like %40 for @");
        }
    }

    private String password() {
        var file = values.maybe("database.password-file");
        if (file.isEmpty()) {
            return values.maybe("database.password").orElse("");
        }
        return secret("database.password-file", file.get());
    }

    private static String secret(String key, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new BadSetting(key + ": " + file + " cannot be read");
        }
    }

    private Map<Limit, Limit.Rate> limits() {
        var changed = new EnumMap<Limit, Limit.Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            var key = "limits." + limit.key();
            if (values.has(key)) {
                var usual = limit.rate();
                changed.put(
                        limit,
                        new Limit.Rate(
                                values.has(key + ".burst")
                                        ? values.number(key + ".burst", 1, 1_000_000)
                                        : usual.burst(),
                                values.has(key + ".refill")
                                        ? values.number(key + ".refill", 1, 1_000_000)
                                        : usual.refill(),
                                values.has(key + ".every")
                                        ? values.duration(key + ".every")
                                        : usual.every()));
            }
        }
        return changed;
    }

    private Duration patience() {
        var patience = values.duration("database.patience");
        if (patience.compareTo(PATIENCE_MIN) < 0) {
            throw SettingValues.wrong(
                    "database.patience",
                    values.text("database.patience"),
                    "a time of at least 250ms");
        }
        return patience;
    }
}
