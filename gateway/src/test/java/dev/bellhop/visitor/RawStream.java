package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A visitor's event stream, line by line: it reads when it is told to, and its window is small.
final class RawStream implements AutoCloseable {
    private static final int WAIT_MAX_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final BufferedReader in;
    private final int port;
    private final String id;

    RawStream(int port, String site, String first) throws IOException {
        this.port = port;
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(WAIT_MAX_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = reader(socket);
        socket.getOutputStream().write(post("/widget/v1/events?site=" + site, first));
        var status = in.readLine();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status);
        }
        id = Json.parse(readsAfter("data: ")).path("id").asText();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static byte[] post(String path, String body, String... headers) {
        return String.join(
                        "\r\n",
                        "POST " + path + " HTTP/1.1",
                        "Host: localhost",
                        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                        String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n"),
                        body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The name by which posts speak for it.
    String id() {
        return id;
    }

    /// Posts a frame on a connection of its own.
    ///
    /// @return the status of the answer
    int sends(String text) throws IOException {
        try (var other = new Socket(InetAddress.getLoopbackAddress(), port)) {
            other.setSoTimeout(WAIT_MAX_MILLIS);
            other.getOutputStream()
                    .write(post("/widget/v1/frames", text, "X-Bellhop-Session: " + id));
            return Integer.parseInt(reader(other).readLine().substring(9, 12));
        }
    }

    JsonNode readsFrame() throws IOException {
        return Json.parse(readsAfter("data: "));
    }

    /// Reads on to the next line that begins so, and past it.
    ///
    /// @return the rest of that line
    String readsAfter(String beginning) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
        throw new IOException("the stream has ended");
    }

    /// Reads frames until the gateway closes.
    ///
    /// @return the close code
    int readsUntilClosed() throws IOException {
        readsAfter("event: close");
        return readsFrame().path("code").asInt();
    }

    /// Reads whatever comes until the connection has ended.
    ///
    /// @return how many bytes came
    long readsToTheEnd() throws IOException {
        try {
            return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            return -1; // an end as well, and a harder one
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
