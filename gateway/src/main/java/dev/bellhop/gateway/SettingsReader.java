package dev.bellhop.gateway;

import dev.bellhop.db.Database;
import dev.bellhop.relay.Backoff;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Peers;
import dev.bellhop.whatsapp.Graph;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the settings with Helidon Config: packaged defaults, the file, the environment, system
/// properties, the later ones winning. Whatever is not a key of ours, or has a value that cannot
/// be, ends the start with one line.
final class SettingsReader {
    private static final String DEFAULTS = "bellhop-defaults.yaml";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern LIST_INDEX = Pattern.compile("\\.\\d+$");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:-]+");
    private static final Pattern GRAPH_VERSION = Pattern.compile("v\\d{1,3}\\.\\d{1,3}");
    private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

    /// The pool takes no shorter one.
    private static final Duration PATIENCE_MIN = Duration.ofMillis(250);

    /// Keys that take several values.
    private static final Set<String> LISTS = Set.of("server.trusted-proxies");

    /// Names with our prefix that are not keys: the file itself, and what the command line reads.
    private static final Set<String> OTHER_NAMES =
            Set.of("BELLHOP_CONFIG", "BELLHOP_URL", "BELLHOP_TOKEN", "BELLHOP_CLI_CLASS_PATH");

    private static final List<String> FIXED_KEYS =
            List.of(
                    "server.host",
                    "server.port",
                    "server.public-url",
                    "server.trusted-proxies",
                    "data.dir",
                    "database.url",
                    "database.user",
                    "database.password",
                    "database.password-file",
                    "database.connections",
                    "database.patience",
                    "database.embedded-memory",
                    "vault.key-file",
                    "sandbox.enabled",
                    "panel.zone",
                    "whatsapp.graph-url",
                    "whatsapp.graph-version",
                    "whatsapp.connect-timeout",
                    "whatsapp.read-timeout",
                    "breaker.volume",
                    "breaker.error-percent",
                    "breaker.delay",
                    "retry.first",
                    "retry.ceiling",
                    "retry.unsure-wait",
                    "retry.sweep");

    private final Config config;

    private SettingsReader(Config config) {
        this.config = config;
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
        var fromEnvironment = fromEnvironment(environment);
        var fromProperties = fromProperties(properties);
        try {
            var builder =
                    Config.builder()
                            .disableEnvironmentVariablesSource()
                            .disableSystemPropertiesSource()
                            .disableKeyResolving() // a value is what it says: passwords may hold
                            // any sign
                            .disableValueResolving()
                            .addSource(ConfigSources.create(fromProperties))
                            .addSource(ConfigSources.create(fromEnvironment));
            file.ifPresent(path -> builder.addSource(ConfigSources.file(readable(path))));
            var config = builder.addSource(ConfigSources.classpath(DEFAULTS)).build();
            refuseUnknown(config);
            return new SettingsReader(config).settings();
        } catch (ConfigException e) {
            var name = file.map(path -> " file " + path).orElse("");
            throw new BadSetting("the configuration" + name + " cannot be read: " + reason(e));
        }
    }

    private static Path readable(Path path) {
        if (!Files.isReadable(path)) {
            throw new BadSetting(
                    "the configuration file " + path + " does not exist or cannot be read");
        }
        return path;
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment) {
        var names = new HashMap<String, String>();
        keys().forEach(key -> names.put(environmentName(key), key));
        var values = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (!name.startsWith("BELLHOP_") || OTHER_NAMES.contains(name)) {
                return;
            }
            var key = names.get(name);
            if (key == null) {
                throw new BadSetting(
                        "the environment sets " + name + ", which is no setting of Bellhop's");
            }
            values.put(key, value);
        });
        return values;
    }

    static String environmentName(String key) {
        return "BELLHOP_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static Map<String, String> fromProperties(Properties properties) {
        var values = new TreeMap<String, String>();
        for (String key : keys()) {
            var value = properties.getProperty(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private static void refuseUnknown(Config config) {
        var keys = keys();
        for (String found : new TreeSet<>(config.asMap().orElse(Map.of()).keySet())) {
            var whole = LIST_INDEX.matcher(found).replaceFirst("");
            var key = LISTS.contains(whole) ? whole : found;
            if (!keys.contains(key)) {
                throw new BadSetting("unknown setting " + key + nearest(key, keys));
            }
        }
    }

    private static String nearest(String key, Set<String> keys) {
        var last = key.substring(key.lastIndexOf('.') + 1);
        return keys.stream()
                .filter(known -> known.endsWith("." + last) || known.startsWith(key))
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse("; config/bellhop.yaml lists all");
    }

    private Settings settings() {
        var dataDir = Path.of(text("data.dir"));
        return new Settings(
                server(),
                dataDir,
                database(),
                new Settings.Embedded(
                        megabytes("database.embedded-memory"),
                        number("database.connections", 2, 500),
                        patience()),
                maybe("vault.key-file").map(Path::of).orElse(dataDir.resolve("master.key")),
                flag("sandbox.enabled"),
                maybe("whatsapp.graph-url").map(url -> uri("whatsapp.graph-url", url)),
                like("whatsapp.graph-version", GRAPH_VERSION, "a version like v26.0"),
                duration("whatsapp.connect-timeout"),
                duration("whatsapp.read-timeout"),
                new Graph.Breaker(
                        number("breaker.volume", 2, 1000),
                        number("breaker.error-percent", 1, 100),
                        duration("breaker.delay")),
                new Settings.Retry(
                        new Backoff(duration("retry.first"), duration("retry.ceiling")),
                        duration("retry.unsure-wait"),
                        duration("retry.sweep")),
                maybe("panel.zone").map(this::zone).orElse(ZoneId.systemDefault()),
                limits());
    }

    private Settings.Server server() {
        var proxies = config.get("server.trusted-proxies").asList(String.class).orElse(List.of());
        try {
            var _ = new Peers(proxies);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "server.trusted-proxies",
                    String.join(", ", proxies),
                    "addresses or networks like 10.0.0.0/8");
        }
        return new Settings.Server(
                like("server.host", HOST, "an address like 127.0.0.1, or a host's name"),
                number("server.port", 0, 65_535),
                maybe("server.public-url").map(url -> uri("server.public-url", url)),
                proxies);
    }

    private Optional<Database.Address> database() {
        var url = maybe("database.url");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (!url.get().startsWith("jdbc:mariadb://")) {
            throw wrong(
                    "database.url", url.get(), "an address like jdbc:mariadb://host:3306/bellhop");
        }
        return Optional.of(
                new Database.Address(
                        url.get(),
                        maybe("database.user").orElse("bellhop"),
                        password(),
                        number("database.connections", 2, 500),
                        patience()));
    }

    private String password() {
        var file = maybe("database.password-file");
        if (file.isEmpty()) {
            return maybe("database.password").orElse("");
        }
        try {
            return Files.readString(Path.of(file.get())).strip();
        } catch (IOException e) {
            throw new BadSetting("database.password-file: " + file.get() + " cannot be read");
        }
    }

    private Map<Limit, Limit.Rate> limits() {
        var changed = new EnumMap<Limit, Limit.Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            var key = "limits." + limit.key();
            if (config.get(key).exists()) {
                var usual = limit.rate();
                changed.put(
                        limit,
                        new Limit.Rate(
                                config.get(key + ".burst").exists()
                                        ? number(key + ".burst", 1, 1_000_000)
                                        : usual.burst(),
                                config.get(key + ".refill").exists()
                                        ? number(key + ".refill", 1, 1_000_000)
                                        : usual.refill(),
                                config.get(key + ".every").exists()
                                        ? duration(key + ".every")
                                        : usual.every()));
            }
        }
        return changed;
    }

    private String text(String key) {
        return maybe(key).orElseThrow(() -> new BadSetting(key + " is empty"));
    }

    private String like(String key, Pattern pattern, String right) {
        var text = text(key);
        if (!pattern.matcher(text).matches()) {
            throw wrong(key, text, right);
        }
        return text;
    }

    private Duration patience() {
        var patience = duration("database.patience");
        if (patience.compareTo(PATIENCE_MIN) < 0) {
            throw wrong("database.patience", text("database.patience"), "a time of at least 250ms");
        }
        return patience;
    }

    private Optional<String> maybe(String key) {
        return config.get(key)
                .asString()
                .asOptional()
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private int number(String key, int min, int max) {
        var text = text(key);
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, text, "a whole number from " + min + " to " + max);
        }
        throw wrong(key, text, "a whole number from " + min + " to " + max);
    }

    private boolean flag(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, text(key), "true or false");
        };
    }

    private Duration duration(String key) {
        var matcher = DURATION.matcher(text(key));
        if (!matcher.matches()) {
            throw wrong(key, text(key), "a time like 500ms, 30s, 5m, 24h");
        }
        long amount = Long.parseLong(matcher.group(1));
        var duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                };
        if (duration.isZero()) {
            throw wrong(key, text(key), "a time above 0");
        }
        return duration;
    }

    private int megabytes(String key) {
        var text = text(key);
        if (text.endsWith("MB")) {
            try {
                int number = Integer.parseInt(text.substring(0, text.length() - 2).strip());
                if (number >= 16 && number <= 1_000_000) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw wrong(key, text, "a size like 64MB");
            }
        }
        throw wrong(key, text, "a size like 64MB, at least 16MB");
    }

    private URI uri(String key, String text) {
        Function<String, BadSetting> bad =
                value -> wrong(key, value, "an address like https://chat.example.com");
        try {
            var uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw bad.apply(text);
        }
        throw bad.apply(text);
    }

    private ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw wrong("panel.zone", text, "a time zone like Europe/Lisbon");
        }
    }

    private static BadSetting wrong(String key, String value, String right) {
        return new BadSetting(key + " is \"" + value + "\"; it must be " + right);
    }

    /// The parser's first line, and where in the file it stumbled.
    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof ClassCastException) {
            return "it must hold keys with values";
        }
        var message = String.valueOf(deepest.getMessage());
        var place = PLACE.matcher(message);
        return message.lines().findFirst().orElse("") + (place.find() ? ", " + place.group() : "");
    }
}
