package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.trace.Tracing;
import dev.bellhop.vault.KeySource;
import dev.bellhop.web.Limit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which settings count, and what is said of wrong ones: one line with the key, the value and what
/// would be right.
final class SettingsTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void withoutAnyTheDefaultsAreInForce() {
        var settings = read("", Map.of());
        assertThat(settings.server())
                .isEqualTo(
                        new Settings.Server(
                                "127.0.0.1",
                                8080,
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                500));
        assertThat(settings.dataDir()).isEqualTo(Path.of("./var"));
        assertThat(settings.key().source())
                .isEqualTo(new KeySource.File(Path.of("./var/master.key")));
        assertThat(settings.database()).isEmpty();
        assertThat(settings.redis()).isEmpty();
        assertThat(settings.sandbox()).isFalse();
        assertThat(settings.meta().url()).isEmpty();
        assertThat(settings.limits()).isEmpty();
        assertThat(settings.retry().unsureWait()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void propertiesWinOverTheEnvironmentWhichWinsOverTheFile() {
        var file = "server:\n  port: 1001\n  host: 127.0.0.2\ndata:\n  dir: /file\n";
        var environment = Map.of("BELLHOP_SERVER_PORT", "1002", "BELLHOP_SERVER_HOST", "127.0.0.3");
        var properties = new Properties();
        properties.setProperty("server.port", "1003");
        properties.setProperty("java.version", "whatever");
        var settings = SettingsReader.read(Optional.of(file(file)), environment, properties);
        assertThat(settings.server().port()).isEqualTo(1003);
        assertThat(settings.server().host()).isEqualTo("127.0.0.3");
        assertThat(settings.dataDir()).isEqualTo(Path.of("/file"));
    }

    /// Where a package keeps its data is no more than another default.
    @Test
    void aPackageHasADefaultOfItsOwnForTheData() {
        var packaged = "BELLHOP_PACKAGED_DATA_DIR";
        assertThat(read("", Map.of(packaged, "/packaged")).dataDir())
                .isEqualTo(Path.of("/packaged"));
        assertThat(read("data:\n  dir: /file\n", Map.of(packaged, "/packaged")).dataDir())
                .isEqualTo(Path.of("/file"));
        assertThat(
                        read(
                                        "data.dir: /file\n",
                                        Map.of(packaged, "/p", "BELLHOP_DATA_DIR", "/own"))
                                .dataDir())
                .isEqualTo(Path.of("/own"));
    }

    /// What people set for the command stands in the environment of a gateway that they start, too.
    @Test
    void whatTheCommandReadsDoesNotStopTheGateway() throws IOException {
        var names = new TreeSet<String>();
        for (var root : List.of("../cli/src/main", "../packaging/bin", "../packaging/lib")) {
            try (var files = Files.walk(Path.of(root))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    Pattern.compile("\\bBELLHOP_[A-Z_]*[A-Z]\\b")
                            .matcher(Files.readString(file))
                            .results()
                            .forEach(it -> names.add(it.group()));
                }
            }
        }
        assertThat(names).contains("BELLHOP_PAGER", "BELLHOP_COMPLETION_SECONDS", "BELLHOP_TOKEN");
        var sources = new SettingSources(SettingsReader.keys(), Set.of());
        for (var name : names) {
            assertThatCode(() ->
                            sources.open(Optional.empty(), Map.of(name, "1"), new Properties()))
                    .as(name)
                    .doesNotThrowAnyException();
        }
    }

    /// The settings' file would lose against what a unit sets, and be missed where a unit names it.
    @Test
    void unitsLeaveTheSettingsToTheFile() throws IOException {
        var settings = new TreeSet<>(Set.of("BELLHOP_CONFIG"));
        SettingsReader.keys().forEach(it -> settings.add(SettingSources.environmentName(it)));
        try (var units = Files.list(Path.of("../systemd"))) {
            for (var unit : units.filter(it -> it.toString().endsWith(".service")).toList()) {
                assertThat(
                                Pattern.compile("(?m)^Environment=\"?([A-Z_]+)=")
                                        .matcher(Files.readString(unit))
                                        .results()
                                        .map(it -> it.group(1)))
                        .as(unit.toString())
                        .doesNotContainAnyElementsOf(settings);
            }
        }
    }

    @Test
    void everyKeyMayBeInTheEnvironmentByItsName() {
        assertThat(SettingsReader.keys())
                .allSatisfy(key ->
                        assertThat(SettingSources.environmentName(key))
                                .matches("BELLHOP_[A-Z0-9_]+"))
                .extracting(SettingSources::environmentName)
                .doesNotHaveDuplicates();
        assertThat(SettingSources.environmentName("whatsapp.graph-url"))
                .isEqualTo("BELLHOP_WHATSAPP_GRAPH_URL");
    }

    @Test
    void valuesOfEveryKindAreRead() throws IOException {
        var password = Files.writeString(folder.resolve("password"), "s3cret\n");
        var settings =
                read(
                        """
                        server:
                          public-url: https://chat.example.com/
                          trusted-proxies: [10.0.0.0/8, "::1"]
                        database:
                          url: jdbc:mariadb://db.example:3306/bellhop
                          user: chat
                          password-file: %s
                          connections: 7
                          patience: 300ms
                        vault:
                          key-file: /run/key
                        sandbox:
                          enabled: true
                        panel:
                          zone: Europe/Lisbon
                        whatsapp:
                          graph-url: http://127.0.0.1:9/graph
                        breaker:
                          delay: 1m
                        retry:
                          first: 2s
                          ceiling: 1h
                        limits:
                          visitor-messages:
                            burst: 5
                        """
                                .formatted(password),
                        Map.of());
        assertThat(settings.server().publicUrl()).hasValue(URI.create("https://chat.example.com"));
        assertThat(settings.server().trustedProxies()).containsExactly("10.0.0.0/8", "::1");
        var database = settings.database().orElseThrow();
        assertThat(database.user()).isEqualTo("chat");
        assertThat(database.password()).isEqualTo("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThat(database.connectionsMax()).isEqualTo(7);
        assertThat(database.patience()).isEqualTo(Duration.ofMillis(300));
        assertThat(settings.key().source()).isEqualTo(new KeySource.File(Path.of("/run/key")));
        assertThat(settings.sandbox()).isTrue();
        assertThat(settings.zone().getId()).isEqualTo("Europe/Lisbon");
        assertThat(settings.meta().url()).hasValue(URI.create("http://127.0.0.1:9/graph"));
        assertThat(settings.meta().breaker().delay()).isEqualTo(Duration.ofMinutes(1));
        var usual = Limit.VISITOR_MESSAGES.rate();
        assertThat(settings.limits())
                .isEqualTo(
                        Map.of(
                                Limit.VISITOR_MESSAGES,
                                new Limit.Rate(5, usual.refill(), usual.every())));
    }

    @Test
    void tracesAreToldToNobodyUnlessTheirPlaceIsSet() throws IOException {
        var missing = folder.resolve("missing");
        var off = "tracing:\n  sample: 0.5\n  headers-file: " + missing;
        assertThat(read(off, Map.of()).tracing()).isEmpty();
        var headers = Files.writeString(folder.resolve("headers"), "X-Token: s3cret\n");
        var on =
                """
                tracing:
                  otlp-url: http://127.0.0.1:4318/v1/traces
                  sample: 0.05
                  headers-file: %s
                """;
        var settings = read(on.formatted(headers), Map.of());
        assertThat(settings.tracing())
                .contains(
                        new Tracing.Setting(
                                URI.create("http://127.0.0.1:4318/v1/traces"),
                                0.05,
                                Optional.of(headers)));
        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThatThrownBy(() -> read(on.formatted(missing), Map.of()))
                .isInstanceOf(BadSetting.class)
                .hasMessage("tracing.headers-file: " + missing + " cannot be read");
        Files.writeString(headers, "s3cret\n");
        assertThatThrownBy(() -> read(on.formatted(headers), Map.of()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("line 1 of ")
                .message()
                .doesNotContain("s3cret");
        for (var share : List.of("2", "-1", "some", "1.5", "NaN")) {
            assertThatThrownBy(() -> read("tracing.sample: \"" + share + "\"", Map.of()))
                    .isInstanceOf(BadSetting.class)
                    .hasMessageContaining("tracing.sample is \"" + share + "\"");
        }
    }

    @Test
    void aListInTheEnvironmentIsSeparatedByCommas() {
        var settings = read("", Map.of("BELLHOP_SERVER_TRUSTED_PROXIES", "10.0.0.0/8,192.0.2.7"));
        assertThat(settings.server().trustedProxies()).containsExactly("10.0.0.0/8", "192.0.2.7");
    }

    @Test
    void aPasswordIsTakenAsItIs() {
        var settings =
                read(
                        "",
                        Map.of(
                                "BELLHOP_DATABASE_URL", "jdbc:mariadb://db/bellhop",
                                "BELLHOP_DATABASE_PASSWORD", "a${server.host}$b\\c,d"));
        assertThat(settings.database().orElseThrow().password())
                .isEqualTo("a${server.host}$b\\c,d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    server.prot: 80                   | server.prot
                    'server: {portt: 80}'             | server.portt
                    sandbox: true                     | sandbox
                    servers.port: 80                  | servers.port
                    limits.visitor-messages.bursts: 1 | limits.visitor-messages.bursts
                    limits.visitor.burst: 1           | limits.visitor.burst
                    """)
    void anUnknownKeyInTheFileIsNamed(String file, String key) {
        assertThat(said(file, Map.of())).startsWith("unknown setting " + key + ";");
    }

    @Test
    void theAddressOfRedisIsReadAndAWrongOneIsNotRepeated() {
        var said = Map.of("BELLHOP_CLUSTER_REDIS_URL", "rediss://clerk:s3cret@redis.example.com");
        assertThat(read("", said).redis().orElseThrow()).hasToString("redis.example.com:6379");
        assertThat(read("", said).toString()).doesNotContain("s3cret");
        for (var wrong :
                new String[] {"redis.example.com:6379", "redis://:s3cret^@host", "nowhere"}) {
            assertThat(said("", Map.of("BELLHOP_CLUSTER_REDIS_URL", wrong)))
                    .startsWith("cluster.redis-url must be an address like redis://")
                    .doesNotContain(wrong, "s3cret");
        }
    }

    @Test
    void aBucketIsReadWithItsSecretFromAFileWhichIsNotRepeated() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        var file =
                """
                media:
                  s3:
                    bucket: shop-files
                    endpoint: https://s3.example.com:9000/
                    prefix: a/b
                    access-key: GK1
                    secret-key: ignored
                    secret-key-file: %s
                """
                        .formatted(secret);
        var bucket = read(file, Map.of()).bucket().orElseThrow();
        assertThat(bucket.secretKey()).isEqualTo("s3cret");
        assertThat(bucket.region()).isEqualTo("us-east-1");
        assertThat(bucket.pathStyle()).isTrue();
        assertThat(bucket).hasToString("shop-files/a/b/ at https://s3.example.com:9000");
        assertThat(read(file, Map.of()).toString()).doesNotContain("s3cret", "GK1");
        assertThat(read(file.replace("a/b", "\"\""), Map.of()).bucket().orElseThrow().prefix())
                .isEmpty();
        assertThat(read("", Map.of()).bucket()).isEmpty();
        assertThat(said("media.s3.bucket: shop-files", Map.of()))
                .isEqualTo(
                        "media.s3.bucket needs media.s3.access-key and media.s3.secret-key-file");
        assertThat(said(file.replace("a/b", "/a b"), Map.of())).startsWith("media.s3.prefix is");
        assertThat(said(file.replace("shop-files", "x"), Map.of()))
                .startsWith("media.s3.bucket is");
    }

    @Test
    void anUnknownNameInTheEnvironmentIsNamed() {
        assertThat(said("", Map.of("BELLHOP_SERVER_PROT", "80"))).contains("BELLHOP_SERVER_PROT");
        read("", Map.of("BELLHOP_TOKEN", "bhp_x", "BELLHOP_URL", "x", "OTHER_SERVER_PORT", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    server.port             | eighty                | whole number from 0 to 65535
                    server.port             | -1                    | whole number
                    server.port             | 65536                 | whole number
                    server.port             | 80.5                  | whole number
                    server.host             | no such host          | address
                    server.public-url       | chat.example.com      | https://chat.example.com
                    server.public-url       | ftp://chat.example    | https://chat.example.com
                    server.public-url       | 'https://a b'         | https://chat.example.com
                    server.trusted-proxies  | proxy.example         | 10.0.0.0/8
                    server.trusted-proxies  | 10.0.0.0/33           | 10.0.0.0/8
                    sandbox.enabled         | yes please            | true or false
                    database.url            | mysql://x             | jdbc:mariadb://
                    database.connections    | 1                     | whole number from 2 to 500
                    database.patience       | 5                     | time like
                    database.patience       | 0s                    | time above 0
                    database.patience       | 1ms                   | 250ms
                    database.embedded-memory | 64                   | 64MB
                    database.embedded-memory | 8MB                  | 64MB
                    database.embedded-memory | xMB                  | 64MB
                    panel.zone              | Lisbon                | Europe/Lisbon
                    whatsapp.graph-url      | graph                 | https://
                    whatsapp.graph-version  | 26                    | v26.0
                    whatsapp.graph-version  | v26.0/../x            | v26.0
                    whatsapp.read-timeout   | soon                  | time like
                    breaker.error-percent   | 101                   | whole number from 1 to 100
                    breaker.volume          | 0                     | whole number
                    retry.first             | 1 s                   | time like
                    limits.api.burst        | 0                     | whole number
                    limits.api.every        | never                 | time like
                    """)
    void aWrongValueIsToldWithItsKeyAndWhatWouldBeRight(String key, String value, String right) {
        var environment =
                key.equals("database.url") || !key.startsWith("database.")
                        ? Map.of(SettingSources.environmentName(key), value)
                        : Map.of(
                                SettingSources.environmentName(key),
                                value,
                                "BELLHOP_DATABASE_URL",
                                "jdbc:mariadb://db/bellhop");
        assertThat(said("", environment))
                .startsWith(key + " is \"" + value + "\"; it must be ")
                .contains(right)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.port", "data.dir", "server.host", "whatsapp.graph-version"})
    void anEmptyValueIsToldWithItsKey(String key) {
        assertThat(said("", Map.of(SettingSources.environmentName(key), " ")))
                .startsWith(key + " is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: [",
                "server:\n\tport: 1",
                "just words",
                "- a\n- b",
                "a: *nowhere",
                "server: {port: 1}\nserver: {port: 2}\n  x"
            })
    void aFileThatIsNoYamlIsToldInOneLine(String file) {
        assertThat(said(file, Map.of()))
                .isNotBlank()
                .doesNotContain("\n")
                .contains("settings.yaml");
    }

    @Test
    void aListWhereOneValueBelongsIsToldWithItsKey() {
        assertThat(said("server:\n  port: [1, 2]\n", Map.of())).contains("server.port");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        SettingsReader.read(
                                Optional.of(folder.resolve("nowhere.yaml")),
                                Map.of(),
                                new Properties()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("nowhere.yaml");
    }

    @Test
    void aPasswordFileThatIsNotThereIsNamed() {
        assertThat(
                        said(
                                "",
                                Map.of(
                                        "BELLHOP_DATABASE_URL",
                                        "jdbc:mariadb://db/bellhop",
                                        "BELLHOP_DATABASE_PASSWORD_FILE",
                                        "/nowhere/password")))
                .isEqualTo("database.password-file: /nowhere/password cannot be read");
    }

    private Settings read(String file, Map<String, String> environment) {
        return SettingsReader.read(Optional.of(file(file)), environment, new Properties());
    }

    private String said(String file, Map<String, String> environment) {
        try {
            read(file, environment);
        } catch (BadSetting bad) {
            return String.valueOf(bad.getMessage());
        }
        throw new AssertionError("nothing was wrong");
    }

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("settings.yaml"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
