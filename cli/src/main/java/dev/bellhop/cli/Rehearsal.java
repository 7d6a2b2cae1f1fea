package dev.bellhop.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Does once, for nobody to see, what people ask of this command most, so that Java learns which
/// classes it will need: `lib/make-caches` starts it while Java records (JEP 514). It asks a
/// listener of its own, which answers everything alike.
final class Rehearsal {
    private static final String ANSWER =
            """
            {"version":"0","ready":true,"warnings":[],"whole":true,"next":null,"items":[
            {"id":1,"code":"K7QD","name":"Maya","status":"open","state":"done","role":"admin",\
            "at":"2026-01-01T00:00:00Z","created_at":"2026-01-01T00:00:00Z"}]}
            """;

    private static final List<List<String>> LINES =
            List.of(
                    List.of("--version"),
                    List.of("--help"),
                    List.of("status"),
                    List.of("status", "-o", "json"),
                    List.of("conversation", "list"),
                    List.of("agent", "list", "-o", "csv"),
                    List.of("credentials", "list"),
                    List.of("webhook", "deliveries"),
                    List.of("audit", "list", "-o", "yaml"),
                    List.of("credentials", "--help"),
                    List.of("doctor"),
                    List.of("stauts"));

    private Rehearsal() {}

    /// Does them all.
    ///
    /// @param arguments a folder for what it needs
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        // Nobody reads it, and what writes it is what writes at a terminal.
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answerAll(listener));
            var url = "http://127.0.0.1:" + listener.getLocalPort();
            Files.writeString(
                    folder.resolve("cli.json"),
                    new Document(Map.of("url", url, "token", "bhp_rehearsal")).json());
            // As on a gateway's own machine, and as from elsewhere.
            var near = Map.of("BELLHOP_DATA_DIR", folder.toString(), "HOME", folder.toString());
            var far = Map.of("BELLHOP_URL", url, "BELLHOP_TOKEN", "bhp_rehearsal");
            for (var environment : List.of(near, far)) {
                var here = Main.here(OutputStream.nullOutputStream()).with(environment);
                for (var line : LINES) {
                    Ahead.begin(line.getFirst());
                    Main.run(here, line.toArray(String[]::new));
                }
            }
        }
    }

    private static void answerAll(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            answer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One request after the other on one connection, as a gateway does.
    private static void answer(Socket socket) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        var body = ANSWER.getBytes(StandardCharsets.UTF_8);
        var head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(body.length);
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body);
            }
        }
    }
}
