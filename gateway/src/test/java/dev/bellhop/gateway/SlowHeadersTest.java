package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.story.House;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Requests whose headers do not come to their end.
final class SlowHeadersTest {
    private static final int WAIT_MAX_MILLIS = 30_000;

    @Test
    void whoBeginsARequestAndSaysNoMoreIsNotWaitedFor() throws IOException {
        try (var house = House.open();
                var silent = begins(house);
                var patient = begins(house);
                var drip = Executors.newSingleThreadScheduledExecutor()) {
            var _ = drip.scheduleAtFixedRate(() -> drips(patient), 1, 1, TimeUnit.SECONDS);
            assertThat(ends(silent)).isTrue();
            assertThat(ends(patient)).isTrue();
            drip.shutdownNow();
            // Whoever is quick is served, one request after the other.
            try (var quick = begins(house)) {
                var host = "Host: localhost\r\n";
                var rest = host + "\r\n" + FIRST_LINE + host + "Connection: close\r\n\r\n";
                quick.getOutputStream().write(rest.getBytes(StandardCharsets.US_ASCII));
                var answers =
                        new String(
                                quick.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
            }
        }
    }

    private static final String FIRST_LINE = "GET /observe/health/live HTTP/1.1\r\n";

    private static Socket begins(House house) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), house.gateway().port());
        socket.setSoTimeout(WAIT_MAX_MILLIS);
        socket.getOutputStream().write(FIRST_LINE.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void drips(Socket socket) {
        try {
            socket.getOutputStream().write("X-Slow: 1\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ended) {
            throw new UncheckedIOException(ended); // which is the last drop
        }
    }

    /// Whether it was ended, without an answer; an exception while it is read tells that it was not
    /// in time.
    private static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }
}
