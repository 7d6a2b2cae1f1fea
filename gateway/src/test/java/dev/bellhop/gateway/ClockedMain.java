package dev.bellhop.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// The gateway with a clock that somebody else moves: a file of eight bytes says by how many
/// milliseconds it is off. Otherwise it is [Main] without arguments.
public final class ClockedMain {
    private ClockedMain() {}

    /// Starts it and lets it run until it is killed or asked to stop.
    ///
    /// @param arguments the file
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long began = System.nanoTime();
        java.util.Locale.setDefault(java.util.Locale.ROOT);
        try (var in =
                Main.class.getClassLoader().getResourceAsStream("bellhop-logging.properties")) {
            java.util.logging.LogManager.getLogManager().readConfiguration(in);
        }
        try (var file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ)) {
            var offset = file.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES);
            var settings =
                    SettingsReader.read(Optional.empty(), System.getenv(), System.getProperties());
            var gateway = Gateway.start(settings, new Moved(offset), new SecureRandom());
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
            System.out.printf(
                    "Bellhop is ready at %s (%d ms)%n",
                    gateway.publicUrl(), (System.nanoTime() - began) / 1_000_000);
        } catch (BadSetting | StartFailure e) {
            System.err.println("bellhop: " + e.getMessage());
            System.exit(1);
        }
        new java.util.concurrent.CountDownLatch(1).await();
    }

    private static final class Moved extends Clock {
        private final ByteBuffer offset;

        Moved(ByteBuffer offset) {
            this.offset = offset;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plusMillis(offset.getLong(0));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the gateway works in UTC");
        }
    }
}
