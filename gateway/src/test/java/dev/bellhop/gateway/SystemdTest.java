package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// systemd's side of the socket is played here, by the C library too: Java has no such socket.
@Timeout(60)
final class SystemdTest {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final int MESSAGE_MAX = 4_096;

    @TempDir private Path folder;
    private final Arena arena = Arena.ofConfined();
    private int socket;

    @BeforeEach
    void open() throws Throwable {
        socket =
                (int)
                        call("socket", FunctionDescriptor.of(INT, INT, INT, INT))
                                .invokeExact(1, 2, 0);
        assertThat(socket).isNotNegative();
    }

    @AfterEach
    void close() throws Throwable {
        int _ = (int) call("close", FunctionDescriptor.of(INT, INT)).invokeExact(socket);
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "@abstract"})
    void itIsToldOfTheStartTheLifeAndTheEnd(String kind) throws Throwable {
        var name =
                kind.equals("path")
                        ? folder.resolve("notify").toString()
                        : "@bellhop-test-" + ProcessHandle.current().pid();
        bind(name);
        var environment =
                Map.of(
                        "NOTIFY_SOCKET", name,
                        "WATCHDOG_USEC", "200000",
                        "WATCHDOG_PID", "77");
        var lives = new AtomicBoolean(true);
        try (var systemd = new Systemd(environment, 77)) {
            systemd.takes(Duration.ofMinutes(2), "Starting");
            assertThat(hear()).isEqualTo("EXTEND_TIMEOUT_USEC=120000000\nSTATUS=Starting");
            systemd.ready("https://chat.example.com", lives::get);
            assertThat(hear()).isEqualTo("READY=1\nSTATUS=Serving https://chat.example.com");
            assertThat(hear()).isEqualTo("WATCHDOG=1");
            assertThat(hear()).isEqualTo("WATCHDOG=1");
            lives.set(false);
            systemd.stopping();
            // Some may be on their way.
            var last = hear();
            while (last.equals("WATCHDOG=1")) {
                last = hear();
            }
            assertThat(last).startsWith("STOPPING=1");
        }
    }

    @Test
    void whoeverIsNotAskedSaysNothing() throws Throwable {
        bind(folder.resolve("notify").toString());
        try (var nobody = new Systemd(Map.of(), 77);
                var wrong = new Systemd(Map.of("NOTIFY_SOCKET", "notify"), 77);
                var somebody =
                        new Systemd(
                                Map.of("NOTIFY_SOCKET", folder.resolve("notify").toString()), 77)) {
            nobody.ready("x", () -> true);
            wrong.ready("x", () -> true);
            somebody.stopping();
            assertThat(hear()).startsWith("STOPPING=1");
        }
    }

    private void bind(String name) throws Throwable {
        var path = name.getBytes(StandardCharsets.UTF_8);
        if (path[0] == '@') {
            path[0] = 0;
        }
        var address = arena.allocate(110, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
        address.asSlice(2).copyFrom(MemorySegment.ofArray(path));
        int length = 2 + path.length + (path[0] == 0 ? 0 : 1);
        int bound =
                (int)
                        call("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT))
                                .invokeExact(socket, address, length);
        assertThat(bound).isZero();
    }

    private String hear() throws Throwable {
        var buffer = arena.allocate(MESSAGE_MAX);
        long length =
                (long)
                        call(
                                        "recv",
                                        FunctionDescriptor.of(
                                                LONG, INT, ValueLayout.ADDRESS, LONG, INT))
                                .invokeExact(socket, buffer, (long) MESSAGE_MAX, 0);
        return new String(
                buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("restricted") // Java warns of it once, which is all.
    private static MethodHandle call(String name, FunctionDescriptor shape) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
