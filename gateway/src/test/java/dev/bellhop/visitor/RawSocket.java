package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A visitor's WebSocket, byte by byte: it reads when it is told to, and its window is small.
final class RawSocket implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int WAIT_MAX_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawSocket(int port) throws IOException {
        this(port, "juniper");
    }

    /// @param headers further headers of the upgrade, each a whole line
    RawSocket(int port, String site, String... headers) throws IOException {
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(WAIT_MAX_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        var request =
                String.join(
                        "\r\n",
                        "GET /widget/v1/socket?site=" + site + " HTTP/1.1",
                        "Host: localhost",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Protocol: bellhop.v1",
                        String.join("\r\n", headers),
                        headers.length == 0 ? "" : "\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException(head.toString());
        }
    }

    /// Sends a short text frame; its mask is all zeroes.
    void sends(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        var frame = java.nio.ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) (FIN | TEXT)).put((byte) (MASKED | 126)).putShort((short) payload.length);
        frame.putInt(0).put(payload);
        socket.getOutputStream().write(frame.array());
    }

    /// Reads the next frame, which is not the last.
    JsonNode readsFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        byte[] payload = new byte[length()];
        in.readFully(payload);
        if (opcode != TEXT) {
            throw new IOException("a frame of type " + opcode);
        }
        return Json.read(payload);
    }

    /// Whether the gateway has ended the connection; what it sends until then is lost.
    boolean hasEnded() {
        try {
            socket.setSoTimeout(50);
            return in.read() < 0;
        } catch (SocketTimeoutException notYet) {
            return false;
        } catch (IOException ended) {
            return true;
        }
    }

    /// Reads every frame until the gateway closes.
    ///
    /// @return the close code
    int readsUntilClosed(Consumer<JsonNode> frames) throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            byte[] payload = new byte[length()];
            in.readFully(payload);
            if (opcode == CLOSE) {
                return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
            }
            frames.accept(Json.read(payload));
        }
    }

    /// Reads whatever comes until the connection has ended.
    ///
    /// @return how many bytes came
    long readsToTheEnd() throws IOException {
        try {
            return in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            return -1; // an end as well, and a harder one
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte() & 0x7f;
        return switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> length;
        };
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
