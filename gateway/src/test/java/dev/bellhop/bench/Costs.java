package dev.bellhop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What processes have used, as Linux counts it.
///
/// @param gateway processor time of the gateway
/// @param database processor time of its database
record Costs(Duration gateway, Duration database) {

    static Costs of(ProcessHandle gateway, ProcessHandle database) {
        return new Costs(cpu(gateway), cpu(database));
    }

    Costs since(Costs before) {
        return new Costs(gateway.minus(before.gateway), database.minus(before.database));
    }

    static double secondsForTenThousand(Duration cpu, long count) {
        return count == 0 ? Double.NaN : Math.round(cpu.toMillis() * 10_000.0 / count) / 1_000.0;
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Resident memory in megabytes.
    static double residentMegabytes(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElse(Double.NaN);
    }
}
