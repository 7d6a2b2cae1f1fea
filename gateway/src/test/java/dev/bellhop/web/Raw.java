package dev.bellhop.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Speaks to a server byte by byte, so that requests can be sent which no client would send.
final class Raw {
    private static final String HERE = "127.0.0.1";
    private static final int WAIT_MAX_MILLIS = 60_000;

    /// All that came back before the server closed; status 0 when nothing did.
    record Answer(int status, Map<String, String> headers, String body, String whole) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        static Answer parse(String whole) {
            if (whole.isEmpty()) {
                return new Answer(0, Map.of(), "", whole);
            }
            int end = whole.indexOf("\r\n\r\n");
            var lines = whole.substring(0, end).split("\r\n", -1);
            var headers = new HashMap<String, String>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.merge(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim(),
                        (first, second) -> first + ", " + second);
            }
            return new Answer(
                    Integer.parseInt(lines[0].substring(9, 12)),
                    headers,
                    whole.substring(end + 4),
                    whole);
        }
    }

    private Raw() {}

    /// Sends the text as it is and reads until the server closes, or refuses to read on.
    static Answer send(int port, String text) {
        return send(port, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Answer send(int port, byte[] bytes) {
        return send(HERE, port, bytes, false);
    }

    /// The same from another of this machine's addresses.
    static Answer sendFrom(String address, int port, String text) {
        return send(address, port, text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    /// Sends the text and says that nothing more will come.
    static Answer sendAndLeave(int port, String text) {
        return send(HERE, port, text.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    /// A connection from one of this machine's addresses.
    static Socket connect(String address, int port) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        var socket = new Socket(here, port, InetAddress.ofLiteral(address), 0);
        socket.setSoTimeout(WAIT_MAX_MILLIS);
        return socket;
    }

    private static Answer send(String address, int port, byte[] bytes, boolean leave) {
        try (var socket = connect(address, port)) {
            var answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(bytes);
                if (leave) {
                    socket.shutdownOutput();
                }
                copy(socket.getInputStream(), answer);
            } catch (SocketException refusedToReadOn) {
                drain(socket, answer);
            }
            return Answer.parse(answer.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(Socket socket, ByteArrayOutputStream answer) {
        try {
            copy(socket.getInputStream(), answer);
        } catch (IOException gone) {
            // What came before the reset is the answer.
        }
    }

    private static void copy(InputStream in, ByteArrayOutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
        }
    }

    /// A request with a Host, closed after its answer.
    static String request(String line, String... headers) {
        return request(line, "", headers);
    }

    private static String request(String line, String body, String... headers) {
        var text = new StringBuilder(line).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("Connection: close\r\n\r\n").append(body).toString();
    }

    /// The same with a body and its length.
    static String requestWith(String body, String line, String... headers) {
        var all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.length();
        return request(line, body, all);
    }
}
