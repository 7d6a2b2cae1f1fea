package dev.bellhop.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A server that is measured: its processes, and its database's.
interface Running extends AutoCloseable {
    /// Of every server's database for pages: all that a round works on has room, on each side.
    int POOL_MEGABYTES = 512;

    /// As it is called in the figures.
    String name();

    int port();

    /// Its processes, without the database's.
    List<ProcessHandle> processes();

    ProcessHandle database();

    /// Waits until all is done that it took on.
    void finish() throws InterruptedException;

    /// Lets go of memory that nothing needs.
    ///
    /// @return what its heap still holds in kilobytes; not a number where that is not told
    double collect() throws java.io.IOException, InterruptedException;

    @Override
    void close();

    /// A process and all that it has started.
    static List<ProcessHandle> all(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    default Used used() {
        return Used.of(processes()).plus(Used.of(List.of(database())).asDatabase());
    }

    /// Resident memory of its processes in kilobytes.
    default long residentKilobytes() throws java.io.IOException {
        double all = 0;
        for (var process : processes()) {
            all += Costs.residentMegabytes(process) * 1024;
        }
        return Math.round(all);
    }

    /// Processor time of a server and its database.
    record Used(Duration server, Duration database) {
        static Used of(List<ProcessHandle> processes) {
            return new Used(
                    processes.stream()
                            .flatMap(it -> it.info().totalCpuDuration().stream())
                            .reduce(Duration.ZERO, Duration::plus),
                    Duration.ZERO);
        }

        Used asDatabase() {
            return new Used(Duration.ZERO, server);
        }

        Used plus(Used other) {
            return new Used(server.plus(other.server), database.plus(other.database));
        }

        Used since(Used before) {
            return new Used(server.minus(before.server), database.minus(before.database));
        }

        /// Seconds of both for ten thousand.
        double perTenThousand(long count) {
            return Costs.secondsForTenThousand(server.plus(database), count);
        }
    }

    /// Where the peers' sources are.
    static Path sources() {
        return Stream.of("gateway/src/test/bench-peers", "src/test/bench-peers")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow()
                .toAbsolutePath();
    }
}
