package dev.bellhop.gateway;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Tells systemd how the gateway is, as `sd_notify(3)` describes: a datagram to the Unix socket
/// that `NOTIFY_SOCKET` names. Java's own Unix sockets know streams alone, and a library for it
/// would bring another way into C, so three calls of the C library are made from here. Where nobody
/// has asked to be told, nothing is done.
final class Systemd implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Systemd.class.getName());

    // Linux's numbers on the processors that there are packages for.
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;

    /// `sun_path` in `sockaddr_un`, unix(7).
    private static final int PATH_MAX = 108;

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /// So often within the time that systemd gives: one answer that is late must not be the end.
    private static final int ASKED_IN_TIME = 6;

    private final Optional<byte[]> address;
    private final Optional<Duration> watchdog;
    private Optional<Housekeeping> watching = Optional.empty();

    /// @param environment as systemd has set it: `NOTIFY_SOCKET`, and `WATCHDOG_USEC` with
    ///   `WATCHDOG_PID` if it wants to hear from this process regularly
    Systemd(Map<String, String> environment, long pid) {
        address = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).flatMap(Systemd::address);
        watchdog = watchdog(environment, pid);
    }

    /// A path, or a name without one, which begins with `@` where the kernel has a zero.
    private static Optional<byte[]> address(String name) {
        var path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length >= PATH_MAX || (path[0] != '/' && path[0] != '@')) {
            LOG.warning("NOTIFY_SOCKET names no socket; systemd is told nothing");
            return Optional.empty();
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        return Optional.of(path);
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        var micros = environment.getOrDefault("WATCHDOG_USEC", "");
        var whose = environment.getOrDefault("WATCHDOG_PID", "");
        if (!micros.matches("[1-9][0-9]{0,17}")
                || !(whose.isEmpty() || whose.equals(String.valueOf(pid)))) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Math.multiplyExact(Long.parseLong(micros), 1000L)));
    }

    /// The start is over. From now on systemd hears several times in its time that the gateway
    /// lives, as long as it does.
    ///
    /// @param address where it is reached, for `systemctl status`
    /// @param lives whether requests are answered; asked on a thread of its own
    void ready(String address, BooleanSupplier lives) {
        tell("READY=1\nSTATUS=Serving " + address);
        watching =
                watchdog.map(time ->
                        new Housekeeping()
                                .every(
                                        time.dividedBy(ASKED_IN_TIME),
                                        () -> {
                                            if (lives.getAsBoolean()) {
                                                tell("WATCHDOG=1");
                                            }
                                        }));
    }

    /// The start goes on for so long, from now: a database is made, or brought up to date.
    void takes(Duration time, String why) {
        tell("EXTEND_TIMEOUT_USEC=" + time.toNanos() / 1000 + "\nSTATUS=" + why);
    }

    /// Nothing new is taken any more.
    void stopping() {
        tell("STOPPING=1\nSTATUS=Finishing what is under way");
    }

    @Override
    public void close() {
        watching.ifPresent(Housekeeping::close);
    }

    private void tell(String state) {
        if (address.isEmpty()) {
            return;
        }
        try {
            send(address.get(), state.getBytes(StandardCharsets.UTF_8));
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "systemd could not be told: " + state, e);
        }
    }

    @SuppressWarnings("restricted") // The launcher allows it: --enable-native-access.
    private static void send(byte[] path, byte[] state) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            var to = arena.allocate(Short.BYTES + PATH_MAX, Short.BYTES);
            to.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            to.asSlice(Short.BYTES).copyFrom(MemorySegment.ofArray(path));
            // A path ends with a zero; a name without one is as long as it is told to be.
            int length = Short.BYTES + path.length + (path[0] == 0 ? 0 : 1);
            var words = arena.allocateFrom(ValueLayout.JAVA_BYTE, state);

            int socket =
                    (int)
                            call("socket", FunctionDescriptor.of(INT, INT, INT, INT))
                                    .invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (socket < 0) {
                throw new IllegalStateException("no socket");
            }
            try {
                long sent =
                        (long)
                                call(
                                                "sendto",
                                                FunctionDescriptor.of(
                                                        LONG, INT, POINTER, LONG, INT, POINTER,
                                                        INT))
                                        .invokeExact(
                                                socket,
                                                words,
                                                (long) state.length,
                                                MSG_NOSIGNAL,
                                                to,
                                                length);
                if (sent != state.length) {
                    throw new IllegalStateException("the socket does not take it");
                }
            } finally {
                int _ = (int) call("close", FunctionDescriptor.of(INT, INT)).invokeExact(socket);
            }
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, FunctionDescriptor shape) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
