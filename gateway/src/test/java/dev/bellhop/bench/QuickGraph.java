package dev.bellhop.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Meta's Graph as both sides meet it: takes every message at once and gives it an id. It speaks
/// just enough HTTP/1.1, on connections that stay open.
final class QuickGraph implements AutoCloseable {

    /// Learns of each call before it is answered.
    interface Called {
        /// It was called, and has not answered yet.
        ///
        /// @param wamid what Graph will call the message
        /// @param body of the request
        void called(String wamid, String body);
    }

    private final ServerSocket server;
    private final Called called;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();

    QuickGraph(Called called) throws IOException {
        this.called = called;
        this.server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("graph").start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The bench is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream(), 2_048);
            var out = socket.getOutputStream();
            while (true) {
                var body = new String(request(in, socket), StandardCharsets.UTF_8);
                var wamid = "wamid.bench" + ids.incrementAndGet();
                called.called(wamid, body);
                var answer =
                        "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\""
                                + wamid
                                + "\"}]}";
                out.write(
                        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                        + answer.length()
                                        + "\r\n\r\n"
                                        + answer)
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            open.remove(socket);
        }
    }

    private static byte[] request(InputStream in, Socket socket) throws IOException {
        var _ = line(in);
        int length = 0;
        boolean chunked = false;
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
            if (lower.startsWith("expect:")) {
                socket.getOutputStream()
                        .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return chunked ? chunks(in) : in.readNBytes(length);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new java.io.ByteArrayOutputStream();
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            body.write(in.readNBytes(length));
            var _ = line(in);
        }
        var _ = line(in);
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
