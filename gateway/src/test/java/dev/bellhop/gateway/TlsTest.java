package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;
import dev.bellhop.story.House;
import dev.bellhop.story.ServerDraft;
import dev.bellhop.story.SettingsDraft;
import dev.bellhop.story.Witness;

import io.helidon.common.tls.Tls;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;

import javax.net.ssl.SSLSession;

/// A gateway that speaks TLS itself, with certificates that are renewed while it runs.
final class TlsTest {
    private static final int PORTS_MAX = 5;

    private final Path folder;
    private final Settings.Tls files;
    private int written;

    TlsTest(@TempDir Path folder) {
        this.folder = folder;
        this.files = new Settings.Tls(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    }

    private PemFiles made;

    @BeforeEach
    void make() throws Exception {
        made = PemFiles.make(folder, "EC");
        write(made);
    }

    /// Files have a time of a whole second on some disks.
    private void write(PemFiles pem) throws IOException {
        pem.write(files);
        changed();
    }

    private void changed() throws IOException {
        var later = FileTime.from(Instant.now().plusSeconds(++written));
        Files.setLastModifiedTime(files.certificate(), later);
        Files.setLastModifiedTime(files.key(), later);
    }

    @Test
    void aRenewedCertificateIsInForceWithoutARestart() throws Exception {
        try (var house = House.open();
                var gateway = secure(house, PORTS_MAX)) {
            int port = gateway.port();
            assertThat(gateway.publicUrl()).isEqualTo(URI.create("https://localhost:" + port));
            var first = answer(port, made.parsed());
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(serial(first)).isEqualTo(made.serial());
            assertThat(first.sslSession().map(SSLSession::getProtocol)).contains("TLSv1.3");
            assertThatThrownBy(() -> answer(port, PemFiles.make(folder, "EC").parsed()))
                    .hasMessageContaining("PKIX");
            assertThat(Files.readString(house.settings().dataDir().resolve("cli.json")))
                    .contains("https://localhost:" + port);

            var next = PemFiles.make(folder, "RSA");
            write(next);
            Await.until("the next certificate", () -> shows(port, next));
            assertThat(answer(port, next.parsed()).statusCode()).isEqualTo(200);
        }
    }

    /// Its address names its port, which is chosen before it is taken: somebody else may be faster.
    private Gateway secure(House house, int tries) {
        try {
            return Gateway.start(
                    secure(house.settings(), Witness.freePort()), Clock.systemUTC(), new Random(1));
        } catch (StartFailure e) {
            if (tries > 1 && String.valueOf(e.getMessage()).contains("is taken")) {
                return secure(house, tries - 1);
            }
            throw e;
        }
    }

    private static boolean shows(int port, PemFiles pem) {
        try {
            return serial(answer(port, pem.parsed())).equals(pem.serial());
        } catch (IOException notYet) {
            return false;
        }
    }

    private Settings secure(Settings s, int port) {
        var listening =
                ServerDraft.of(
                        s,
                        draft -> {
                            draft.port = port;
                            draft.publicUrl = Optional.of(URI.create("https://localhost:" + port));
                            draft.tls = Optional.of(files);
                        });
        return SettingsDraft.of(listening, draft -> draft.sandbox = false);
    }

    private static HttpResponse<String> answer(int port, X509Certificate trusted)
            throws IOException {
        try (var client = HttpClient.newBuilder().sslContext(PemFiles.trusting(trusted)).build()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://localhost:" + port + "/observe/health/live"))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger serial(HttpResponse<String> answer) {
        try {
            return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0])
                    .getSerialNumber();
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void filesThatDoNotFitEachOtherChangeNothing() throws Exception {
        var certificate = new Certificate(files, Clock.systemUTC());
        assertThat(certificate.read()).isNotNull();
        var used = new ArrayList<Tls>();
        certificate.lookAgain(used::add);
        assertThat(used).as("nothing has changed").isEmpty();

        Files.writeString(files.certificate(), PemFiles.make(folder, "EC").certificate());
        changed();
        certificate.lookAgain(used::add);
        Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----\nMIIB");
        changed();
        certificate.lookAgain(used::add);
        Files.delete(files.key());
        certificate.lookAgain(used::add);
        assertThat(used).isEmpty();

        write(PemFiles.make(folder, "RSA"));
        certificate.lookAgain(used::add);
        assertThat(used).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "words", "other", "swapped"})
    void filesThatCannotBeUsedAreSaidInOneLine(String how) throws Exception {
        switch (how) {
            case "missing" -> Files.delete(files.key());
            case "empty" -> Files.writeString(files.certificate(), "");
            case "words" -> Files.writeString(files.key(), "no key at all");
            case "other" -> Files.writeString(files.key(), PemFiles.make(folder, "EC").key());
            default -> {
                Files.writeString(files.certificate(), made.key());
                Files.writeString(files.key(), made.certificate());
            }
        }
        assertThatThrownBy(() -> new Certificate(files, Clock.systemUTC()).read())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("server.tls-…: ")
                .hasMessageContaining(folder.toString())
                .message()
                .doesNotContain("\n");
    }
}
