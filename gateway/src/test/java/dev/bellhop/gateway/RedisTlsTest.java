package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.cluster.TestRedis;
import dev.bellhop.db.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/// Redis by TLS: only with a certificate that Java trusts, and only under a name that stands in it.
final class RedisTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir private Path folder = Path.of("");

    @Test
    void onlyATrustedCertificateWithItsOwnNameIsTaken() throws Exception {
        var files = PemFiles.make(folder, "RSA");
        try (var server =
                TestRedis.startTls(
                        "--bind",
                        "127.0.0.1 127.0.0.2",
                        "--tls-cert-file",
                        Files.writeString(folder.resolve("cert.pem"), files.certificate())
                                .toString(),
                        "--tls-key-file",
                        Files.writeString(folder.resolve("key.pem"), files.key()).toString(),
                        "--tls-auth-clients",
                        "no")) {
            var trusting =
                    List.of(
                            "-Djavax.net.ssl.trustStore=" + trust(files),
                            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
            int port = server.tlsPort();
            var tls = "rediss://localhost:" + port;
            assertThat(look(trusting, tls, "until it is there")).contains("it is there");
            assertThat(look(trusting, "rediss://127.0.0.2:" + port))
                    .contains("is away (No subject alternative names matching IP address");
            assertThat(look(List.of(), tls)).contains("is away (").contains("unable to find valid");
            assertThat(look(trusting, "redis://localhost:" + port)).contains("is away (");
        }
    }

    private Path trust(PemFiles files) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("redis", files.parsed());
        var path = folder.resolve("trust.p12");
        try (var out = Files.newOutputStream(path)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return path;
    }

    /// Whom Java trusts is settled once in a process, so each look is one of its own.
    private static String look(List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Look.class.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /// One look, in a process of its own.
    static final class Look {
        private Look() {}

        public static void main(String[] arguments) {
            try (var redis = TestRedis.patient(arguments[0])) {
                if (arguments.length > 1) {
                    Await.until(arguments[1], () -> redis.state().up());
                    System.out.println("it is there");
                }
            }
        }
    }
}
