package dev.bellhop.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A WebSocket that speaks just enough of it: short frames of text, and a pong to each ping. One
/// virtual thread reads. What a full client costs would be taken from the processors on which the
/// servers are measured.
final class FrameLine implements AutoCloseable {
    private static final int OPEN_MILLIS_MAX = 10_000;
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int SHORT_MAX = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final Consumer<String> heard;
    private final Runnable hungUp;
    private volatile boolean closed;

    private FrameLine(
            InetAddress from, int port, String head, Consumer<String> heard, Runnable hungUp)
            throws IOException {
        this.heard = heard;
        this.hungUp = hungUp;
        socket = new Socket();
        if (!from.equals(InetAddress.getLoopbackAddress())) {
            // Whoever binds takes the port for all addresses to connect to, and of ten thousand
            // that went a moment ago none is free again.
            socket.bind(new InetSocketAddress(from, 0));
        }
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), OPEN_MILLIS_MAX);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 512);
        out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (!skipHead().contains(" 101 ")) {
            throw new IOException("no upgrade");
        }
    }

    /// Opens one.
    ///
    /// @param protocol the subprotocol to offer, or none
    /// @param heard gets each frame's text, on the thread that reads
    static FrameLine open(int port, String path, String protocol, Consumer<String> heard) {
        var here = InetAddress.getLoopbackAddress();
        return open(here, port, port, path, protocol, heard, () -> System.err.println("hung up"));
    }

    /// Opens one from an address of this machine.
    ///
    /// @param origin the port of the page that opens it
    /// @param hungUp runs when the server has ended it
    static FrameLine open(
            InetAddress from,
            int port,
            int origin,
            String path,
            String protocol,
            Consumer<String> heard,
            Runnable hungUp) {
        var head =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: localhost:"
                        + port
                        + "\r\nOrigin: http://localhost:"
                        + origin
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n")
                        + "\r\n";
        try {
            var line = new FrameLine(from, port, head, heard, hungUp);
            Thread.ofVirtual().start(line::read);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String skipHead() throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) one());
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    void say(String text) {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The mask is of zeros, which is as good as any and leaves the text as it is.
    private void write(int kind, byte[] payload) {
        int more = payload.length <= SHORT_MAX ? 0 : 2;
        var frame = new byte[6 + more + payload.length];
        frame[0] = (byte) kind;
        frame[1] = (byte) (MASKED | (more == 0 ? payload.length : TWO_BYTES));
        if (more > 0) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, 6 + more, payload.length);
        writing.lock();
        try {
            out.write(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    private void read() {
        try {
            while (true) {
                int kind = one();
                var payload = in.readNBytes(length());
                switch (kind) {
                    case TEXT -> heard.accept(new String(payload, StandardCharsets.UTF_8));
                    case PING -> write(PONG, payload);
                    case CLOSE -> throw new IOException("the server closed a socket");
                    default -> {}
                }
            }
        } catch (IOException | UncheckedIOException e) {
            if (!closed) {
                hungUp.run();
            }
        }
    }

    private int length() throws IOException {
        int length = one();
        return switch (length) {
            case TWO_BYTES -> one() << 8 | one();
            case EIGHT_BYTES -> throw new IOException("a frame of more than 64 kB");
            default -> length;
        };
    }

    private int one() throws IOException {
        int read = in.read();
        if (read < 0) {
            throw new IOException("the server hung up");
        }
        return read;
    }

    boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
