package dev.bellhop.gateway;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The places where settings are looked for: packaged defaults, the file, the environment, system
/// properties, the later ones winning. A key that nobody knows ends the start. An installed package
/// has a default of its own for where the data is.
///
/// @param keys every key there is
/// @param lists those of them that take several values
record SettingSources(Set<String> keys, Set<String> lists) {
    private static final String DEFAULTS = "bellhop-defaults.yaml";
    private static final Pattern LIST_INDEX = Pattern.compile("\\.\\d+$");
    private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

    /// Where a package keeps the data unless somebody says otherwise: another default, and no more.
    private static final String PACKAGED_DATA_DIR = "BELLHOP_PACKAGED_DATA_DIR";

    /// Names with our prefix that are not keys: the file itself, and what the command line reads.
    private static final Set<String> OTHER_NAMES =
            Set.of(
                    "BELLHOP_CONFIG",
                    PACKAGED_DATA_DIR,
                    "BELLHOP_URL",
                    "BELLHOP_TOKEN",
                    "BELLHOP_CONTEXT",
                    "BELLHOP_PAGER",
                    "BELLHOP_COMPLETION_SECONDS");

    /// What is for the command line alone begins so.
    private static final String OF_THE_COMMAND = "BELLHOP_CLI_";

    /// Opens all of them as one.
    ///
    /// @param file the configuration file, if there is one
    /// @throws BadSetting when a place cannot be read, or names a key that does not exist
    Config open(Optional<Path> file, Map<String, String> environment, Properties properties) {
        var fromEnvironment = fromEnvironment(environment);
        var fromProperties = fromProperties(properties);
        try {
            // No resolving of keys or values: a value is what it says, passwords may hold any sign.
            var builder =
                    Config.builder()
                            .disableEnvironmentVariablesSource()
                            .disableSystemPropertiesSource()
                            .disableKeyResolving()
                            .disableValueResolving()
                            .addSource(ConfigSources.create(fromProperties))
                            .addSource(ConfigSources.create(fromEnvironment));
            file.ifPresent(path -> builder.addSource(ConfigSources.file(readable(path))));
            Optional.ofNullable(environment.get(PACKAGED_DATA_DIR))
                    .map(folder -> ConfigSources.create(Map.of("data.dir", folder)))
                    .ifPresent(builder::addSource);
            var config = builder.addSource(ConfigSources.classpath(DEFAULTS)).build();
            refuseUnknown(config);
            return config;
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

    private Map<String, String> fromEnvironment(Map<String, String> environment) {
        var names = new HashMap<String, String>();
        keys.forEach(key -> names.put(environmentName(key), key));
        var values = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (!name.startsWith("BELLHOP_")
                    || name.startsWith(OF_THE_COMMAND)
                    || OTHER_NAMES.contains(name)) {
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

    private Map<String, String> fromProperties(Properties properties) {
        var values = new TreeMap<String, String>();
        for (String key : keys) {
            var value = properties.getProperty(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private void refuseUnknown(Config config) {
        for (String found : new TreeSet<>(config.asMap().orElse(Map.of()).keySet())) {
            var whole = LIST_INDEX.matcher(found).replaceFirst("");
            var key = lists.contains(whole) ? whole : found;
            if (!keys.contains(key)) {
                throw new BadSetting("unknown setting " + key + nearest(key));
            }
        }
    }

    private String nearest(String key) {
        var last = key.substring(key.lastIndexOf('.') + 1);
        return keys.stream()
                .filter(known -> known.endsWith("." + last) || known.startsWith(key))
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse("; config/bellhop.yaml lists all");
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
