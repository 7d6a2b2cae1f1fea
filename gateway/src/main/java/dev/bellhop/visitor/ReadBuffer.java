package dev.bellhop.visitor;

import io.helidon.common.socket.PlainSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.websocket.WsSession;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The buffer into which Helidon reads a connection. It is 8 KiB for each, which was two fifths of
/// what a silent visitor costs, and cannot be set (4.5.0: a final field of [PlainSocket], out of
/// which each read is copied at once). A widget's frames are short: an open WebSocket is given a
/// small one, and a long frame takes some reads more.
///
/// This reaches into a class that is not ours. Where it is another one some day, or Java does not
/// let us, nothing is changed and all goes on as Helidon made it; a test tells so.
final class ReadBuffer {
    static final int BYTES = 512;

    private static final Logger LOG = Logger.getLogger(ReadBuffer.class.getName());
    private static final Optional<Field> FIELD = field();

    private ReadBuffer() {}

    private static Optional<Field> field() {
        try {
            var field = PlainSocket.class.getDeclaredField("readBuffer");
            field.setAccessible(true);
            return field.getType() == byte[].class ? Optional.of(field) : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.log(Level.INFO, "connections keep the buffer that Helidon gives them", other);
            return Optional.empty();
        }
    }

    /// Makes it small; by the thread that reads the connection, while it reads nothing.
    static void shrink(WsSession ws) {
        if (FIELD.isPresent()
                && ws.socketContext() instanceof ConnectionContext connection
                && connection.serverSocket() instanceof PlainSocket socket) {
            try {
                FIELD.get().set(socket, new byte[BYTES]);
            } catch (IllegalAccessException stays) {
                LOG.log(Level.FINE, "a connection keeps its buffer", stays);
            }
        }
    }
}
