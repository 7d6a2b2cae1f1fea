package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toMap;

import dev.bellhop.web.Limit;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The example configuration is the manual: what it says is what the gateway does.
final class ConfigurationManualTest {
    private static final Path CONFIG = Path.of("..", "config");
    private static final Path MANUAL = CONFIG.resolve("bellhop.yaml");

    /// A setting that is commented out: no blank after the sign, unlike prose.
    private static final Pattern SETTING = Pattern.compile("(?m)^#([a-z][a-z0-9.-]+): (.+)$");

    private static final String WITHOUT_DEFAULT = "# No default";

    /// What is of no use alone, as the manual says.
    private static final List<Set<String>> TOGETHER =
            List.of(
                    Set.of("server.tls-certificate", "server.tls-key", "server.public-url"),
                    Set.of("media.s3.bucket", "media.s3.access-key", "media.s3.secret-key"));

    /// A setting in the manual.
    ///
    /// @param explanation the prose of its paragraph
    private record Entry(String key, String value, String explanation) {
        String line() {
            return key + ": " + value + "\n";
        }

        boolean hasDefault() {
            return !explanation.contains(WITHOUT_DEFAULT);
        }
    }

    @TempDir private Path folder;

    @Test
    void everyKeyIsExplainedOnceAndNoOther() {
        assertThat(entries())
                .extracting(Entry::key)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(SettingsReader.keys());
        assertThat(entries())
                .extracting(Entry::explanation)
                .allMatch(text -> text.startsWith("# "));
    }

    @Test
    void keysThatAreSaidToHaveADefaultAreThoseThatHaveOne() {
        var limits = keys(key -> key.startsWith("limits."));
        var packaged = packagedDefaults();
        assertThat(packaged).doesNotContainAnyElementsOf(limits);
        packaged.addAll(limits);
        assertThat(entries())
                .filteredOn(Entry::hasDefault)
                .extracting(Entry::key)
                .containsExactlyInAnyOrderElementsOf(packaged);
    }

    @Test
    void theFileAsItIsChangesNothing() {
        assertThat(read(Optional.of(MANUAL))).isEqualTo(read(Optional.empty()));
    }

    @Test
    void theDefaultsItNamesAreThoseInForce() throws IOException {
        var settings = readLines(entries().stream().filter(Entry::hasDefault).toList());
        assertThat(settings)
                .usingRecursiveComparison()
                .ignoringFields("limits")
                .isEqualTo(read(Optional.empty()));
        assertThat(settings.limits())
                .isEqualTo(
                        Arrays.stream(Limit.values()).collect(toMap(limit -> limit, Limit::rate)));
    }

    @Test
    void everyLineIsTakenWhenItsSignIsRemoved() throws IOException {
        for (Entry entry : entries()) {
            var together =
                    TOGETHER.stream()
                            .filter(keys -> keys.contains(entry.key()))
                            .findFirst()
                            .orElse(Set.of(entry.key()));
            var lines = entries().stream().filter(it -> together.contains(it.key())).toList();
            assertThat(readLines(lines)).as(entry.line()).isNotNull();
        }
    }

    @Test
    void itsExampleOfAListIsRead() throws IOException {
        var proxies =
                entries().stream()
                        .filter(entry -> entry.key().equals("server.trusted-proxies"))
                        .toList();
        assertThat(readLines(proxies).server().trustedProxies())
                .containsExactly("127.0.0.1", "::1");
    }

    @Test
    void environmentAndPropertiesWinAsItSays() throws IOException {
        var file = Files.writeString(folder.resolve("bellhop.yaml"), "server.port: 1\n");
        var environment =
                Map.of(
                        "BELLHOP_SERVER_PORT",
                        "2",
                        "BELLHOP_SERVER_TRUSTED_PROXIES",
                        "10.0.0.0/8,::1");
        var properties = new Properties();
        var settings = SettingsReader.read(Optional.of(file), environment, properties);
        assertThat(settings.server().port()).isEqualTo(2);
        assertThat(settings.server().trustedProxies()).containsExactly("10.0.0.0/8", "::1");
        properties.setProperty("server.port", "3");
        assertThat(SettingsReader.read(Optional.of(file), environment, properties).server().port())
                .isEqualTo(3);
    }

    @Test
    void theLoggingToStartFromIsWhatIsInForce() throws IOException {
        assertThat(properties(Files.newBufferedReader(CONFIG.resolve("logging.properties"))))
                .isEqualTo(
                        properties(
                                Files.newBufferedReader(
                                        Path.of("src/main/resources/bellhop-logging.properties"))));
    }

    private Settings readLines(List<Entry> entries) throws IOException {
        var text = entries.stream().map(Entry::line).collect(Collectors.joining());
        return read(Optional.of(Files.writeString(folder.resolve("bellhop.yaml"), text)));
    }

    private static Settings read(Optional<Path> file) {
        return SettingsReader.read(file, Map.of(), new Properties());
    }

    private static List<Entry> entries() {
        return Arrays.stream(manual().split("\n{2,}", -1))
                .flatMap(ConfigurationManualTest::entries)
                .toList();
    }

    private static Stream<Entry> entries(String paragraph) {
        var explanation = SETTING.matcher(paragraph).replaceAll("");
        return SETTING.matcher(paragraph)
                .results()
                .map(found -> new Entry(found.group(1), found.group(2), explanation));
    }

    private static String manual() {
        try {
            return Files.readString(MANUAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> keys(Predicate<String> which) {
        return SettingsReader.keys().stream()
                .filter(which)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> packagedDefaults() {
        var defaults =
                Config.builder(ConfigSources.classpath("bellhop-defaults.yaml"))
                        .disableEnvironmentVariablesSource()
                        .disableSystemPropertiesSource()
                        .build();
        return new TreeSet<>(defaults.asMap().orElseThrow().keySet());
    }

    private static Properties properties(Reader reader) throws IOException {
        try (reader) {
            var properties = new Properties();
            properties.load(reader);
            return properties;
        }
    }
}
