package dev.bellhop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What processes have used, as Linux counts it.
///
/// @param gateway processor time of the gateway
/// @param database processor time of its database
record Costs(Duration gateway, Duration database) {
    /// Of a heap that the serial collector keeps, as the benchmarks' gateways do.
    private static final Pattern GENERATION =
            Pattern.compile("^ *(?:DefNew|Tenured|\\w+ generation) .*used (\\d+)K");

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

    /// What of a process's heap is in use after it was collected, in megabytes: flat when nothing
    /// is kept. Resident memory grows with the heap's size until that is as large as it may be.
    static double liveHeapMegabytes(ProcessHandle process) throws IOException {
        asks(process, "GC.run");
        var info = asks(process, "GC.heap_info");
        var generations = info.lines().map(GENERATION::matcher).filter(Matcher::find).toList();
        if (generations.isEmpty()) {
            throw new IllegalStateException("the heap is told otherwise now: " + info);
        }
        return generations.stream()
                .mapToDouble(found -> Long.parseLong(found.group(1)) / 1024.0)
                .sum();
    }

    private static String asks(ProcessHandle process, String command) throws IOException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asked = new ProcessBuilder(tool, Long.toString(process.pid()), command).start();
        try (var answer = asked.inputReader()) {
            return answer.readAllAsString();
        }
    }
}
